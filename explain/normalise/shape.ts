import { sizeOf } from "../graph/tensor";
import type { RawNode } from "../onnx/read";
import { kindOfDataType } from "../onnx/tensor";
import { floatAttr, intAttr, intsAttr, textAttr } from "./attributes";
import { concat } from "./concat";
import { axisOf, type Context, type Normaliser, Unsupported } from "./context";
import { gather } from "./gather";
import { resolveSlice, resolveTarget } from "./resolve";

const passThrough: Normaliser = (c, node) => c.alias(node.outputs[0]!, c.value(node, 0).name);

/** All floating-point types are one here; a cast to whole numbers would have no derivative. */
const cast: Normaliser = (c, node) => {
  if (kindOfDataType(intAttr(node, "to", 1)) !== "float")
    throw new Unsupported("it casts an activation to whole numbers");
  passThrough(c, node);
};

type Value = ReturnType<Context["value"]>;

function pushReshape(c: Context, node: RawNode, x: Value, dims: readonly number[]): void {
  if (dims[0] !== c.batch)
    throw new Unsupported(`it reshapes [${x.dims}] to [${dims}], which mixes the batch with other axes`);
  c.push("Reshape", node, { inputs: [x.name], dims: [dims] });
}

const reshape: Normaliser = (c, node) => {
  const target = Array.from(c.needConstant(node, 1, "target shape").data);
  const allowZero = intAttr(node, "allowzero", 0) === 1;
  const flat = c.flattened(node.inputs[0]!);
  const x = flat ? { name: flat, dims: c.dims.get(flat)! } : c.value(node, 0);
  const dims = resolveTarget(flat ? [sizeOf(x.dims)] : x.dims, target, allowZero);
  if (dims.length === 1 && x.dims.length > 1) c.flatten(node.outputs[0]!, x.name);
  else pushReshape(c, node, x, dims);
};

const flatten: Normaliser = (c, node) => {
  const x = c.value(node, 0);
  const rank = x.dims.length;
  const axis = intAttr(node, "axis", 1);
  const at = axis < 0 ? axis + rank : axis;
  pushReshape(c, node, x, [sizeOf(x.dims.slice(0, at)), sizeOf(x.dims.slice(at))]);
};

const axesOf = (c: Context, node: RawNode, since: number) =>
  c.opset >= since ? c.numbers(node, 1) : intsAttr(node, "axes");

/** Without axes every axis of length 1 goes, but never the batch. */
const squeeze: Normaliser = (c, node) => {
  const x = c.value(node, 0);
  const axes = axesOf(c, node, 13)?.map((a) => axisOf(a, x.dims.length));
  pushReshape(
    c,
    node,
    x,
    x.dims.filter((d, i) => i === 0 || (axes ? !axes.includes(i) : d !== 1)),
  );
};

const unsqueeze: Normaliser = (c, node) => {
  const x = c.value(node, 0);
  const axes = axesOf(c, node, 13) ?? [];
  const rank = x.dims.length + axes.length;
  const at = new Set(axes.map((a) => axisOf(a, rank)));
  const rest = [...x.dims];
  pushReshape(
    c,
    node,
    x,
    Array.from({ length: rank }, (_, i) => (at.has(i) ? 1 : rest.shift()!)),
  );
};

const transpose: Normaliser = (c, node) => {
  const x = c.value(node, 0);
  const perm = intsAttr(node, "perm") ?? x.dims.map((_, i) => x.dims.length - 1 - i);
  if (perm[0] !== 0) throw new Unsupported("it moves the batch axis");
  c.push("Transpose", node, { inputs: [x.name], dims: [perm.map((p) => x.dims[p]!)], attrs: { perm } });
};

const split: Normaliser = (c, node) => {
  const x = c.value(node, 0);
  const axis = axisOf(intAttr(node, "axis", 0), x.dims.length);
  const total = x.dims[axis]!;
  const count = node.outputs.length;
  const even = Math.ceil(total / count);
  const given = c.opset >= 13 ? c.numbers(node, 1) : intsAttr(node, "split");
  const sizes = given ?? Array.from({ length: count }, (_, i) => Math.min(even, total - i * even));
  c.push("Split", node, {
    inputs: [x.name],
    dims: sizes.map((size) => x.dims.map((d, i) => (i === axis ? size : d))),
    attrs: { axis, sizes },
  });
};

const slice: Normaliser = (c, node) => {
  const x = c.value(node, 0);
  const asInputs = c.opset >= 10;
  if (asInputs) for (const i of [1, 2, 3, 4]) if (node.inputs[i]) c.needConstant(node, i, "range");
  const { begin, step, count } = resolveSlice(x.dims, {
    starts: (asInputs ? c.numbers(node, 1) : intsAttr(node, "starts")) ?? [],
    ends: (asInputs ? c.numbers(node, 2) : intsAttr(node, "ends")) ?? [],
    axes: asInputs ? c.numbers(node, 3) : intsAttr(node, "axes"),
    steps: asInputs ? c.numbers(node, 4) : null,
  });
  if (begin[0] !== 0 || step[0] !== 1 || count[0] !== x.dims[0]) throw new Unsupported("it slices the batch");
  c.push("Slice", node, { inputs: [x.name], dims: [count], attrs: { begin, step, count } });
};

const PAD_MODES = ["constant", "reflect", "edge"];

const pad: Normaliser = (c, node) => {
  const x = c.value(node, 0);
  const rank = x.dims.length;
  const asInputs = c.opset >= 11;
  const given = asInputs
    ? Array.from(c.needConstant(node, 1, "padding").data)
    : (intsAttr(node, "pads") ?? []);
  const axes = asInputs ? c.numbers(node, 3) : null;
  const pads = new Array<number>(2 * rank).fill(0);
  const chosen = axes?.map((a) => (a < 0 ? a + rank : a)) ?? x.dims.map((_, i) => i);
  chosen.forEach((axis, i) => {
    pads[axis] = given[i]!;
    pads[axis + rank] = given[i + chosen.length]!;
  });
  const mode = textAttr(node, "mode", "constant");
  if (!PAD_MODES.includes(mode)) throw new Unsupported(`its mode is "${mode}"`);
  const value = asInputs ? (c.constant(node, 2)?.data[0] ?? 0) : floatAttr(node, "value", 0);
  if (pads[0] !== 0 || pads[rank] !== 0) throw new Unsupported("it pads the batch");
  const dims = x.dims.map((d, i) => d + pads[i]! + pads[i + rank]!);
  c.push("Pad", node, { inputs: [x.name], dims: [dims], attrs: { pads, mode, value } });
};

const COORDINATES = ["half_pixel", "asymmetric", "align_corners", "pytorch_half_pixel"];
const ROUNDINGS = ["round_prefer_floor", "round_prefer_ceil", "floor", "ceil"];

/** `Resize` and its ancestor `Upsample`, over spatial axes. Output sizes are resolved; the scale stays as it was given. */
const resize: Normaliser = (c, node) => {
  const x = c.value(node, 0);
  const rank = x.dims.length;
  const old = node.op === "Upsample" || c.opset < 11;
  const fallback = old ? "asymmetric" : "half_pixel";
  const mode = textAttr(node, "mode", "nearest");
  const coordinates = textAttr(node, "coordinate_transformation_mode", fallback);
  const rounding = textAttr(node, "nearest_mode", old ? "floor" : "round_prefer_floor");
  if (mode !== "nearest" && mode !== "linear" && mode !== "bilinear")
    throw new Unsupported(`its mode is "${mode}"`);
  if (!COORDINATES.includes(coordinates) || !ROUNDINGS.includes(rounding)) {
    throw new Unsupported(`its coordinates are "${coordinates}" with "${rounding}"`);
  }
  if (intAttr(node, "antialias", 0) !== 0) throw new Unsupported("it uses antialiasing");
  const scaleInput = node.op === "Upsample" || c.opset < 11 ? 1 : 2;
  const attrScales = node.attrs.get("scales")?.floats;
  const given = attrScales ? Array.from(attrScales) : c.numbers(node, scaleInput);
  const sizes = given && given.length > 0 ? null : c.numbers(node, 3);
  if (!sizes && !(given && given.length > 0)) throw new Unsupported("its scale is not a constant");
  const axes = intsAttr(node, "axes")?.map((a) => (a < 0 ? a + rank : a)) ?? x.dims.map((_, i) => i);
  const policy = textAttr(node, "keep_aspect_ratio_policy", "stretch");
  if (policy !== "stretch") throw new Unsupported(`its aspect policy is "${policy}"`);
  const out = [...x.dims];
  const scales = x.dims.map(() => 1);
  axes.forEach((axis, i) => {
    out[axis] = sizes ? sizes[i]! : Math.floor(x.dims[axis]! * given![i]!);
    scales[axis] = sizes ? out[axis]! / x.dims[axis]! : given![i]!;
  });
  if (out[0] !== x.dims[0] || out[1] !== x.dims[1])
    throw new Unsupported("it resizes the batch or the channels");
  c.push("Resize", node, {
    inputs: [x.name],
    dims: [out],
    attrs: {
      mode: mode === "nearest" ? "nearest" : "linear",
      coordinates,
      rounding,
      scales,
      bySize: Number(sizes !== null),
    },
  });
};

export const SHAPE: Readonly<Record<string, Normaliser>> = {
  Identity: passThrough,
  Dropout: passThrough,
  Cast: cast,
  Reshape: reshape,
  Flatten: flatten,
  Squeeze: squeeze,
  Unsqueeze: unsqueeze,
  Transpose: transpose,
  Concat: concat,
  Split: split,
  Slice: slice,
  Gather: gather,
  Pad: pad,
  Resize: resize,
  Upsample: resize,
};
