import { z } from "zod";

/** Which rule goes where in LRP; the compiler's names (Montavon 2019, as in Zennit). */
export const LRP_COMPOSITES = [
  "epsilon",
  "epsilon-plus",
  "epsilon-plus-flat",
  "epsilon-gamma-box",
  "epsilon-alpha2-beta1",
  "epsilon-alpha2-beta1-flat",
] as const;

const OTHER_METHODS = ["gradient-x-input", "integrated-gradients", "grad-cam"] as const;

/** How a project's relevance maps are made: closed, because every map names it for good. */
export const explanationSchema = z.union(
  [
    z.strictObject({ method: z.literal("lrp"), composite: z.enum(LRP_COMPOSITES) }),
    z.strictObject({ method: z.enum(OTHER_METHODS) }),
  ],
  {
    error: `Choose how maps are made: the method “lrp” with a composite (${LRP_COMPOSITES.join(", ")}), or one of ${OTHER_METHODS.join(", ")} without.`,
  },
);
export type Explanation = z.infer<typeof explanationSchema>;

export const EXPLANATIONS: readonly Explanation[] = [
  ...LRP_COMPOSITES.map((composite) => ({ method: "lrp" as const, composite })),
  ...OTHER_METHODS.map((method) => ({ method })),
];

/** The paper's: LRP-ε in every layer. */
export const DEFAULT_EXPLANATION = { method: "lrp", composite: "epsilon" } as const satisfies Explanation;

/** As a stored map tells how it was made. */
export type ExplanationOf = { method: string; composite?: string | null };

/** One text for one explanation, equal for equal ones. */
export function explanationId({ method, composite }: ExplanationOf): string {
  return method === "lrp" ? `lrp-${composite}` : method;
}

const NAMES: Readonly<Record<string, string>> = {
  "lrp-epsilon": "LRP-ε",
  "lrp-epsilon-plus": "LRP ε-z⁺",
  "lrp-epsilon-plus-flat": "LRP ε-z⁺-flat",
  "lrp-epsilon-gamma-box": "LRP ε-γ-box",
  "lrp-epsilon-alpha2-beta1": "LRP ε-α2β1",
  "lrp-epsilon-alpha2-beta1-flat": "LRP ε-α2β1-flat",
  "gradient-x-input": "Gradient × input",
  "integrated-gradients": "Integrated gradients",
  "grad-cam": "Grad-CAM",
};

/** As people call it; the same names as in docs/faithfulness.md. */
export function explanationName(explanation: ExplanationOf): string {
  const id = explanationId(explanation);
  return NAMES[id] ?? id;
}
