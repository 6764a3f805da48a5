import { ExplainError } from "../errors";
import { sizeOf } from "../graph/tensor";
import { producersOf } from "../graph/topology";
import type { Model } from "../onnx/read";
import type { Context } from "./context";

const isScoreVector = (dims: readonly number[]) =>
  dims.length >= 2 && Math.max(...dims.slice(1)) === sizeOf(dims.slice(1));

/** From a model output back to the value before any final softmax. */
function beforeSoftmax(context: Context, name: string): string {
  const producers = producersOf(context.nodes);
  let at = name;
  for (;;) {
    const node = producers.get(at);
    // A softmax may have been given another shape, or rounded.
    const dressed = node?.op === "Reshape" || node?.op === "FakeQuantize";
    const seeThrough = dressed && producers.get(node.inputs[0]!)?.op === "Softmax";
    if (node?.op !== "Softmax" && !seeThrough) return at;
    at = node!.inputs[0]!;
  }
}

/**
 * The value that holds one pre-softmax score a class, as `[N, K]`: the model's first output of that shape, or the value
 * the caller names. Trailing axes of length one are flattened away by an extra node.
 */
export function findLogits(context: Context, model: Model, override: string | undefined): string {
  const candidates = override ? [override] : model.outputs.map((o) => o.name);
  for (const candidate of candidates) {
    // One image's scores as a plain vector, `[K]`: the value before the batch axis was dropped is the one that is wanted.
    const resolved = context.flattened(candidate) ?? context.resolve(candidate);
    if (!context.dims.has(resolved)) continue;
    const bare = override ? resolved : beforeSoftmax(context, resolved);
    // A softmax over something else than the classes belongs to the network.
    const name = isScoreVector(context.dims.get(bare)!) ? bare : resolved;
    const dims = context.dims.get(name)!;
    if (!isScoreVector(dims) || name === context.resolve(model.inputs[0]?.name ?? "")) continue;
    if (dims.length === 2) return name;
    const flat = `${name}/flat`;
    context.nodes.push({
      op: "Reshape",
      name: flat,
      inputs: [name],
      outputs: [flat],
      weights: {},
      attrs: {},
    });
    context.dims.set(flat, [dims[0]!, sizeOf(dims.slice(1))]);
    return flat;
  }
  const what = override ? `Value "${override}"` : "No output of the model";
  throw new ExplainError(
    "UNSUPPORTED_MODEL",
    `${what} holds one score a class ([N,K]); only image classifiers can be explained. Name the scores with --logits if they are elsewhere.`,
  );
}
