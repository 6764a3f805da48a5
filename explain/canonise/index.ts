import type { Graph } from "../graph/ir";
import { prune } from "../graph/topology";
import { mergeBias } from "./bias";
import { foldScales } from "./fold-scale";
import { findGelu } from "./gelu";
import { findSilu } from "./silu";

/** Passes in order; each takes a graph and gives one that computes the same function. */
const PASSES: readonly ((graph: Graph) => Graph)[] = [
  prune,
  mergeBias,
  findSilu,
  findGelu,
  foldScales,
  prune,
];

export function canonise(graph: Graph): Graph {
  return PASSES.reduce((current, pass) => pass(current), graph);
}
