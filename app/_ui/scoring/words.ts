import type { Aggregation, Normalisation, ScoreUnits } from "@/core/analysis/scores/contribution";

export const aggregationNames: Record<Aggregation, string> = { mean: "Mean", sum: "Sum" };

/** One sentence per aggregation: what a part's relevance is. */
export const aggregationNotes: Record<Aggregation, string> = {
  mean: "A part’s relevance is its mean over the part’s pixels (Eq. 4): how strongly it speaks, whatever its size.",
  sum: "A part’s relevance is its sum over the part’s pixels: how much of the decision lies there, so area counts.",
};

export const normalisationNames: Record<Normalisation, string> = {
  "per-sign": "Per sign",
  ratio: "Ratio",
  absolute: "Absolute",
};

/** One sentence per normalisation: what the numbers are shares of. */
export const normalisationNotes: Record<Normalisation, string> = {
  "per-sign":
    "Positive scores are shares of all that speaks for the class, negative ones of all that speaks against it.",
  ratio:
    "Each score is the part’s relevance over the sum of all (Eq. 5); scores of an image add up to 100 %.",
  absolute: "Each score is the part’s relevance over the sum of all magnitudes.",
};

/** What a score in these units says, in two sentences. */
export function scoreNote({ normalisation, aggregation = "mean" }: ScoreUnits): string {
  return `${normalisationNotes[normalisation]} ${aggregationNotes[aggregation]}`;
}

/** “mean, per sign”. */
export function unitsInWords({ normalisation, aggregation = "mean" }: ScoreUnits): string {
  return `${aggregationNames[aggregation]}, ${normalisationNames[normalisation]}`.toLowerCase();
}
