import path from "node:path";
import { COMPILER_VERSION } from "@partwise/explain";
import { Cache, digestOf } from "./cache";
import { EXPLANATIONS_VERSION, type Explanations } from "./explain-image";
import { INTERVENTIONS_VERSION, type Interventions } from "./intervene";
import { EVALUATED } from "./methods";
import { type Likeness, RANDOMISATION_VERSION } from "./randomisation";

const NETWORK = "networks/demo-vgg.onnx";

/** What the kept results rest on; part of the report. */
export const INTERVENTIONS_DIGEST = digestOf(
  ["generator", "collection/collection.json", NETWORK],
  String(INTERVENTIONS_VERSION),
);

/** Of the code that makes the figures (not of its tests, nor of the report's words). */
export const CODE_DIGEST = digestOf(
  [
    "figures",
    "measures",
    "explain-image.ts",
    "importance.ts",
    "methods.ts",
    "randomisation.ts",
    "record.ts",
  ].map((name) => `evaluation/faithfulness/${name}`),
);

const explained = JSON.stringify([COMPILER_VERSION, EVALUATED]);

export interface Store {
  interventions: Cache<Interventions>;
  explanations: Cache<Explanations>;
  /** By method id: images × depths. */
  randomisation: Cache<Likeness[][]>;
}

/** Kept results below a folder git ignores: an interrupted run goes on where it was. `plan` sets apart what it decides. */
export function openStore(folder: string, plan: string): Store {
  const explanations = digestOf([NETWORK], `${INTERVENTIONS_DIGEST} ${EXPLANATIONS_VERSION} ${explained}`);
  const randomisation = digestOf([NETWORK], `${explanations} ${RANDOMISATION_VERSION} ${plan}`);
  return {
    interventions: new Cache(path.join(folder, `interventions-${INTERVENTIONS_DIGEST}`)),
    explanations: new Cache(path.join(folder, `explanations-${explanations}`)),
    randomisation: new Cache(path.join(folder, `randomisation-${randomisation}`)),
  };
}
