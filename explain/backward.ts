import type { Builder } from "./emit/builder";
import type { Graph, Node } from "./graph/ir";
import type { Incoming, Outgoing } from "./ops/types";

export type Step = (node: Node, incoming: Incoming) => Outgoing;

/**
 * Walks the graph from `start` to the image and lets `step` redistribute at every node. What arrives at a value from several
 * consumers adds up. Gives the name of what arrived, for every value something arrived at.
 */
export function propagate(
  b: Builder,
  graph: Graph,
  start: string,
  initial: string,
  step: Step,
): Map<string, string> {
  const pending = new Map<string, string[]>([[start, [initial]]]);
  const arrived = new Map<string, string>();
  const take = (value: string): string | null => {
    const parts = pending.get(value);
    if (!parts) return null;
    const total = b.sum(parts);
    arrived.set(value, total);
    return total;
  };
  for (const node of [...graph.nodes].reverse()) {
    const incoming = node.outputs.map(take);
    if (incoming.every((r) => r === null)) continue;
    step(node, incoming).forEach((share, i) => {
      if (!share) return;
      const value = node.inputs[i]!;
      const list = pending.get(value);
      if (list) list.push(share);
      else pending.set(value, [share]);
    });
  }
  take(graph.input);
  return arrived;
}
