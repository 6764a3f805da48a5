import {
  broadcastDims,
  floatTensor,
  reshapeTensor,
  sizeOf,
  stridesOf,
  type Tensor,
  type TensorKind,
  transposeTensor,
} from "../graph/tensor";
import { DataType } from "../onnx/messages";
import type { RawNode } from "../onnx/read";
import { kindOfDataType } from "../onnx/tensor";
import { intAttr, intsAttr, tensorAttr } from "./attributes";
import { QUANTISED_CONSTANTS } from "./quantised";
import { resolveSlice, resolveTarget } from "./resolve";

/** Evaluates one operator on constants: the arithmetic exporters write around shapes and small parameters. */
type Folder = (inputs: readonly (Tensor | null)[], node: RawNode) => Tensor;

/** A few bytes of a file may ask for any size. Architectures without their weights do make dense layers of 10⁸ values. */
const LARGEST_MADE = 2 ** 28;

function make(
  dims: readonly number[],
  kind: TensorKind,
  from: readonly (Tensor | null)[] = [],
): { dims: number[]; kind: TensorKind; data: Float32Array | Float64Array } {
  const size = sizeOf(dims);
  const given = from.reduce((sum, t) => sum + (t ? sizeOf(t.dims) : 0), 0);
  if (size > Math.max(LARGEST_MADE, given))
    throw new RangeError(`a constant of ${size} values, made of ${given}`);
  return { dims: [...dims], kind, data: kind === "float" ? new Float32Array(size) : new Float64Array(size) };
}

function binary(f: (a: number, b: number, kind: TensorKind) => number, resultKind?: TensorKind): Folder {
  return ([a, b]) => {
    const dims = broadcastDims(a!.dims, b!.dims);
    if (!dims) throw new RangeError(`shapes [${a!.dims}] and [${b!.dims}] do not broadcast`);
    const out = make(dims, resultKind ?? a!.kind, [a!, b!]);
    const steps = (t: Tensor) => {
      const strides = stridesOf(t.dims);
      return dims.map((_, i) => {
        const axis = i - dims.length + t.dims.length;
        return axis < 0 || t.dims[axis] === 1 ? 0 : strides[axis]!;
      });
    };
    const [sa, sb, so] = [steps(a!), steps(b!), stridesOf(dims)];
    for (let i = 0; i < out.data.length; i++) {
      let [ia, ib, rest] = [0, 0, i];
      for (let axis = 0; axis < dims.length; axis++) {
        const at = Math.floor(rest / so[axis]!);
        rest -= at * so[axis]!;
        ia += at * sa[axis]!;
        ib += at * sb[axis]!;
      }
      out.data[i] = f(a!.data[ia]!, b!.data[ib]!, a!.kind);
    }
    return out;
  };
}

function unary(f: (a: number) => number): Folder {
  return ([a]) => {
    const out = make(a!.dims, a!.kind, [a!]);
    for (let i = 0; i < out.data.length; i++) out.data[i] = f(a!.data[i]!);
    return out;
  };
}

const list = (tensor: Tensor | null | undefined): number[] | null =>
  tensor ? Array.from(tensor.data) : null;

/** Copies the elements that `pick` names, one output position after the other. */
function gatherBy(
  source: Tensor,
  dims: readonly number[],
  pick: (index: readonly number[]) => number,
): Tensor {
  const out = make(dims, source.kind, [source]);
  const strides = stridesOf(dims);
  const index = new Array<number>(dims.length).fill(0);
  for (let i = 0; i < out.data.length; i++) {
    let rest = i;
    for (let axis = 0; axis < dims.length; axis++) {
      index[axis] = Math.floor(rest / strides[axis]!);
      rest -= index[axis]! * strides[axis]!;
    }
    out.data[i] = source.data[pick(index)]!;
  }
  return out;
}

const gather: Folder = ([data, indices], node) => {
  const axis = (intAttr(node, "axis", 0) + data!.dims.length) % data!.dims.length;
  const strides = stridesOf(data!.dims);
  const inner = stridesOf(indices!.dims);
  const dims = [...data!.dims.slice(0, axis), ...indices!.dims, ...data!.dims.slice(axis + 1)];
  const extra = indices!.dims.length;
  return gatherBy(data!, dims, (index) => {
    let which = 0;
    for (let i = 0; i < extra; i++) which += index[axis + i]! * inner[i]!;
    const chosen = indices!.data[which]!;
    let at = (chosen < 0 ? chosen + data!.dims[axis]! : chosen) * strides[axis]!;
    for (let i = 0; i < axis; i++) at += index[i]! * strides[i]!;
    for (let i = axis + 1; i < data!.dims.length; i++) at += index[i - 1 + extra]! * strides[i]!;
    return at;
  });
};

const concat: Folder = (inputs, node) => {
  const parts = inputs as Tensor[];
  const rank = parts[0]!.dims.length;
  const axis = (intAttr(node, "axis", 0) + rank) % rank;
  const dims = [...parts[0]!.dims];
  dims[axis] = parts.reduce((sum, p) => sum + p.dims[axis]!, 0);
  const out = make(dims, parts[0]!.kind, parts);
  const outer = sizeOf(dims.slice(0, axis));
  let at = 0;
  for (let o = 0; o < outer; o++) {
    for (const part of parts) {
      const block = sizeOf(part.dims.slice(axis));
      out.data.set(part.data.subarray(o * block, (o + 1) * block), at);
      at += block;
    }
  }
  return out;
};

const slice: Folder = (inputs, node) => {
  const source = inputs[0]!;
  const given = node.inputs.length > 1;
  const { begin, step, count } = resolveSlice(source.dims, {
    starts: (given ? list(inputs[1]) : intsAttr(node, "starts")) ?? [],
    ends: (given ? list(inputs[2]) : intsAttr(node, "ends")) ?? [],
    axes: given ? list(inputs[3]) : intsAttr(node, "axes"),
    steps: list(inputs[4]),
  });
  const strides = stridesOf(source.dims);
  return gatherBy(source, count, (index) =>
    index.reduce((at, i, axis) => at + (begin[axis]! + i * step[axis]!) * strides[axis]!, 0),
  );
};

const reshape: Folder = ([x, shape], node) =>
  reshapeTensor(x!, resolveTarget(x!.dims, list(shape)!, intAttr(node, "allowzero", 0) === 1));

const squeeze: Folder = ([x, axes], node) => {
  const rank = x!.dims.length;
  const chosen = (list(axes) ?? intsAttr(node, "axes"))?.map((a) => (a + rank) % rank);
  return reshapeTensor(
    x!,
    x!.dims.filter((d, i) => (chosen ? !chosen.includes(i) : d !== 1)),
  );
};

const unsqueeze: Folder = ([x, axes], node) => {
  const chosen = list(axes) ?? intsAttr(node, "axes") ?? [];
  const rank = x!.dims.length + chosen.length;
  const at = new Set(chosen.map((a) => (a + rank) % rank));
  const rest = [...x!.dims];
  return reshapeTensor(
    x!,
    Array.from({ length: rank }, (_, i) => (at.has(i) ? 1 : rest.shift()!)),
  );
};

const shape: Folder = ([x], node) => {
  const part = x!.dims.slice(intAttr(node, "start", 0), intAttr(node, "end", x!.dims.length));
  return { dims: [part.length], kind: "int", data: Float64Array.from(part) };
};

const constantOfShape: Folder = ([shape], node) => {
  const value = tensorAttr(node, "value");
  const out = make(list(shape)!, value?.kind ?? "float");
  out.data.fill(value?.data[0] ?? 0);
  return out;
};

const constant: Folder = (_, node) => {
  const tensor = tensorAttr(node, "value");
  if (tensor) return tensor;
  const attr = (name: string) => node.attrs.get(name);
  if (attr("value_float")) return floatTensor([], [attr("value_float")!.f ?? 0]);
  if (attr("value_floats"))
    return floatTensor([attr("value_floats")!.floats?.length ?? 0], attr("value_floats")!.floats ?? []);
  if (attr("value_int")) return { dims: [], kind: "int", data: Float64Array.of(attr("value_int")!.i ?? 0) };
  const ints = attr("value_ints")?.ints;
  if (ints) return { dims: [ints.length], kind: "int", data: Float64Array.from(ints) };
  throw new RangeError("a constant of a kind that is no tensor");
};

const cast: Folder = ([x], node) => {
  const to = intAttr(node, "to", DataType.FLOAT);
  const kind = kindOfDataType(to);
  if (!kind) throw new RangeError(`cast to element type ${to}`);
  const out = make(x!.dims, kind, [x!]);
  for (let i = 0; i < out.data.length; i++) {
    const value = x!.data[i]!;
    out.data[i] = kind === "float" ? value : kind === "bool" ? Number(value !== 0) : Math.trunc(value);
  }
  return out;
};

const expand: Folder = ([x, shape]) => {
  const dims = broadcastDims(x!.dims, list(shape)!);
  if (!dims) throw new RangeError("expand to a shape that does not fit");
  const strides = stridesOf(x!.dims);
  const skip = dims.length - x!.dims.length;
  return gatherBy(x!, dims, (index) =>
    x!.dims.reduce((at, d, axis) => at + (d === 1 ? 0 : index[axis + skip]!) * strides[axis]!, 0),
  );
};

const range: Folder = ([start, limit, delta]) => {
  const [a, b, d] = [start!.data[0]!, limit!.data[0]!, delta!.data[0]!];
  const out = make([Math.max(0, Math.ceil((b - a) / d))], start!.kind);
  for (let i = 0; i < out.data.length; i++) out.data[i] = a + i * d;
  return out;
};

const where: Folder = ([condition, a, b]) => {
  const both = broadcastDims(condition!.dims, a!.dims);
  const dims = both && broadcastDims(both, b!.dims);
  if (!dims) throw new RangeError("shapes that do not broadcast");
  const shape: Tensor = { dims: [dims.length], kind: "int", data: Float64Array.from(dims) };
  const node = {} as RawNode;
  const [c, x, y] = [condition!, a!, b!].map((t) => expand([t, shape], node)) as [Tensor, Tensor, Tensor];
  const out = make(dims, a!.kind);
  for (let i = 0; i < out.data.length; i++) out.data[i] = c.data[i] ? x.data[i]! : y.data[i]!;
  return out;
};

const transpose: Folder = ([x], node) =>
  transposeTensor(x!, intsAttr(node, "perm") ?? x!.dims.map((_, i) => x!.dims.length - 1 - i));

const reduceProd: Folder = ([x, axes], node) => {
  const rank = x!.dims.length;
  const chosen = (list(axes) ?? intsAttr(node, "axes") ?? x!.dims.map((_, i) => i)).map(
    (a) => (a + rank) % rank,
  );
  const kept = x!.dims.map((d, i) => (chosen.includes(i) ? 1 : d));
  const out = make(kept, x!.kind, [x!]);
  out.data.fill(1);
  const [from, to] = [stridesOf(x!.dims), stridesOf(kept)];
  x!.data.forEach((v, at) => {
    out.data[
      to.reduce((sum, s, i) => sum + (kept[i] === 1 ? 0 : s * (Math.floor(at / from[i]!) % kept[i]!)), 0)
    ]! *= v;
  });
  const dropped = intAttr(node, "keepdims", 1) === 0;
  return dropped
    ? reshapeTensor(
        out,
        kept.filter((_, i) => !chosen.includes(i)),
      )
    : out;
};

/** Takes any number of operands, two at a time. */
const chain =
  (f: (a: number, b: number) => number): Folder =>
  (inputs, node) =>
    inputs.reduce((left, right) => binary(f)([left, right], node))!;

/** The remainder has the sign of the divisor, with `fmod` that of the dividend. */
const mod: Folder = (inputs, node) =>
  binary(intAttr(node, "fmod", 0) === 1 ? (a, b) => a % b : (a, b) => a - b * Math.floor(a / b))(
    inputs,
    node,
  );

export const FOLDERS: Readonly<Record<string, Folder>> = {
  ...QUANTISED_CONSTANTS,
  Constant: constant,
  ConstantOfShape: constantOfShape,
  Identity: ([x]) => x!,
  Shape: shape,
  Cast: cast,
  Gather: gather,
  Concat: concat,
  Slice: slice,
  Reshape: reshape,
  Squeeze: squeeze,
  Unsqueeze: unsqueeze,
  Expand: expand,
  Range: range,
  Where: where,
  Transpose: transpose,
  ReduceProd: reduceProd,
  Add: binary((a, b) => a + b),
  Sub: binary((a, b) => a - b),
  Mul: binary((a, b) => a * b),
  Div: binary((a, b, kind) => (kind === "int" ? Math.trunc(a / b) : a / b)),
  Pow: binary((a, b) => a ** b),
  Mod: mod,
  Min: chain((a, b) => Math.min(a, b)),
  Max: chain((a, b) => Math.max(a, b)),
  Equal: binary((a, b) => Number(a === b), "bool"),
  Neg: unary((a) => -a),
  Sqrt: unary(Math.sqrt),
  Exp: unary(Math.exp),
  Reciprocal: unary((a) => 1 / a),
  Floor: unary(Math.floor),
  Ceil: unary(Math.ceil),
  Abs: unary(Math.abs),
};
