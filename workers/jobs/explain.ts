import { COMPILER_VERSION } from "@partwise/explain";
import { sumChannels } from "@/core/analysis/relevance/channels";
import { summariseRelevance } from "@/core/analysis/relevance/summary";
import { AppError } from "@/core/domain/errors";
import { CODE_VERSION } from "@/core/domain/pipeline";
import { findArtefact } from "@/db/queries/artefacts";
import { bytesFromFloats } from "../onnx/float-blob";
import { PREPROCESSING, preprocess } from "../onnx/preprocess";
import { decodePhoto } from "../photo/decode";
import type { StageDefinition } from "../pipeline/types";
import { mapOptions } from "./explanation-options";
import { chosenExplanation, chosenModel } from "./project";

/** Photograph + explained class → relevance map in the model's frame, channels summed. */
export const explain: StageDefinition = {
  stage: "explain",
  async plan(deps, db, { image, stages }) {
    const key = stages.predict?.state === "done" ? stages.predict.artefactKey : null;
    const prediction = key ? await findArtefact(db, { key }) : null;
    if (prediction?.kind !== "predict") return "waiting";
    const model = await chosenModel(db, image.projectId, "classifier");
    if (!model.usable) {
      throw new AppError(
        "unsupported_model",
        `“${model.name}” cannot be explained: ${model.inspection.summary}`,
      );
    }
    const { inputTransform } = model;
    const { index, name } = prediction.explained;
    const explanation = await chosenExplanation(db, image.projectId);
    const options = mapOptions(explanation, inputTransform);
    return {
      derivation: {
        stage: "explain",
        inputs: { photo: image.sha256, model: model.sha256 },
        parameters: {
          ...options,
          compiler: COMPILER_VERSION,
          preprocessing: PREPROCESSING,
          transform: inputTransform,
          target: { index, name },
        },
        codeVersion: CODE_VERSION.explain,
      },
      async compute(signal) {
        const photo = await decodePhoto(await deps.blobs.read(image.sha256), image.name);
        const input = preprocess(photo, inputTransform);
        const run = await deps.networks.explain(model, input, index, { ...options, absorbed: true }, signal);
        const [channels, height, width] = run.shape as [number, number, number];
        const map = sumChannels(run.relevance, channels, height, width);
        const score = run.logits[index]!;
        const summary = summariseRelevance(map, score);
        requireFinite(summary.sum, model.name);
        const { sha256 } = await deps.blobs.put(bytesFromFloats(map));
        return {
          kind: "explain",
          map: sha256,
          width,
          height,
          target: { ...prediction.explained, score },
          method: explanation.method,
          composite: options.composite ?? null,
          epsilon: options.epsilon ?? null,
          relevanceSum: summary.sum,
          // Grad-CAM weighs activations: its sum is no share of the score.
          conservation: explanation.method === "grad-cam" ? null : summary.conservation,
          absorbed: score === 0 || run.absorbed === null ? null : run.absorbed / Math.abs(score),
        };
      },
    };
  },
};

function requireFinite(sum: number, model: string) {
  if (Number.isFinite(sum)) return;
  throw new AppError(
    "unsupported_model",
    `The relevance of “${model}” is not finite for this photograph; its weights may be damaged.`,
  );
}
