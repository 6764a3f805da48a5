import { type Graph, int, type Node } from "../graph/ir";
import { floatTensor, type Tensor } from "../graph/tensor";
import { consumersOf, producersOf } from "../graph/topology";
import { replaceNodes } from "./replace";

/** One number a channel, in double precision; null where the constant varies along another axis. */
function perChannel(
  tensor: Tensor | undefined,
  channels: number,
  axis: number,
  fallback: number,
): Float64Array | null {
  if (!tensor) return new Float64Array(channels).fill(fallback);
  if (tensor.dims.some((d, i) => d !== 1 && i !== axis)) return null;
  const single = tensor.data.length === 1;
  return Float64Array.from({ length: channels }, (_, i) => tensor.data[single ? 0 : i]!);
}

interface Affine {
  readonly scale: Float64Array;
  readonly shift: Float64Array;
}

function affineOf(graph: Graph, node: Node): Affine | null {
  const channels = graph.dims.get(node.inputs[0]!)![1]!;
  const scale = perChannel(node.weights.scale, channels, 1, 1);
  const shift = perChannel(node.weights.shift, channels, 1, 0);
  return scale && shift ? { scale, shift } : null;
}

/** Multiplies the weights that make output channel `o` by `scale[o]`. `perOutput(i)` tells the channel of element i. */
function scaleWeights(W: Tensor, channelOf: (index: number) => number, scale: Float64Array): Tensor {
  const data = new Float32Array(W.data.length);
  for (let i = 0; i < data.length; i++) data[i] = W.data[i]! * scale[channelOf(i)]!;
  return floatTensor(W.dims, data);
}

function outputChannel(node: Node): (index: number) => number {
  const { dims } = node.weights.W!;
  const inner = dims.slice(1).reduce((p, d) => p * d, 1);
  if (node.op === "Conv") return (i) => Math.floor(i / inner);
  if (node.op === "Gemm") return int(node, "transB") ? (i) => Math.floor(i / inner) : (i) => i % dims[1]!;
  // ConvTranspose weights are [C_in, C_out / group, …]; a group's inputs make that group's outputs only.
  const window = dims.slice(2).reduce((p, d) => p * d, 1);
  const perGroup = dims[0]! / int(node, "group");
  return (i) => (Math.floor(i / window) % dims[1]!) + Math.floor(Math.floor(i / inner) / perGroup) * dims[1]!;
}

const FOLDABLE = new Set(["Conv", "ConvTranspose", "Gemm"]);

function foldAfter(before: Node, affine: Affine, outputs: readonly string[]): Node {
  const { W, b } = before.weights;
  const bias = affine.scale.map((s, i) => s * (b?.data[i] ?? 0) + affine.shift[i]!);
  return {
    ...before,
    outputs,
    weights: {
      W: scaleWeights(W!, outputChannel(before), affine.scale),
      b: floatTensor([bias.length], Float32Array.from(bias)),
    },
  };
}

/** Into the layer that follows: exact for `Gemm`, and for a `Conv` as long as nothing is padded with what was shifted. */
function foldBefore(after: Node, affine: Affine, input: string): Node | null {
  const { W, b } = after.weights;
  const dims = W!.dims;
  const padded = after.op === "Conv" && (after.attrs.pads as readonly number[]).some((p) => p !== 0);
  if (after.op === "ConvTranspose" || (padded && affine.shift.some((s) => s !== 0))) return null;
  const outputOf = outputChannel(after);
  const window = dims.slice(2).reduce((p, d) => p * d, 1);
  const perGroup = after.op === "Conv" ? dims[0]! / int(after, "group") : 0;
  const inputOf = (i: number): number => {
    if (after.op === "Gemm") return int(after, "transB") ? i % dims[1]! : Math.floor(i / dims[1]!);
    return (Math.floor(i / window) % dims[1]!) + Math.floor(outputOf(i) / perGroup) * dims[1]!;
  };
  const outputs = after.op === "Gemm" ? dims[int(after, "transB") ? 0 : 1]! : dims[0]!;
  const bias = Float64Array.from({ length: outputs }, (_, i) => b?.data[i] ?? 0);
  W!.data.forEach((w, i) => {
    bias[outputOf(i)]! += w * affine.shift[inputOf(i)]!;
  });
  return {
    ...after,
    inputs: [input],
    weights: {
      W: scaleWeights(W!, inputOf, affine.scale),
      b: floatTensor([outputs], Float32Array.from(bias)),
    },
  };
}

/** One fold, or null when nothing is left to fold. */
function foldOne(graph: Graph): Graph | null {
  const producers = producersOf(graph.nodes);
  const consumers = consumersOf(graph.nodes);
  for (const node of graph.nodes) {
    if (node.op !== "ScaleShift") continue;
    const affine = affineOf(graph, node);
    if (!affine) continue;
    const before = producers.get(node.inputs[0]!);
    const alone = (value: string) => (consumers.get(value) ?? []).length === 1 && value !== graph.logits;
    if (before && FOLDABLE.has(before.op) && alone(node.inputs[0]!)) {
      return replaceNodes(
        graph,
        new Map<Node, Node | null>([
          [before, null],
          [node, foldAfter(before, affine, node.outputs)],
        ]),
      );
    }
    const after = consumers.get(node.outputs[0]!)?.[0];
    if (after && FOLDABLE.has(after.op) && alone(node.outputs[0]!)) {
      const folded = foldBefore(after, affine, node.inputs[0]!);
      if (folded) {
        return replaceNodes(
          graph,
          new Map<Node, Node | null>([
            [node, null],
            [after, folded],
          ]),
        );
      }
    }
  }
  return null;
}

/**
 * Batch normalisation (and any constant scale and shift a channel) goes into the neighbouring convolution or dense layer,
 * in both orders. What stays is a linear layer of its own.
 */
export function foldScales(graph: Graph): Graph {
  for (let current = graph; ; ) {
    const next = foldOne(current);
    if (!next) return current;
    current = next;
  }
}
