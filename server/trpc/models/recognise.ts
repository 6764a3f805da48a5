import { z } from "zod";
import { sha256Schema } from "@/core/domain/ids";
import { knownBySha256, knownDraft } from "../../catalogue/known-draft";
import { userProcedure } from "../init";

/** What is declared about an uploaded file that is a known network, so that nobody has to; null for all others. */
export const recognise = userProcedure
  .input(z.object({ sha256: sha256Schema }))
  .query(({ input: { sha256 } }) => {
    const known = knownBySha256(sha256);
    return known && knownDraft(known);
  });
