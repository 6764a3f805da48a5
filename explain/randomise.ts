import { ExplainError } from "./errors";
import { type Graph, int, ints, type Node } from "./graph/ir";
import { floatTensor, lazyTensor, sizeOf, type Tensor } from "./graph/tensor";
import { consumersOf, producersOf } from "./graph/topology";
import { type NormaliseOptions, normalise } from "./normalise/index";
import type { Model } from "./onnx/read";
import { randomOf } from "./random";

/** How much of a network forgets what it learnt: for the randomisation check (Adebayo 2018, cascading). */
export interface Randomisation {
  /** Layers with a weight matrix, counted from the scores down. */
  readonly layers: number;
  /** Layer k gets the same weights whether or not the layers below it are randomised as well. */
  readonly seed: number;
}

const WEIGHTED: ReadonlySet<string> = new Set(["Conv", "ConvTranspose", "Gemm", "MatMul"]);

/** Layers with a weight matrix, the one nearest to the scores first. */
function fromTop(graph: Graph): Node[] {
  return graph.nodes.filter((node) => WEIGHTED.has(node.op)).reverse();
}

/**
 * The layers a {@link Randomisation} counts, the one nearest to the scores first.
 *
 * @throws ExplainError INVALID_GRAPH, UNSUPPORTED_MODEL; UNSUPPORTED_OP where the model cannot be explained either
 */
export function weightLayers(model: Model, options: NormaliseOptions = {}): { node: string; op: string }[] {
  const { graph, issues } = normalise(model, options);
  const [issue] = issues;
  if (!graph) {
    throw new ExplainError("UNSUPPORTED_OP", `Node "${issue!.node}" (${issue!.op}): ${issue!.reason}.`);
  }
  return fromTop(graph).map(({ name, op }) => ({ node: name, op }));
}

/** How many inputs an output of the layer sums over. */
function fanIn(node: Node): number {
  const { dims } = node.weights.W!;
  if (node.op === "Conv") return sizeOf(dims.slice(1));
  if (node.op === "MatMul") return dims[0]!;
  if (node.op === "Gemm") return dims[int(node, "transB") ? 1 : 0]!;
  const reached = sizeOf(dims.slice(2)) / sizeOf(ints(node, "strides"));
  return Math.max(1, (dims[0]! / int(node, "group")) * reached);
}

/** Weights as before training: uniform with deviation √(2 / fan-in) (He 2015). */
function untrained(node: Node, seed: number): Tensor {
  const { dims } = node.weights.W!;
  return lazyTensor(dims, "float", () => {
    const random = randomOf(seed);
    const bound = Math.sqrt(6 / fanIn(node));
    return Float32Array.from({ length: sizeOf(dims) }, () => bound * (2 * random() - 1));
  });
}

const constant = (tensor: Tensor, value: number) =>
  floatTensor(tensor.dims, new Float32Array(sizeOf(tensor.dims)).fill(value));

/** Batch normalisation or a bias written as an addition: it was learnt together with the layer it alone reads. */
function affineAfter(graph: Graph, layers: ReadonlySet<Node>): Node[] {
  const producers = producersOf(graph.nodes);
  const consumers = consumersOf(graph.nodes);
  return graph.nodes.filter((node) => {
    const layer = node.op === "ScaleShift" && producers.get(node.inputs[0]!);
    return layer && layers.has(layer) && consumers.get(node.inputs[0]!)!.length === 1;
  });
}

/**
 * The network with its topmost layers as before training: random weights, no bias, and the normalisation that follows
 * such a layer is the identity. Normalisation elsewhere and everything without a weight matrix stays as it is.
 *
 * @throws ExplainError BAD_OPTION for a number of layers the network does not have
 */
export function randomised(graph: Graph, { layers, seed }: Randomisation): Graph {
  const all = fromTop(graph);
  if (!(Number.isInteger(layers) && layers >= 0 && layers <= all.length) || !Number.isInteger(seed)) {
    throw new ExplainError(
      "BAD_OPTION",
      `randomise needs whole numbers: 0 to ${all.length} layers and a seed; got ${layers} and ${seed}.`,
    );
  }
  const chosen = new Map(all.slice(0, layers).map((node, k) => [node, k]));
  const affine = new Set(affineAfter(graph, new Set(chosen.keys())));
  const nodes = graph.nodes.map((node): Node => {
    const k = chosen.get(node);
    const { b, scale, shift } = node.weights;
    if (k !== undefined) {
      const weights: Record<string, Tensor> = { W: untrained(node, seed + Math.imul(k + 1, 0x9e3779b1)) };
      if (b) weights.b = constant(b, 0);
      return { ...node, weights };
    }
    if (!affine.has(node)) return node;
    const weights: Record<string, Tensor> = {};
    if (scale) weights.scale = constant(scale, 1);
    if (shift) weights.shift = constant(shift, 0);
    return { ...node, weights };
  });
  return { ...graph, nodes };
}
