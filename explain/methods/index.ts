import type { Method } from "../options";
import { gradCam } from "./grad-cam";
import { gradient, gradientTimesInput, guidedBackprop } from "./gradient";
import { lrp } from "./lrp";
import type { MethodContext, MethodResult } from "./types";

/**
 * What each method emits. Path and noise methods average gradients at many inputs: the runtime feeds those inputs to the
 * gradient graph, so that memory stays bounded and a run can be cancelled between batches.
 */
const EMITTED: Readonly<
  Record<Exclude<Method, "occlusion" | "part-shapley">, (context: MethodContext) => MethodResult>
> = {
  lrp,
  gradient,
  "gradient-x-input": gradientTimesInput,
  "integrated-gradients": gradient,
  smoothgrad: gradient,
  "gradient-shap": gradient,
  "grad-cam": gradCam,
  "guided-backprop": guidedBackprop,
};

export function methodRelevance(context: MethodContext): MethodResult {
  return EMITTED[context.options.method as keyof typeof EMITTED](context);
}
