import { ExplainError } from "../errors";
import type { Graph } from "../graph/ir";
import { OP_TABLE } from "../ops/index";
import { backwards } from "./gradient";
import type { MethodContext, MethodResult } from "./types";

/** The last value on the way to the scores that is still a feature map of more than one cell. */
export function lastConvolutionalStage(graph: Graph): string {
  const stages = graph.nodes
    .flatMap((n) => n.outputs)
    .filter((value) => {
      const dims = graph.dims.get(value)!;
      return dims.length >= 3 && dims.slice(2).some((d) => d > 1);
    });
  const convolutional = new Set<string>();
  for (const node of graph.nodes) {
    if (node.op === "Conv" || node.inputs.some((i) => convolutional.has(i)))
      for (const o of node.outputs) convolutional.add(o);
  }
  // Pooling summarises a stage; the stage's own activations are what CAM weighs.
  const pooled = new Set(
    graph.nodes.filter((n) => n.op === "MaxPool" || n.op === "AveragePool").flatMap((n) => n.outputs),
  );
  const last = stages.filter((s) => convolutional.has(s) && !pooled.has(s)).at(-1);
  if (!last)
    throw new ExplainError(
      "UNSUPPORTED_MODEL",
      "Grad-CAM needs a convolutional stage, and the model has none; use another method.",
    );
  return last;
}

function chosenStage(graph: Graph, layer: string | null): string {
  if (!layer) return lastConvolutionalStage(graph);
  const byNode = graph.nodes.find((n) => n.name === layer || n.outputs.includes(layer));
  const value = byNode?.outputs.includes(layer) ? layer : byNode?.outputs[0];
  if (!value || graph.dims.get(value)!.length < 3) {
    throw new ExplainError(
      "BAD_OPTION",
      `There is no feature map "${layer}" in the model; \`models inspect\` lists the layers.`,
    );
  }
  return value;
}

/**
 * Grad-CAM (Selvaraju 2017): ReLU(Σ_k mean(∂score/∂A_k) · A_k), enlarged to the image bilinearly. The map is spread evenly
 * over the channels, so that their sum is the map.
 */
export function gradCam(context: MethodContext): MethodResult {
  const { b, graph, options } = context;
  const stage = chosenStage(graph, options.layer);
  const arrived = backwards(context, (node, incoming) =>
    node.outputs.includes(stage) ? node.inputs.map(() => null) : OP_TABLE[node.op].vjp(b, node, incoming),
  );
  const gradient = arrived.get(stage);
  if (!gradient)
    throw new ExplainError("BAD_OPTION", `The scores do not depend on "${stage}"; choose another layer.`);
  const dims = graph.dims.get(graph.input)!;
  const axes = dims.map((_, i) => i).slice(2);
  const weights = b.op("ReduceMean", [gradient, b.ints(axes)], { keepdims: 1 });
  const map = b.op("Relu", [b.op("ReduceSum", [b.mul(weights, stage), b.ints([1])], { keepdims: 1 })]);
  const enlarged = b.op("Resize", [map, "", "", b.ints(dims.slice(2))], {
    axes,
    mode: "linear",
    coordinate_transformation_mode: "half_pixel",
  });
  const share = b.mul(enlarged, b.scalar(1 / dims[1]!));
  return { relevance: b.op("Expand", [share, b.op("Shape", [graph.input])]), arrived };
}
