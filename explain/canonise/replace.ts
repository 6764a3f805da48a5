import type { Graph, Node } from "../graph/ir";

/** Puts other nodes in the place of some (null: takes the node out). Values keep their names and shapes. */
export function replaceNodes(graph: Graph, replaced: ReadonlyMap<Node, Node | null>): Graph {
  if (replaced.size === 0) return graph;
  const nodes = graph.nodes.flatMap((node) => {
    const other = replaced.get(node);
    return other === undefined ? [node] : other === null ? [] : [other];
  });
  return { ...graph, nodes };
}
