import type { Graph, Node } from "./graph/ir";

/**
 * Walks the graph from the scores to the image and lets `step` redistribute at every node. What arrives at a value from
 * several consumers is joined by `total`. Gives what arrived, for every value something arrived at. `R` is a gradient's name,
 * or relevance in one of its forms. `note` is told of every share and the value it belongs to.
 */
export function propagate<R>(
  graph: Graph,
  start: R,
  total: (parts: readonly R[]) => R,
  step: (node: Node, incoming: readonly (R | null)[]) => readonly (R | null)[],
  note: (value: string, share: R) => void,
): Map<string, R> {
  const pending = new Map<string, R[]>([[graph.logits, [start]]]);
  const arrived = new Map<string, R>();
  const take = (value: string): R | null => {
    const parts = pending.get(value);
    if (!parts) return null;
    const sum = total(parts);
    arrived.set(value, sum);
    return sum;
  };
  for (const node of [...graph.nodes].reverse()) {
    const incoming = node.outputs.map(take);
    if (incoming.every((r) => r === null)) continue;
    step(node, incoming).forEach((share, i) => {
      if (share === null) return;
      const value = node.inputs[i]!;
      note(value, share);
      const list = pending.get(value);
      if (list) list.push(share);
      else pending.set(value, [share]);
    });
  }
  take(graph.input);
  return arrived;
}
