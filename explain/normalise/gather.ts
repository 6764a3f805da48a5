import type { RawNode } from "../onnx/read";
import { intAttr } from "./attributes";
import { axisOf, type Context, type Normaliser, Unsupported } from "./context";

/** More pieces than this are no selection of channels or tokens but an arbitrary permutation. */
const MOST_PIECES = 64;

interface Run {
  readonly begin: number;
  readonly step: number;
  readonly count: number;
}

/** Indices as arithmetic progressions, in order. */
function runsOf(indices: readonly number[]): Run[] {
  const runs: Run[] = [];
  for (let at = 0; at < indices.length; ) {
    const step = indices[at + 1] === undefined ? 1 : indices[at + 1]! - indices[at]!;
    let count = 1;
    if (step !== 0) while (indices[at + count] === indices[at]! + count * step) count++;
    runs.push({ begin: indices[at]!, step: count === 1 ? 1 : step, count });
    at += count;
  }
  return runs;
}

/** The image's values again in the shape of `indices`, if those count through all of them; exporters write `as_strided` so. */
function fromFlat(c: Context, node: RawNode, source: string): void {
  const indices = c.needConstant(node, 1, "index");
  if (intAttr(node, "axis", 0) !== 0 || indices.dims[0] !== c.batch || indices.data.some((v, i) => v !== i))
    throw new Unsupported("it picks values from a batch that was flattened");
  c.push("Reshape", node, { inputs: [source], dims: [indices.dims] });
}

/** Constant indices along one axis: slices, side by side where the indices are no single progression. */
export const gather: Normaliser = (c, node) => {
  const flat = c.flattened(node.inputs[0]!);
  if (flat) {
    fromFlat(c, node, flat);
    return;
  }
  const x = c.value(node, 0);
  const rank = x.dims.length;
  const axis = axisOf(intAttr(node, "axis", 0), rank);
  const size = x.dims[axis]!;
  const index = c.needConstant(node, 1, "index");
  const indices = Array.from(index.data, (i) => (i < 0 ? i + size : i));
  if (indices.some((i) => i < 0 || i >= size))
    throw new RangeError(`index outside axis ${axis} of [${x.dims}]`);
  const runs = runsOf(indices);
  if (runs.length === 0 || runs.length > MOST_PIECES)
    throw new Unsupported(`it picks ${runs.length} pieces of an axis`);
  const along = (count: number) => x.dims.map((d, i) => (i === axis ? count : d));
  const output = node.outputs[0]!;
  const whole = index.dims.length === 1;
  const joined = whole ? output : `${output}/picked`;
  const pieces = runs.map(({ begin, step, count }, i) =>
    c.push("Slice", node, {
      inputs: [x.name],
      outputs: [runs.length === 1 ? joined : `${output}/piece${i}`],
      dims: [along(count)],
      attrs: {
        begin: x.dims.map((_, a) => (a === axis ? begin : 0)),
        step: x.dims.map((_, a) => (a === axis ? step : 1)),
        count: along(count),
      },
    }),
  );
  if (runs.length > 1) {
    c.push("Concat", node, {
      inputs: pieces,
      outputs: [joined],
      dims: [along(indices.length)],
      attrs: { axis, sizes: runs.map((r) => r.count) },
    });
  }
  if (whole) return;
  const dims = [...x.dims.slice(0, axis), ...index.dims, ...x.dims.slice(axis + 1)];
  c.push("Reshape", node, { inputs: [joined], dims: [dims] });
};
