import { readFile } from "node:fs/promises";
import { z } from "zod";
import { classGroupSchema } from "@/core/domain/classes";
import type { ModelId } from "@/core/domain/ids";
import { inputTransformSchema } from "@/core/domain/spaces";
import { listModels } from "@/db/queries/models";
import { modelDraftSchema, registerModel } from "@/server/models/register";
import type { Services } from "@/server/services/services";

const FOLDER = new URL("../../demo/networks/", import.meta.url);

const cardSchema = z.object({
  name: z.string(),
  kind: z.enum(["classifier", "segmenter"]),
  file: z.string(),
  classNames: z.array(z.string()),
  groups: z.array(classGroupSchema).default([]),
  /** Segmenter: the class that counts as the thing itself. */
  foreground: z.string().optional(),
  transform: inputTransformSchema,
});
export type DemoNetwork = z.output<typeof cardSchema>;

/** What the training wrote beside the network: classes, groups, geometry. */
export async function readCard(file: "demo-vgg.json" | "demo-deeplab.json"): Promise<DemoNetwork> {
  return cardSchema.parse(JSON.parse(await readFile(new URL(file, FOLDER), "utf8")));
}

/** The id of the network with these bytes; registered on the way where the installation does not know it yet. */
export async function ensureNetwork(services: Services, card: DemoNetwork): Promise<ModelId> {
  const { sha256 } = await services.blobs.put(await readFile(new URL(card.file, FOLDER)));
  const known = (await listModels(services.db)).find((m) => m.sha256 === sha256 && m.kind === card.kind);
  if (known) return known.id as ModelId;
  const draft = modelDraftSchema.parse({
    kind: card.kind,
    name: card.name,
    sha256,
    classNames: card.classNames,
    transform: card.transform,
    foreground: card.foreground ? [card.classNames.indexOf(card.foreground)] : null,
    note: "Trained on generated images; for the demonstration only.",
  });
  const model = await registerModel(services, draft, null);
  if (!model.usable) throw new Error(`${card.name} cannot be used: ${model.inspection.summary}`);
  return model.id as ModelId;
}
