import { ExplainError } from "../errors";
import type { Graph, Node } from "./ir";

interface Wired {
  readonly name: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
}

/** Nodes so that every value is made before it is used. Stable: an order that is valid already is kept. */
export function sortTopologically<T extends Wired>(nodes: readonly T[], given: ReadonlySet<string>): T[] {
  const producer = new Map<string, number>();
  nodes.forEach((node, i) => {
    for (const output of node.outputs) {
      if (output === "") continue;
      if (producer.has(output) || given.has(output)) {
        throw new ExplainError(
          "INVALID_GRAPH",
          `Value "${output}" is made twice (node "${node.name}"); the model is damaged.`,
        );
      }
      producer.set(output, i);
    }
  });
  const consumers = nodes.map((): number[] => []);
  const waiting = nodes.map((node, i) => {
    const sources = new Set<number>();
    for (const input of node.inputs) {
      if (input === "" || given.has(input)) continue;
      const from = producer.get(input);
      if (from === undefined) {
        throw new ExplainError(
          "INVALID_GRAPH",
          `Node "${node.name}" reads "${input}", which nothing makes; the model is damaged.`,
        );
      }
      sources.add(from);
    }
    for (const from of sources) consumers[from]!.push(i);
    return sources.size;
  });
  if (nodes.every((node, i) => node.inputs.every((input) => (producer.get(input) ?? -1) < i)))
    return [...nodes];
  const ready = waiting.flatMap((count, i) => (count === 0 ? [i] : []));
  const order: T[] = [];
  for (let at = 0; at < ready.length; at++) {
    const i = ready[at]!;
    order.push(nodes[i]!);
    for (const next of consumers[i]!) if (--waiting[next]! === 0) ready.push(next);
  }
  if (order.length < nodes.length) {
    const stuck = nodes[waiting.findIndex((count) => count > 0)]!;
    throw new ExplainError(
      "INVALID_GRAPH",
      `Node "${stuck.name}" depends on its own output; the model is damaged.`,
    );
  }
  return order;
}

export function producersOf(nodes: readonly Node[]): Map<string, Node> {
  return new Map(nodes.flatMap((node) => node.outputs.map((output) => [output, node] as const)));
}

export function consumersOf(nodes: readonly Node[]): Map<string, Node[]> {
  const result = new Map<string, Node[]>();
  for (const node of nodes) {
    for (const input of new Set(node.inputs)) {
      const list = result.get(input);
      if (list) list.push(node);
      else result.set(input, [node]);
    }
  }
  return result;
}

/** The graph without what the logits do not need. */
export function prune(graph: Graph): Graph {
  const producers = producersOf(graph.nodes);
  const needed = new Set<Node>();
  const stack = [graph.logits];
  while (stack.length > 0) {
    const node = producers.get(stack.pop()!);
    if (!node || needed.has(node)) continue;
    needed.add(node);
    stack.push(...node.inputs);
  }
  return { ...graph, nodes: graph.nodes.filter((node) => needed.has(node)) };
}
