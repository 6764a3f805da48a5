import type { Graph, Node } from "../../graph/ir";
import { sizeOf, stridesOf } from "../../graph/tensor";

/** Output cell j takes w times input cell i (of the node's k-th input). All indices are into flattened arrays of one image. */
export type Visit = (i: number, j: number, w: number, k: number, weightIndex: number) => void;

const list = (node: Node, key: string) => node.attrs[key] as readonly number[];

/** Every multi-index of a shape, with its flat position. */
export function* cells(dims: readonly number[]): Generator<[index: number[], at: number]> {
  const strides = stridesOf(dims);
  const size = sizeOf(dims);
  for (let at = 0; at < size; at++) yield [strides.map((s, axis) => Math.floor(at / s) % dims[axis]!), at];
}

const flat = (index: readonly number[], dims: readonly number[]) => {
  const strides = stridesOf(dims);
  return index.reduce((at, i, axis) => at + i * strides[axis]!, 0);
};

const inside = (index: readonly number[], dims: readonly number[]) =>
  index.every((i, axis) => i >= 0 && i < dims[axis]!);

/** y[m, o] = Σ_c Σ_k W[m, c, k] · x[g·C/G + c, o·stride − pad + k·dilation] */
function convolution(node: Node, from: readonly number[], to: readonly number[], visit: Visit): void {
  const W = node.weights.W!;
  const [strides, pads, dilations] = [list(node, "strides"), list(node, "pads"), list(node, "dilations")];
  const perGroup = W.dims[1]!;
  const outPerGroup = W.dims[0]! / (node.attrs.group as number);
  for (const [[m, ...o], j] of cells(to)) {
    for (const [[c, ...k], inner] of cells(W.dims.slice(1))) {
      const at = o.map((oi, axis) => oi * strides[axis]! - pads[axis]! + k[axis]! * dilations[axis]!);
      if (!inside(at, from.slice(1))) continue;
      const channel = Math.floor(m! / outPerGroup) * perGroup + c!;
      const w = m! * sizeOf(W.dims.slice(1)) + inner;
      visit(flat([channel, ...at], from), j, W.data[w]!, 0, w);
    }
  }
}

/** The transposed convolution sends x[c, i] to y[g·M/G + m, i·stride − pad + k·dilation] with weight W[c, m, k]. */
function transposedConvolution(
  node: Node,
  from: readonly number[],
  to: readonly number[],
  visit: Visit,
): void {
  const W = node.weights.W!;
  const [strides, pads, dilations] = [list(node, "strides"), list(node, "pads"), list(node, "dilations")];
  const perGroup = from[0]! / (node.attrs.group as number);
  for (const [[c, ...i], at] of cells(from)) {
    for (const [[m, ...k], inner] of cells(W.dims.slice(1))) {
      const o = i.map((ii, axis) => ii * strides[axis]! - pads[axis]! + k[axis]! * dilations[axis]!);
      if (!inside(o, to.slice(1))) continue;
      const channel = Math.floor(c! / perGroup) * W.dims[1]! + m!;
      const w = c! * sizeOf(W.dims.slice(1)) + inner;
      visit(at, flat([channel, ...o], to), W.data[w]!, 0, w);
    }
  }
}

/** Rows times matrix, over the last axis. */
function dense(node: Node, from: readonly number[], to: readonly number[], visit: Visit): void {
  const W = node.weights.W!;
  const transposed = node.attrs.transB === 1;
  const [I, O] = [from.at(-1)!, to.at(-1)!];
  for (let row = 0; row < sizeOf(from) / I; row++) {
    for (let i = 0; i < I; i++) {
      for (let o = 0; o < O; o++) {
        const w = transposed ? o * I + i : i * O + o;
        visit(row * I + i, row * O + o, W.data[w]!, 0, w);
      }
    }
  }
}

/** Value of a constant of rank r at a cell of the image it is broadcast over. */
function broadcastValue(
  constant: { dims: readonly number[]; data: ArrayLike<number> },
  index: readonly number[],
): number {
  const dims = constant.dims.slice(-index.length);
  const last = index.slice(index.length - dims.length);
  return constant.data[
    flat(
      last.map((i, axis) => (dims[axis] === 1 ? 0 : i)),
      dims,
    )
  ]!;
}

function averagePool(node: Node, from: readonly number[], to: readonly number[], visit: Visit): void {
  const [kernel, strides, pads, dilations] = ["kernel", "strides", "pads", "dilations"].map((k) =>
    list(node, k),
  );
  const n = kernel!.length;
  for (const [[c, ...o], j] of cells(to)) {
    const hits: number[] = [];
    let counted = 0;
    for (const [k] of cells(kernel!)) {
      const at = k.map((ki, axis) => o[axis]! * strides![axis]! - pads![axis]! + ki * dilations![axis]!);
      const isReal = inside(at, from.slice(1));
      const isPadded = at.every((a, axis) => a >= -pads![axis]! && a < from[axis + 1]! + pads![axis + n]!);
      if (isReal) hits.push(flat([c!, ...at], from));
      if (isReal || (isPadded && node.attrs.countIncludePad === 1)) counted++;
    }
    for (const i of hits) visit(i, j, 1 / counted, 0, -1);
  }
}

function reduction(node: Node, from: readonly number[], visit: Visit): void {
  const axes = list(node, "axes").map((a) => a - 1);
  const kept = from.map((d, axis) => (axes.includes(axis) ? 1 : d));
  const count = axes.reduce((p, a) => p * from[a]!, 1);
  for (const [index, i] of cells(from)) {
    const to = index.map((x, axis) => (axes.includes(axis) ? 0 : x));
    visit(i, flat(to, kept), node.op === "ReduceMean" ? 1 / count : 1, 0, -1);
  }
}

/** Linear interpolation (or nearest) along one axis, from the definition of the coordinate transformation. */
function resizeWeights(o: number, size: number, out: number, scale: number, node: Node): [number, number][] {
  const kind = node.attrs.coordinates;
  let x = (o + 0.5) / scale - 0.5;
  if (kind === "asymmetric") x = o / scale;
  if (kind === "pytorch_half_pixel" && out === 1) x = 0;
  if (kind === "align_corners") x = out > 1 ? (o * (size - 1)) / (out - 1) : 0;
  const clamp = (i: number) => Math.min(size - 1, Math.max(0, i));
  if (node.attrs.mode === "nearest") {
    const by: Record<string, number> = {
      floor: Math.floor(x),
      ceil: Math.ceil(x),
      round_prefer_floor: Math.ceil(x - 0.5),
    };
    return [[clamp(by[node.attrs.rounding as string] ?? Math.floor(x + 0.5)), 1]];
  }
  const low = Math.floor(x);
  return [
    [clamp(low), 1 - (x - low)],
    [clamp(low + 1), x - low],
  ];
}

function resize(node: Node, from: readonly number[], to: readonly number[], visit: Visit): void {
  const scales = list(node, "scales");
  for (const [[c, y, x], j] of cells(to)) {
    for (const [iy, wy] of resizeWeights(y!, from[1]!, to[1]!, scales[2]!, node)) {
      for (const [ix, wx] of resizeWeights(x!, from[2]!, to[2]!, scales[3]!, node)) {
        visit(flat([c!, iy, ix], from), j, wy * wx, 0, -1);
      }
    }
  }
}

/** (x − mean)/σ · scale with σ held constant: w_ij = (δ_ij − 1/n)·scale_j/σ. `x` gives σ. */
function normalisation(node: Node, from: readonly number[], x: Float64Array, visit: Visit): void {
  const first = node.op === "LayerNormalization" ? (node.attrs.axis as number) - 1 : 1;
  const n = sizeOf(from.slice(first));
  for (let start = 0; start < x.length; start += n) {
    const row = x.subarray(start, start + n);
    const mean = row.reduce((s, v) => s + v, 0) / n;
    const deviation = Math.sqrt(
      row.reduce((s, v) => s + (v - mean) ** 2, 0) / n + (node.attrs.epsilon as number),
    );
    for (let j = 0; j < n; j++) {
      const scale = node.weights.scale!.data[node.op === "LayerNormalization" ? j : start / n]!;
      for (let i = 0; i < n; i++)
        visit(start + i, start + j, (((i === j ? 1 : 0) - 1 / n) * scale) / deviation, 0, -1);
    }
  }
}

/** Where each output cell was copied from; −1 for padding. */
export function sources(graph: Graph, node: Node): { k: number; i: number }[][] {
  const dims = (value: string) => graph.dims.get(value)!.slice(1);
  const from = dims(node.inputs[0]!);
  return node.outputs.map((output, which) => {
    const to = dims(output);
    return [...cells(to)].map(([index, at]) => {
      switch (node.op) {
        case "Transpose": {
          const perm = list(node, "perm").slice(1);
          const source = from.map((_, axis) => index[perm.indexOf(axis + 1)]!);
          return { k: 0, i: flat(source, from) };
        }
        case "Slice": {
          const [begin, step] = [list(node, "begin"), list(node, "step")];
          return {
            k: 0,
            i: flat(
              index.map((x, axis) => begin[axis + 1]! + x * step[axis + 1]!),
              from,
            ),
          };
        }
        case "Pad": {
          const pads = list(node, "pads");
          const mirror = (x: number, size: number): number =>
            x < 0 ? mirror(-x, size) : x >= size ? mirror(2 * (size - 1) - x, size) : x;
          const source = index.map((x, axis) => {
            const inner = x - pads[axis + 1]!;
            if (node.attrs.mode === "edge") return Math.min(Math.max(inner, 0), from[axis]! - 1);
            return node.attrs.mode === "reflect" ? mirror(inner, from[axis]!) : inner;
          });
          return { k: 0, i: inside(source, from) ? flat(source, from) : -1 };
        }
        case "Split": {
          const axis = (node.attrs.axis as number) - 1;
          const before = list(node, "sizes")
            .slice(0, which)
            .reduce((s, d) => s + d, 0);
          return {
            k: 0,
            i: flat(
              index.map((x, a) => (a === axis ? x + before : x)),
              from,
            ),
          };
        }
        case "Concat": {
          const axis = (node.attrs.axis as number) - 1;
          let [k, x] = [0, index[axis]!];
          for (; x >= list(node, "sizes")[k]!; k++) x -= list(node, "sizes")[k]!;
          return {
            k,
            i: flat(
              index.map((v, a) => (a === axis ? x : v)),
              dims(node.inputs[k]!),
            ),
          };
        }
        default:
          return { k: 0, i: at };
      }
    });
  });
}

/** All connections of a node that is linear in its inputs (statistics held constant), one by one. */
export function links(graph: Graph, node: Node, inputs: readonly Float64Array[], visit: Visit): void {
  const from = graph.dims.get(node.inputs[0]!)!.slice(1);
  const to = graph.dims.get(node.outputs[0]!)!.slice(1);
  switch (node.op) {
    case "Conv":
      convolution(node, from, to, visit);
      return;
    case "ConvTranspose":
      transposedConvolution(node, from, to, visit);
      return;
    case "Gemm":
    case "MatMul":
      dense(node, from, to, visit);
      return;
    case "ScaleShift":
      for (const [index, i] of cells(from)) {
        visit(i, i, node.weights.scale ? broadcastValue(node.weights.scale, index) : 1, 0, -1);
      }
      return;
    case "AveragePool":
      averagePool(node, from, to, visit);
      return;
    case "ReduceMean":
    case "ReduceSum":
      reduction(node, from, visit);
      return;
    case "Resize":
      resize(node, from, to, visit);
      return;
    case "LayerNormalization":
    case "InstanceNormalization":
      normalisation(node, from, inputs[0]!, visit);
      return;
    case "Add":
    case "Sub":
      node.inputs.forEach((input, k) => {
        const dims = graph.dims.get(input)!.slice(1);
        for (const [index, j] of cells(to)) {
          const i = flat(
            index.map((x, axis) => (dims[axis] === 1 ? 0 : x)),
            dims,
          );
          visit(i, j, node.op === "Sub" && k === 1 ? -1 : 1, k, -1);
        }
      });
      return;
    default:
      throw new Error(`the reference has no links for ${node.op}`);
  }
}

/** The constant part of a node's output. */
export function biasOf(graph: Graph, node: Node): Float64Array {
  const to = graph.dims.get(node.outputs[0]!)!.slice(1);
  const bias = new Float64Array(sizeOf(to));
  const { b, shift } = node.weights;
  for (const [index, j] of cells(to)) {
    if (b) bias[j] = b.data[node.op === "Gemm" || node.op === "MatMul" ? index.at(-1)! : index[0]!]!;
    else if (shift)
      bias[j] = node.op === "InstanceNormalization" ? shift.data[index[0]!]! : broadcastValue(shift, index);
  }
  return bias;
}
