import { ExplainError } from "../errors";
import { type Graph, ints, type Node, type Op } from "../graph/ir";

/** Operators whose output is `[N, C, …place]` by definition. */
const CHANNELS_FIRST: ReadonlySet<Op> = new Set([
  "Conv",
  "ConvTranspose",
  "MaxPool",
  "AveragePool",
  "Resize",
  "Lrn",
  "InstanceNormalization",
]);

/** For every axis whether it is one of place; null where places are mixed with something else. */
type Layout = readonly boolean[] | null;

const channelsFirst = (rank: number): Layout => Array.from({ length: rank }, (_, axis) => axis >= 2);

/** Reshaping keeps places only where they are the last axes and stay as they are. */
function reshaped(layout: readonly boolean[], from: readonly number[], to: readonly number[]): Layout {
  const first = layout.indexOf(true);
  if (first < 0) return null;
  const places = from.slice(first);
  const kept = to.slice(to.length - places.length);
  if (layout.slice(first).includes(false) || to.length <= places.length || places.join() !== kept.join())
    return null;
  return to.map((_, axis) => axis >= to.length - places.length);
}

/** `layout`: that of the first input that has one. A gate made by dense layers has none, and what it scales keeps its own. */
function layoutAfter(graph: Graph, node: Node, layout: Layout): Layout {
  const from = graph.dims.get(node.inputs[0]!)!;
  const to = graph.dims.get(node.outputs[0]!)!;
  if (CHANNELS_FIRST.has(node.op)) return channelsFirst(to.length);
  if (!layout) return null;
  switch (node.op) {
    case "Transpose":
      return ints(node, "perm").map((axis) => layout[axis]!);
    case "Reshape":
      return reshaped(layout, from, to);
    case "ReduceMean":
    case "ReduceSum":
      return to.length === from.length
        ? layout
        : layout.filter((_, axis) => !ints(node, "axes").includes(axis));
    case "MatMul":
      return layout.at(-1) ? null : layout;
    case "BatchMatMul":
    case "Gemm":
      return null;
    default:
      return layout;
  }
}

/** Values `[N, C, …place]` with more than one place, in the order in which they are made. */
function featureMaps(graph: Graph): string[] {
  const layouts = new Map<string, Layout>([
    [graph.input, channelsFirst(graph.dims.get(graph.input)!.length)],
  ]);
  for (const node of graph.nodes) {
    const known = node.inputs.map((input) => layouts.get(input) ?? null).find((layout) => layout !== null);
    const layout = layoutAfter(graph, node, known ?? null);
    for (const output of node.outputs) layouts.set(output, layout);
  }
  return [...layouts].flatMap(([value, layout]) => {
    const wanted = channelsFirst(graph.dims.get(value)!.length)!;
    const fits = wanted.length > 2 && layout?.join() === wanted.join();
    return fits &&
      graph.dims
        .get(value)!
        .slice(2)
        .some((d) => d > 1)
      ? [value]
      : [];
  });
}

/** The last value on the way to the scores that is still a feature map of more than one cell. */
export function lastConvolutionalStage(graph: Graph): string {
  const convolutional = new Set<string>();
  for (const node of graph.nodes) {
    if (node.op === "Conv" || node.inputs.some((i) => convolutional.has(i)))
      for (const o of node.outputs) convolutional.add(o);
  }
  // Pooling summarises a stage; the stage's own activations are what CAM weighs.
  const pooled = new Set(
    graph.nodes.filter((n) => n.op === "MaxPool" || n.op === "AveragePool").flatMap((n) => n.outputs),
  );
  const last = featureMaps(graph)
    .filter((value) => convolutional.has(value) && !pooled.has(value))
    .at(-1);
  if (!last)
    throw new ExplainError(
      "UNSUPPORTED_MODEL",
      "Grad-CAM needs a convolutional stage, and the model has none; use another method.",
    );
  return last;
}

/** The stage whose activations are weighed: the one asked for, by value or node, else the last. */
export function chosenStage(graph: Graph, layer: string | null): string {
  if (!layer) return lastConvolutionalStage(graph);
  const byNode = graph.nodes.find((n) => n.name === layer || n.outputs.includes(layer));
  const value = byNode?.outputs.includes(layer) ? layer : byNode?.outputs[0];
  if (!value || !featureMaps(graph).includes(value)) {
    throw new ExplainError(
      "BAD_OPTION",
      `There is no feature map "${layer}" ([N,C,H,W]) in the model; \`models inspect\` lists the layers.`,
    );
  }
  return value;
}
