import { CODE_VERSION } from "@/core/domain/pipeline";
import { setImageSize } from "@/db/queries/images";
import { makeRenditions, RENDITION } from "../photo/renditions";
import type { StageDefinition } from "../pipeline/types";

/** Photograph → its size as people see it, and what the product shows of it. Refuses damaged files. */
export const ingest: StageDefinition = {
  stage: "ingest",
  async plan(deps, _db, { image }) {
    return {
      derivation: {
        stage: "ingest",
        inputs: { photo: image.sha256 },
        parameters: RENDITION,
        codeVersion: CODE_VERSION.ingest,
      },
      async compute() {
        const made = await makeRenditions(await deps.blobs.read(image.sha256), image.name);
        const [display, thumb] = await Promise.all([
          deps.blobs.put(made.display),
          deps.blobs.put(made.thumb),
        ]);
        const { width, height } = made;
        return { kind: "ingest", width, height, display: display.sha256, thumb: thumb.sha256 };
      },
    };
  },
  async settle(tx, job, data) {
    if (data.kind !== "ingest") return;
    await setImageSize(tx, { ...job, width: data.width, height: data.height });
  },
};
