import sharp from "sharp";
import { CODE_VERSION } from "@/core/domain/pipeline";
import { PREPROCESSING, preprocess } from "../onnx/preprocess";
import { silhouetteOf } from "../onnx/silhouette";
import { decodePhoto } from "../photo/decode";
import type { StageDefinition } from "../pipeline/types";
import { chosenModel } from "./project";

/** Photograph → silhouette: an 8-bit PNG in the photograph's own size, 255 inside. */
export const segment: StageDefinition = {
  stage: "segment",
  async plan(deps, db, { image, stages }) {
    if (stages.ingest?.state !== "done") return "waiting";
    const model = await chosenModel(db, image.projectId, "segmenter");
    const { inputTransform, classNames, foreground } = model;
    return {
      derivation: {
        stage: "segment",
        inputs: { photo: image.sha256, model: model.sha256 },
        parameters: { preprocessing: PREPROCESSING, transform: inputTransform, classNames, foreground },
        codeVersion: CODE_VERSION.segment,
      },
      async compute() {
        const photo = await decodePhoto(await deps.blobs.read(image.sha256), image.name);
        const logits = await deps.networks.segment(model, preprocess(photo, inputTransform));
        const { mask, coverage, found } = silhouetteOf(logits, foreground, inputTransform, photo);
        const { sha256 } = await deps.blobs.put(await maskPng(mask, photo.width, photo.height));
        return {
          kind: "segment",
          mask: sha256,
          coverage,
          found: found.map(({ index, share }) => ({ name: classNames[index] ?? `class ${index}`, share })),
        };
      },
    };
  },
};

function maskPng(mask: Uint8Array, width: number, height: number): Promise<Buffer> {
  return sharp(mask, { raw: { width, height, channels: 1 } })
    .toColourspace("b-w")
    .png({ compressionLevel: 9 })
    .toBuffer();
}
