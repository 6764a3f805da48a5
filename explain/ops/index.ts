import type { Op } from "../graph/ir";
import { ACTIVATIONS } from "./activation";
import { COMBINE } from "./combine";
import { CONV } from "./conv";
import { DENSE } from "./dense";
import { LAYOUT } from "./layout";
import { NORMALISATION } from "./normalisation";
import { POOL } from "./pool";
import type { OpTable } from "./types";

/** Every operation of the normalised graph: its forward computation and its derivative. */
export const OP_TABLE: OpTable<Op> = {
  ...CONV,
  ...DENSE,
  ...ACTIVATIONS,
  ...COMBINE,
  ...LAYOUT,
  ...NORMALISATION,
  ...POOL,
};
