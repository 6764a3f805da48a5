import * as ort from "onnxruntime-node";
import { AppError } from "@/core/domain/errors";
import type { InputTransform } from "@/core/domain/spaces";

/** A network as it was registered. Throws AppError `unsupported_model` with what the runtime says. */
export async function openSession(file: string | Uint8Array, threads: number): Promise<ort.InferenceSession> {
  const options: ort.InferenceSession.SessionOptions = {
    executionProviders: ["cpu"],
    intraOpNumThreads: threads,
    logSeverityLevel: 3,
  };
  try {
    return typeof file === "string"
      ? await ort.InferenceSession.create(file, options)
      : await ort.InferenceSession.create(file, options);
  } catch (cause) {
    const said = cause instanceof Error ? cause.message.split("\n")[0] : String(cause);
    throw new AppError("unsupported_model", `ONNX Runtime cannot load this network: ${said}`, { cause });
  }
}

/** Runs a network with one image input; gives its first output. */
export async function runPlain(
  session: ort.InferenceSession,
  transform: InputTransform,
  input: Float32Array,
): Promise<ort.Tensor> {
  const [name] = session.inputNames;
  const [output] = session.outputNames;
  const tensor = new ort.Tensor("float32", input, [1, 3, transform.size.height, transform.size.width]);
  try {
    return (await session.run({ [name!]: tensor }, [output!]))[output!]!;
  } catch (cause) {
    const said = cause instanceof Error ? cause.message.split("\n")[0] : String(cause);
    throw new AppError(
      "unsupported_model",
      `The network does not take an image of 3 × ${transform.size.height} × ${transform.size.width}: ${said}`,
      { cause },
    );
  }
}

/** A network that ends in softmax gives probabilities; their logarithms differ from the scores by a constant. */
export function asLogits(output: Float32Array): Float32Array {
  let sum = 0;
  for (const value of output) {
    if (value < 0 || value > 1) return output;
    sum += value;
  }
  if (Math.abs(sum - 1) > 1e-3) return output;
  return output.map((value) => Math.log(Math.max(value, 1e-30)));
}
