import { explainedClass, topK } from "@/core/analysis/prediction/classes";
import { AppError } from "@/core/domain/errors";
import { CODE_VERSION } from "@/core/domain/pipeline";
import { listGroups } from "@/db/queries/projects";
import { PREPROCESSING, preprocess } from "../onnx/preprocess";
import { decodePhoto } from "../photo/decode";
import type { StageDefinition } from "../pipeline/types";
import { chosenModel } from "./project";

/** Classes kept with a prediction. */
const TOP = 10;

/** Photograph → the classifier's best classes, and the best class of the project's target group. */
export const predict: StageDefinition = {
  stage: "predict",
  async plan(deps, db, { image, stages }) {
    if (stages.ingest?.state !== "done") return "waiting";
    const model = await chosenModel(db, image.projectId, "classifier");
    const target = (await listGroups(db, image)).find((group) => group.isTarget);
    if (!target || target.classIndices.length === 0) {
      throw new AppError(
        "not_ready",
        "No class of this network is in the project's target group. Add at least one in the project's settings.",
      );
    }
    const { inputTransform, classNames } = model;
    return {
      derivation: {
        stage: "predict",
        inputs: { photo: image.sha256, model: model.sha256 },
        parameters: {
          preprocessing: PREPROCESSING,
          transform: inputTransform,
          classNames,
          targetClasses: [...target.classIndices].sort((a, b) => a - b),
          top: TOP,
        },
        codeVersion: CODE_VERSION.predict,
      },
      async compute() {
        const photo = await decodePhoto(await deps.blobs.read(image.sha256), image.name);
        const logits = await deps.networks.classify(model, preprocess(photo, inputTransform));
        return {
          kind: "predict",
          top: topK(logits, classNames, TOP),
          explained: explainTarget(logits, target, classNames),
        };
      },
    };
  },
};

function explainTarget(...args: Parameters<typeof explainedClass>) {
  try {
    return explainedClass(...args);
  } catch (cause) {
    if (cause instanceof RangeError) throw new AppError("invalid_input", cause.message, { cause });
    throw cause;
  }
}
