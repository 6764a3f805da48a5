import type { Graph } from "../graph/ir";
import { sizeOf, type Tensor } from "../graph/tensor";
import { randomOf } from "../random";
import { relativeL2 } from "./run";

/** Half the distance from 1 to the next float32. */
const UNIT = 2 ** -24;
const DRAWS = 8;

/** Most terms a layer of the network adds up for one cell. */
function longestSum(graph: Graph): number {
  const lengths = graph.nodes.map(({ op, inputs, weights }) => {
    if (weights.W) return sizeOf(weights.W.dims) / weights.W.dims[0]!;
    const from = graph.dims.get(inputs[0]!)!;
    return op === "ReduceMean" || op === "AveragePool" ? sizeOf(from.slice(2)) : 1;
  });
  return Math.max(...lengths);
}

/**
 * How far `relevanceOf` moves, in relative L2, when every weight and pixel is off by what a float32 sum of the network's
 * length is off by (four units times the root of its terms): the most of eight draws. No float32 program can be asked to be
 * nearer to `expected` than float64 is to itself with such numbers. Large where relevance cancels on its way, where a
 * denominator is near 0, and where a maximum or a sign is nearly undecided.
 */
export function roundingSpread(
  graph: Graph,
  image: Float32Array,
  expected: ArrayLike<number>,
  relevanceOf: (graph: Graph, image: ArrayLike<number>) => ArrayLike<number>,
): number {
  const width = 4 * UNIT * Math.sqrt(longestSum(graph));
  const spreads = Array.from({ length: DRAWS }, (_, draw) => {
    const random = randomOf(draw + 1);
    const moved = (v: number) => v * (1 + width * (2 * random() - 1));
    const movedTensor = (t: Tensor): Tensor => ({ ...t, data: Float64Array.from(t.data, moved) });
    const nodes = graph.nodes.map((node) => ({
      ...node,
      weights: Object.fromEntries(Object.entries(node.weights).map(([key, t]) => [key, movedTensor(t)])),
    }));
    return relativeL2(relevanceOf({ ...graph, nodes }, Float64Array.from(image, moved)), expected);
  });
  return Math.max(...spreads);
}
