import { z } from "zod";
import { AppError } from "@/core/domain/errors";
import { sha256Schema } from "@/core/domain/ids";
import { inputTransformSchema } from "@/core/domain/spaces";
import { createModel, findModel } from "@/db/queries/models";
import type { Services } from "../services/services";
import { inspectNetwork } from "./inspect";

export const modelDraftSchema = z.object({
  kind: z.enum(["classifier", "segmenter"]),
  name: z.string().trim().min(1, "Give the network a name.").max(80),
  /** Of the uploaded file. */
  sha256: sha256Schema,
  classNames: z.array(z.string().trim().min(1).max(300)).min(1, "Name the classes.").max(100_000),
  transform: inputTransformSchema,
  /** Segmenter: classes that count as the thing itself; null for all but the first. */
  foreground: z.array(z.number().int().min(0)).nullable().default(null),
  note: z.string().trim().max(500).default(""),
});
export type ModelDraft = z.input<typeof modelDraftSchema>;

/** Reads the uploaded network, decides whether it can be used, and makes it known to the installation. */
export async function registerModel(
  { db, blobs }: Pick<Services, "db" | "blobs">,
  draft: z.output<typeof modelDraftSchema>,
  addedBy: string | null,
) {
  const { kind, name, sha256, classNames, transform, foreground, note } = draft;
  const beyond = foreground?.find((index) => index >= classNames.length);
  if (beyond !== undefined)
    throw new AppError("invalid_input", `Class ${beyond} does not exist (${classNames.length} classes).`);
  const bytes = await blobs.read(sha256);
  const { usable, inspection } = inspectNetwork(bytes, { kind, classNames, transform });
  const id = await createModel(db, {
    kind,
    name,
    sha256,
    bytes: bytes.byteLength,
    classNames,
    inputTransform: transform,
    usable,
    inspection,
    foreground,
    note,
    inputSize: Math.max(transform.size.width, transform.size.height),
    addedBy,
  });
  return (await findModel(db, { modelId: id }))!;
}
