import { COMPILER_VERSION } from "@partwise/explain";
import type { JobPayload, StageState } from "@/core/domain/jobs";
import { CODE_VERSION, type Derivation } from "@/core/domain/pipeline";
import { publishModelEvent } from "@/db/notify";
import { artefactKey, findArtefact, putArtefact } from "@/db/queries/artefacts";
import { findModel, type ModelRow } from "@/db/queries/models";
import { type ExplainedPhoto, explainedPhotos, setModelCheck } from "@/db/queries/randomisation";
import { RANDOMISATION, RANDOMISED_PHOTOS, randomisationOf } from "../jobs/randomise";
import { failureSentence, isPermanent } from "./failures";
import type { Outcome } from "./run-stage";
import type { Attempt, Deps } from "./types";

/**
 * The randomisation check of a network, on photographs of the project that asked. Found again by its key: the same network and
 * photographs are not explained twice.
 *
 * @throws whatever may pass with time, unless this was the last attempt
 */
export async function runRandomise(
  deps: Deps,
  job: JobPayload<"randomise">,
  attempt: Attempt,
): Promise<Outcome> {
  const { projectId, modelId } = job;
  const model = await findModel(deps.db, { modelId });
  if (!model) return "gone";
  try {
    const photos = await explainedPhotos(deps.db, {
      projectId,
      model: model.sha256,
      limit: RANDOMISED_PHOTOS,
    });
    if (photos.length === 0) {
      const error =
        "None of the project’s photographs has been explained by this network yet. Try again when one is.";
      return await show(deps, modelId, { state: "failed", artefactKey: null, error });
    }
    const derivation = derivationOf(model, photos);
    const key = artefactKey(derivation);
    const known = await findArtefact(deps.db, { key });
    if (!known) await show(deps, modelId, { state: "running", artefactKey: null, error: null });
    const data = known ?? (await randomisationOf(deps, model, photos, attempt.signal));
    await putArtefact(deps.db, { key, derivation, data });
    return await show(deps, modelId, { state: "done", artefactKey: key, error: null });
  } catch (error) {
    if (!isPermanent(error) && !attempt.last) throw error;
    await show(deps, modelId, {
      state: "failed",
      artefactKey: null,
      error: failureSentence("randomise", error),
    });
    if (!isPermanent(error)) throw error;
    return "failed";
  }
}

function derivationOf(model: ModelRow, photos: readonly ExplainedPhoto[]): Derivation {
  return {
    stage: "randomise",
    inputs: {
      model: model.sha256,
      photos: photos.map((p) => p.sha256).join(" "),
      maps: photos.map((p) => p.relevance.map).join(" "),
    },
    parameters: { ...RANDOMISATION, compiler: COMPILER_VERSION, transform: model.inputTransform },
    codeVersion: CODE_VERSION.randomise,
  };
}

async function show(
  deps: Deps,
  modelId: string,
  set: { state: StageState; artefactKey: string | null; error: string | null },
): Promise<Outcome> {
  return deps.db.transaction(async (tx) => {
    if (!(await setModelCheck(tx, { modelId, ...set }))) return "gone";
    await publishModelEvent(tx, { type: "model", modelId });
    return set.state === "failed" ? "failed" : "done";
  });
}
