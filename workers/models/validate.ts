import { AppError } from "@/core/domain/errors";
import type { InputTransform } from "@/core/domain/spaces";
import { openSession, runPlain } from "../onnx/session";
import { checkOutput, type ModelKind } from "./output-shape";

export interface ValidatedModel {
  outputShape: number[];
  classCount: number;
}

/**
 * Runs a network once on a blank image and compares what comes out with what was declared. Throws AppError
 * `unsupported_model` with what is wrong: not loadable, another input size, the wrong kind, or another number of classes.
 *
 * @param source the bytes of the .onnx file, or its path
 */
export async function validateModelFile(
  source: string | Uint8Array,
  kind: ModelKind,
  transform: InputTransform,
  classNames: readonly string[],
): Promise<ValidatedModel> {
  const session = await openSession(source, 1);
  try {
    const blank = new Float32Array(3 * transform.size.height * transform.size.width);
    const output = await runPlain(session, transform, blank);
    const classCount = checkOutput(kind, output.dims, classNames);
    if ((output.data as Float32Array).some((value) => !Number.isFinite(value))) {
      throw new AppError(
        "unsupported_model",
        "The network gives numbers that are not finite for a blank image; the file may be damaged.",
      );
    }
    return { outputShape: [...output.dims], classCount };
  } finally {
    await session.release();
  }
}
