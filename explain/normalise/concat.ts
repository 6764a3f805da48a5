import { floatTensor, sizeOf, type Tensor } from "../graph/tensor";
import type { RawNode } from "../onnx/read";
import { intAttr } from "./attributes";
import { axisOf, type Context, type Normaliser, Unsupported } from "./context";

/** Lays the constants of a concatenation out as `[1, …]`, zero where activations come. The same for every image of the batch. */
function laidOut(
  c: Context,
  dims: readonly number[],
  axis: number,
  parts: readonly (Tensor | number)[],
): Tensor {
  const shift = new Float32Array(sizeOf(dims.slice(1)));
  const inner = sizeOf(dims.slice(axis + 1));
  const outer = sizeOf(dims.slice(1, axis));
  let at = 0;
  for (const part of parts) {
    const count = typeof part === "number" ? part : part.dims[axis]!;
    const block = count * inner;
    if (typeof part !== "number") {
      const image = outer * block;
      if (part.dims[0] !== c.batch || part.data.some((v, i) => v !== part.data[i % image]))
        throw new Unsupported("its constant differs from image to image in the batch");
      for (let o = 0; o < outer; o++)
        shift.set(part.data.subarray(o * block, (o + 1) * block), o * dims[axis]! * inner + at);
    }
    at += block;
  }
  return floatTensor([1, ...dims.slice(1)], shift);
}

/** Constants before and after activations, such as a class token: zeros padded on, and the constants added to them. */
function amongConstants(c: Context, node: RawNode): void {
  const constants = node.inputs.map((_, i) => c.constant(node, i));
  const first = constants.indexOf(null);
  const last = constants.lastIndexOf(null);
  if (constants.slice(first, last + 1).some((constant) => constant !== null))
    throw new Unsupported("it has a constant between activations");
  const values = constants.flatMap((constant, i) => (constant ? [] : [c.value(node, i)]));
  const rank = values[0]!.dims.length;
  const axis = axisOf(intAttr(node, "axis", 1), rank);
  const along = (n: number) => values[0]!.dims.map((d, i) => (i === axis ? n : d));
  const sizes = values.map((v) => v.dims[axis]!);
  const count = sizes.reduce((sum, n) => sum + n, 0);
  const room = (list: readonly (Tensor | null)[]) => list.reduce((sum, t) => sum + (t?.dims[axis] ?? 0), 0);
  const [before, after] = [room(constants.slice(0, first)), room(constants.slice(last + 1))];
  const dims = along(before + count + after);
  const output = node.outputs[0]!;
  let joined = values[0]!.name;
  if (values.length > 1) {
    const inputs = values.map((v) => v.name);
    joined = c.push("Concat", node, {
      inputs,
      outputs: [`${output}/joined`],
      dims: [along(count)],
      attrs: { axis, sizes },
    });
  }
  const only = (n: number) => dims.map((_, i) => (i === axis ? n : 0));
  const padded = c.push("Pad", node, {
    inputs: [joined],
    outputs: [`${output}/padded`],
    dims: [dims],
    attrs: { pads: [...only(before), ...only(after)], mode: "constant", value: 0 },
  });
  const parts = [
    ...(constants.slice(0, first) as Tensor[]),
    count,
    ...(constants.slice(last + 1) as Tensor[]),
  ];
  c.push("ScaleShift", node, {
    inputs: [padded],
    dims: [dims],
    weights: { shift: laidOut(c, dims, axis, parts) },
  });
}

export const concat: Normaliser = (c, node) => {
  if (node.inputs.some((_, i) => c.constant(node, i))) {
    amongConstants(c, node);
    return;
  }
  const parts = node.inputs.map((_, i) => c.value(node, i));
  const axis = axisOf(intAttr(node, "axis", 1), parts[0]!.dims.length);
  const dims = [...parts[0]!.dims];
  dims[axis] = parts.reduce((sum, p) => sum + p.dims[axis]!, 0);
  c.push("Concat", node, {
    inputs: parts.map((p) => p.name),
    dims: [dims],
    attrs: { axis, sizes: parts.map((p) => p.dims[axis]!) },
  });
};
