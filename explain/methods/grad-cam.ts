import { ExplainError } from "../errors";
import { backwards } from "./gradient";
import { chosenStage } from "./stages";
import type { MethodContext, MethodResult } from "./types";

/**
 * Grad-CAM (Selvaraju 2017): ReLU(Σ_k mean(∂score/∂A_k) · A_k), enlarged to the image bilinearly. The map is spread evenly
 * over the channels, so that their sum is the map.
 */
export function gradCam(context: MethodContext): MethodResult {
  const { b, graph, options } = context;
  const stage = chosenStage(graph, options.layer);
  const arrived = backwards(context, (vjp, node, incoming) =>
    node.outputs.includes(stage) ? node.inputs.map(() => null) : vjp(node, incoming),
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
  return { relevance: b.op("Expand", [share, b.shapeOf(graph.input)]), arrived };
}
