import type { ScoreUnits } from "@/core/analysis/scores/contribution";
import { type ExplanationOf, explanationId, explanationName } from "@/core/domain/explanation";
import { aggregationNotes, normalisationNotes, unitsInWords } from "./words";

const LRP =
  "the class’s score is handed back through the network, layer by layer, in the shares in which each neuron made it (Eq. 2)";

/** How each method comes to a pixel's relevance. Numbers of equations are the paper's. */
const SENTENCES: Readonly<Record<string, string>> = {
  "lrp-epsilon": `${LRP}, by the ε rule in every layer (Eq. 3).`,
  "gradient-x-input": "R = x · ∂s/∂x, each pixel times how fast the class’s score changes with it.",
  "integrated-gradients":
    "R = (x − x₀) · ∫ ∂s/∂x, the gradient of the class’s score averaged on the way from a plain image x₀ to the photograph.",
  "grad-cam":
    "R = max(0, Σ α·A), the last convolutions’ activations A weighed by the mean gradient α of the class’s score.",
};

/** “LRP-ε, mean, per sign”; without a method where there is not just one. */
export function methodInShort(explanation: ExplanationOf | null, units: ScoreUnits): string {
  const words = unitsInWords(units);
  return explanation ? `${explanationName(explanation)}, ${words}` : words;
}

/** How a pixel's relevance was made. */
export function relevanceNote(explanation: ExplanationOf): string {
  const other = `${LRP}, with rules of its own beside ε (Eq. 3) in some layers.`;
  const id = explanationId(explanation);
  const sentence = SENTENCES[id] ?? (explanation.method === "lrp" ? other : "see the guide.");
  return `Relevance by ${explanationName(explanation)}: ${sentence}`;
}

/** From the pixel to the number on screen, each step with the equation it comes from. */
export function methodNotes(explanation: ExplanationOf | null, units: ScoreUnits): string[] {
  return [
    ...(explanation ? [relevanceNote(explanation)] : []),
    aggregationNotes[units.aggregation ?? "mean"],
    normalisationNotes[units.normalisation],
  ];
}
