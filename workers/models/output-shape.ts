import { AppError } from "@/core/domain/errors";

export type ModelKind = "classifier" | "segmenter";

/** The number of classes of an output of that shape; throws where kind or class names do not fit it. */
export function checkOutput(
  kind: ModelKind,
  shape: readonly number[],
  classNames: readonly string[],
): number {
  const said = `its output is [${shape.join(", ")}]`;
  const classes = shape[1] ?? 0;
  if (kind === "classifier") {
    const rest = shape.slice(2);
    if (shape.length < 2 || shape[0] !== 1 || rest.some((n) => n !== 1)) {
      throw new AppError("unsupported_model", `This is not a classifier: ${said}, not [1, classes].`);
    }
  } else if (shape.length !== 4 || shape[0] !== 1 || shape[2]! < 2 || shape[3]! < 2) {
    throw new AppError(
      "unsupported_model",
      `This is not a segmenter: ${said}, not [1, classes, height, width] (scores a class, channels first).`,
    );
  }
  // One channel means foreground yes or no, and needs no background in the list.
  const fits = classes === classNames.length || (kind === "segmenter" && classes === 1);
  if (!fits) {
    throw new AppError(
      "unsupported_model",
      `The network has ${classes} classes (${said}) but ${classNames.length} class names were given.`,
    );
  }
  return classes;
}
