import type { ExplainerOptions } from "@partwise/explain/runtime";
import type { FillName } from "./record";

/** How a method's map of an image is made. */
export type Source =
  | { kind: "explainer"; options: ExplainerOptions }
  /** Shapley values of the parts, from what the network said of all coalitions under a fill. */
  | { kind: "part-shapley"; fill: FillName }
  /** Seeded noise that has seen neither network nor image: what chance gets. */
  | { kind: "random" };

export interface EvaluatedMethod {
  id: string;
  label: string;
  source: Source;
}

const explainer = (id: string, label: string, options: ExplainerOptions): EvaluatedMethod => ({
  id,
  label,
  source: { kind: "explainer", options },
});
const shapley = (fill: FillName): EvaluatedMethod => ({
  id: `part-shapley-${fill}`,
  label: `part-Shapley, ${fill}`,
  source: { kind: "part-shapley", fill },
});

/** Every method at its defaults, in the order of the tables. */
export const EVALUATED: readonly EvaluatedMethod[] = [
  explainer("lrp-epsilon", "LRP-ε", {}),
  explainer("lrp-epsilon-plus", "LRP ε-z⁺", { composite: "epsilon-plus" }),
  explainer("lrp-epsilon-plus-flat", "LRP ε-z⁺-flat", { composite: "epsilon-plus-flat" }),
  explainer("lrp-epsilon-gamma-box", "LRP ε-γ-box", { composite: "epsilon-gamma-box" }),
  explainer("lrp-epsilon-alpha2-beta1", "LRP ε-α2β1", { composite: "epsilon-alpha2-beta1" }),
  explainer("lrp-epsilon-alpha2-beta1-flat", "LRP ε-α2β1-flat", { composite: "epsilon-alpha2-beta1-flat" }),
  explainer("gradient", "gradient", { method: "gradient" }),
  explainer("gradient-x-input", "gradient × input", { method: "gradient-x-input" }),
  explainer("integrated-gradients", "integrated gradients", { method: "integrated-gradients" }),
  explainer("smoothgrad", "SmoothGrad", { method: "smoothgrad" }),
  explainer("guided-backprop", "guided backprop", { method: "guided-backprop" }),
  explainer("gradient-shap", "gradient-SHAP", { method: "gradient-shap" }),
  explainer("grad-cam", "Grad-CAM", { method: "grad-cam" }),
  explainer("occlusion", "occlusion", { method: "occlusion" }),
  shapley("blur"),
  shapley("mean"),
  shapley("inpaint"),
  { id: "random", label: "random map", source: { kind: "random" } },
];
