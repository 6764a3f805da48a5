import { ExplainError, inspectModel, type Model, readModel } from "@partwise/explain";
import { AppError } from "@/core/domain/errors";
import type { InputTransform } from "@/core/domain/spaces";
import type { ModelInspection } from "@/db/schema/models";

export interface Inspected {
  usable: boolean;
  inspection: ModelInspection;
}

interface Declared {
  kind: "classifier" | "segmenter";
  classNames: readonly string[];
  transform: InputTransform;
}

type Dims = readonly (number | null)[];

/**
 * Reads a network and says whether it can be used as declared: a classifier has to be explainable, a segmenter
 * to map an image to a map of classes. Pure.
 * @throws AppError `unsupported_media` for files that are no ONNX model, `invalid_input` when the declared class
 *   names or input size contradict the file.
 */
export function inspectNetwork(bytes: Uint8Array, declared: Declared): Inspected {
  const model = parse(bytes);
  return declared.kind === "classifier"
    ? inspectClassifier(model, declared)
    : inspectSegmenter(model, declared);
}

function parse(bytes: Uint8Array): Model {
  try {
    return readModel(bytes);
  } catch (error) {
    if (error instanceof ExplainError)
      throw new AppError("unsupported_media", error.message, { cause: error });
    throw error;
  }
}

function inspectClassifier(model: Model, { classNames, transform }: Declared): Inspected {
  const found = inspectModel(model);
  if (found.inputShape) requireInput(found.inputShape, transform);
  if (found.classCount !== null) requireClasses(found.classCount, classNames);
  const unsupported = found.unsupported.map(({ node, op, reason }) => ({ node, op, reason }));
  return {
    usable: found.explainable,
    inspection: {
      opset: found.opset,
      inputShape: [...(found.inputShape ?? found.inputs[0]?.dims ?? [])],
      outputShape: [...(found.outputs[0]?.dims ?? [])],
      layers: found.layers.map(({ node, op, rule }) => ({ node, op, rule })),
      unsupported,
      summary: found.explainable
        ? `Can be explained: ${found.layers.length} layers, ${found.classCount} classes.`
        : (found.reason ?? `Cannot be explained yet: ${issueWords(unsupported)}.`),
    },
  };
}

function issueWords(issues: readonly { node: string; op: string; reason: string }[]): string {
  const [first, ...rest] = issues;
  if (!first) return "its structure is unknown";
  const more = rest.length > 0 ? `, and ${rest.length} more` : "";
  return `${first.op} “${first.node}” — ${first.reason}${more}`;
}

function inspectSegmenter(model: Model, { classNames, transform }: Declared): Inspected {
  const input = model.inputs.find((i) => !model.initializers.has(i.name))?.dims ?? null;
  const output = model.outputs[0]?.dims ?? null;
  const spatial = input?.length === 4 && output?.length === 4;
  if (spatial) {
    requireInput(input, transform);
    const classes = output[1] ?? null;
    if (classes !== null && classes > 1) requireClasses(classes, classNames);
  }
  return {
    usable: spatial,
    inspection: {
      opset: model.opset,
      inputShape: [...(input ?? [])],
      outputShape: [...(output ?? [])],
      layers: [],
      unsupported: [],
      summary: spatial
        ? `Can be run: a map of ${classNames.length} classes for every photograph.`
        : "Cannot be used: a segmenter takes one image [1, 3, H, W] and gives one map [1, classes, H, W].",
    },
  };
}

function requireInput(shape: Dims, { size }: InputTransform): void {
  const [, channels, height, width] = shape;
  if (channels !== null && channels !== undefined && channels > 0 && channels !== 3)
    throw new AppError(
      "unsupported_model",
      `The network takes ${channels} channels; photographs have three.`,
    );
  const fits = (declared: number, own: number | null | undefined) => !own || own < 0 || own === declared;
  if (!fits(size.width, width) || !fits(size.height, height))
    throw new AppError(
      "invalid_input",
      `The network takes ${width} × ${height} pixels, not ${size.width} × ${size.height}. Correct the input size.`,
    );
}

function requireClasses(count: number, names: readonly string[]): void {
  if (count !== names.length)
    throw new AppError(
      "invalid_input",
      `The network has ${count} classes, the list has ${names.length} names. Choose the list that belongs to it.`,
    );
}
