import type { RevisionStage } from "@/core/domain/pipeline";
import type { Db } from "@/db/client";
import { artefactKey, findArtefact, putArtefact } from "@/db/queries/artefacts";
import { failureSentence, isPermanent } from "./failures";
import type { Outcome } from "./run-stage";
import type { Blocked } from "./score-inputs";
import type { Attempt, Deps, Plan } from "./types";

/** How often the inputs may change under a running job before it leaves the rest to a retry. */
const MAX_ROUNDS = 5;

/** A result that belongs to a row of its own instead of an image's stage. */
export interface Derived {
  stage: RevisionStage;
  /** Called in a transaction, and again before the result is shown: the same state must give the same derivation. */
  plan(tx: Db): Promise<Plan | Blocked | "waiting" | "gone">;
  /** Writes the result's key, or why there is none, and tells the project, unless it is shown already. */
  show(tx: Db, shown: { key: string | null; error: string | null }): Promise<Outcome>;
}

/**
 * Derive the key, look it up or compute it, show it. While an input is on its way nothing is done: whoever finishes it
 * enqueues the job again.
 *
 * @throws whatever may pass with time, unless this was the last attempt
 */
export async function runDerived(deps: Deps, work: Derived, attempt: Attempt): Promise<Outcome> {
  const show = (shown: { key: string | null; error: string | null }) =>
    deps.db.transaction((tx) => work.show(tx, shown));
  try {
    for (let round = 0; round < MAX_ROUNDS; round++) {
      const plan = await deps.db.transaction((tx) => work.plan(tx));
      if (typeof plan === "string") return plan;
      if ("error" in plan) return await show({ key: null, error: plan.error });

      const key = artefactKey(plan.derivation);
      const data = (await findArtefact(deps.db, { key })) ?? (await plan.compute(attempt.signal));
      const shown = await deps.db.transaction(async (tx) => {
        const again = await work.plan(tx);
        if (typeof again === "string" || "error" in again) return "stale";
        if (artefactKey(again.derivation) !== key) return "stale";
        await putArtefact(tx, { key, derivation: plan.derivation, data });
        return work.show(tx, { key, error: null });
      });
      if (shown !== "stale") return shown;
    }
    throw new Error(`The inputs of ${work.stage} kept changing.`);
  } catch (error) {
    if (!isPermanent(error) && !attempt.last) throw error;
    await show({ key: null, error: failureSentence(work.stage, error) });
    if (!isPermanent(error)) throw error;
    return "failed";
  }
}
