import { LOW_BALANCE } from "@/core/analysis/scores/balance";
import type { Faithfulness } from "@/core/analysis/scores/faithfulness";
import { chanceRho } from "@/core/analysis/scores/rank-correlation";

/** What is stored with an explanation and with its scores, ready to be told. */
export interface StoredChecks {
  /** Class score before softmax. */
  score: number;
  /** (Σ R − score) / |score| */
  conservation: number | null;
  /** What the biases took / |score|; null where it is not known. */
  absorbed: number | null;
  /** Fall of the score without each part, by part position; null while that is being measured. */
  drops: readonly (number | null)[] | null;
  fill: "blur" | "mean" | "inpaint";
  /** Why it could not be measured. */
  error: string | null;
}

export function storedChecks(
  relevance: { target: { score: number }; conservation: number | null; absorbed?: number | null },
  revision:
    | { check: Pick<StoredChecks, "drops" | "fill"> | null; checkError: string | null }
    | null
    | undefined,
): StoredChecks {
  return {
    score: relevance.target.score,
    conservation: relevance.conservation,
    absorbed: relevance.absorbed ?? null,
    drops: revision?.check?.drops ?? null,
    fill: revision?.check?.fill ?? "blur",
    error: revision?.checkError ?? null,
  };
}

/** One check in words. `flag`: read the scores with care; they are never hidden for it. */
export interface CheckWords {
  flag: boolean;
  text: string;
}

const share = (value: number) => `${Math.round(100 * Math.abs(value))} %`;
const number = (value: number) => `${value < 0 ? "−" : ""}${Math.abs(value).toFixed(2)}`;

export function balanceWords(balance: number): CheckWords {
  return balance < LOW_BALANCE
    ? { flag: true, text: `κ ${number(balance)}: relevance cancels; shares mean little` }
    : { flag: false, text: `κ ${number(balance)}: enough is left after adding up for and against` };
}

/** Above this share of the score, what neither the map nor the biases hold is worth a warning. */
const LOST = 0.05;

/** Null where the score is 0, and there is nothing to share out. */
export function absorbedWords({ score, conservation, absorbed }: StoredChecks): CheckWords | null {
  if (conservation === null) return null;
  const sign = score < 0 ? -1 : 1;
  if (absorbed === null) {
    const held = 1 + sign * conservation;
    return { flag: false, text: `The map holds ${held < 0 ? "−" : ""}${share(held)} of the score` };
  }
  const lost = conservation + absorbed;
  if (Math.abs(lost) > LOST)
    return { flag: true, text: `${share(lost)} of the score is lost to stabilisers and rounding` };
  if (Math.abs(absorbed) < 0.005) return { flag: false, text: "The map holds the whole score" };
  // Taken with the sign of the score: less is in the map. Against it: more is in the map than the score.
  return sign * absorbed > 0
    ? { flag: false, text: `Biases absorbed ${share(absorbed)} of the score` }
    : { flag: false, text: `Biases speak against: ${share(absorbed)} more in the map than the score` };
}

const FILLS = { blur: "blur fill", mean: "mean fill", inpaint: "inpainted fill" } as const;

/** `found` is null while the drops are being measured. */
export function faithfulnessWords(checks: StoredChecks, found: Faithfulness | null): CheckWords {
  if (checks.error) return { flag: false, text: `Faithfulness: ${checks.error}` };
  if (!found) return { flag: false, text: "Faithfulness is being measured…" };
  if (found.rho === null)
    return { flag: false, text: `Faithfulness: ${partsWord(found.parts)} are too few to compare` };
  const chance = chanceRho(found.parts);
  const telling = chance !== null && Math.abs(found.rho) >= chance - 1e-9;
  const from = `faithfulness ρ ${number(found.rho)} from ${partsWord(found.parts)}, ${FILLS[checks.fill]}`;
  const text = capital(telling ? from : `${from}; within chance`);
  return { flag: found.rho < 0, text };
}

/** What a random order of so many parts reaches. */
export function chanceWords(parts: number): string {
  const chance = chanceRho(parts);
  return chance === null
    ? `With ${partsWord(parts)} even a perfect order comes about by chance more than once in twenty.`
    : `With ${partsWord(parts)}, a random order reaches |ρ| ≥ ${chance.toFixed(2)} once in twenty: below that, one image alone shows nothing. Look at many.`;
}

const partsWord = (n: number) => `${n} ${n === 1 ? "part" : "parts"}`;
const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
