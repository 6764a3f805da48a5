import type { JobName } from "./jobs";

/*
 * READ FIRST. The one natural way for the data:
 *
 *   photo → prediction → silhouette → relevance → parts (revision) → scores → vectors → embedding
 *                                                                    └ check
 *   … → selection → comparison → finding
 *
 * Each stage is a pure function (artefact, parameters) → artefact. Its result is stored under
 * hash(stage, input hashes, parameters, code version), so doing it again is a look-up, and any number on
 * screen can be walked back to the photograph, the model file, the method and the revision it came from.
 * The relevance map does not depend on the annotation: a save runs only the aggregation again.
 */

/** The stages an image goes through by itself once uploaded, and which follow each. */
export const IMAGE_STAGES = ["ingest", "predict", "segment", "explain"] as const satisfies readonly JobName[];
export type ImageStage = (typeof IMAGE_STAGES)[number];

/** What follows a frozen revision: its scores, and once those are shown, a check of them that nobody waits for. */
export const REVISION_STAGES = ["score", "check"] as const satisfies readonly JobName[];
export type RevisionStage = (typeof REVISION_STAGES)[number];

/** `randomise` is made once a network, not once an image. */
export type Stage = ImageStage | RevisionStage | "randomise";

/** Stages to enqueue when one is done. `segment` needs only the photograph; `explain` needs the explained class. */
export const FOLLOWS: Record<ImageStage, readonly ImageStage[]> = {
  ingest: ["predict", "segment"],
  predict: ["explain"],
  segment: [],
  explain: [],
};

/** Raised when a stage's result changes for the same input: old artefacts are then no longer found. */
export const CODE_VERSION: Record<Stage, string> = {
  ingest: "1",
  predict: "1",
  segment: "1",
  explain: "2",
  score: "1",
  check: "1",
  randomise: "1",
};

/** What an artefact is a function of. Key order does not matter; `artefactKey` sorts it. */
export interface Derivation {
  stage: Stage;
  inputs: Record<string, string>;
  parameters: Record<string, unknown>;
  codeVersion: string;
}

/** The text whose sha256 is the artefact's key: canonical JSON with sorted keys. */
export function canonicalDerivation(derivation: Derivation): string {
  return canonical(derivation);
}

/** JSON with sorted keys: equal values have equal texts. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value !== null && typeof value === "object") {
    const entries = Object.entries(value)
      .filter(([, v]) => v !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${entries.map(([k, v]) => `${JSON.stringify(k)}:${canonical(v)}`).join(",")}}`;
  }
  return JSON.stringify(value) ?? "null";
}
