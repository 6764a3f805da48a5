import { z } from "zod";
import { type ClassGroupInput, classGroupProblems, classGroupSchema } from "@/core/domain/classes";
import { AppError } from "@/core/domain/errors";
import { explanationSchema } from "@/core/domain/explanation";
import { modelIdSchema, partIdSchema } from "@/core/domain/ids";
import { partListProblems, partSchema } from "@/core/domain/parts";
import type { Db } from "@/db/client";
import { findModel, type ModelRow } from "@/db/queries/models";

export const projectFieldsSchema = z.object({
  name: z.string().trim().min(1, "Give the project a name.").max(80),
  description: z.string().trim().max(2000),
  classifierId: modelIdSchema.nullable(),
  segmenterId: modelIdSchema.nullable(),
  backgroundInScores: z.boolean(),
});

/** Parts in the order they are listed; `id` when it is one the project has already. */
export const partDraftsSchema = z
  .array(partSchema.omit({ id: true, position: true }).extend({ id: partIdSchema.optional() }))
  .transform((drafts) => drafts.map((draft, position) => ({ ...draft, position })))
  .superRefine((drafts, issues) => {
    for (const message of partListProblems(drafts)) issues.addIssue({ code: "custom", message });
  });

export const groupsSchema = z.array(classGroupSchema).min(1).max(20);

/**
 * What can be changed of a project; a new one starts with the defaults of the rest. Groups come with another
 * classifier, whose classes they name; by themselves they have a procedure of their own.
 */
export const projectChangesSchema = projectFieldsSchema
  .extend({ fourEyes: z.boolean(), explanation: explanationSchema, groups: groupsSchema })
  .partial();

/** @throws AppError when the model is not there, is of the other kind, or cannot be used. */
export async function usableModel(
  db: Db,
  modelId: string | null | undefined,
  kind: ModelRow["kind"],
): Promise<ModelRow | null> {
  if (!modelId) return null;
  const model = await findModel(db, { modelId });
  if (!model || model.kind !== kind) throw new AppError("invalid_input", `Choose a ${kind} from the list.`);
  if (!model.usable)
    throw new AppError("unsupported_model", `“${model.name}” cannot be used: ${model.inspection.summary}`);
  return model;
}

/** Problems that are told one by one: a network with other classes has hundreds. */
const TOLD = 3;

/** @throws AppError `invalid_input` with what is wrong. */
export function requireGoodGroups(groups: readonly ClassGroupInput[], classifier: ModelRow | null): void {
  const count = classifier ? classifier.classNames.length : Number.POSITIVE_INFINITY;
  const problems = classGroupProblems(groups, count);
  const names = groups.map((g) => g.name.toLowerCase());
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) problems.push(`Two groups are called “${twice}”; rename one.`);
  if (problems.length === 0) return;
  const more = problems.length - TOLD;
  throw new AppError(
    "invalid_input",
    [...problems.slice(0, TOLD), ...(more > 0 ? [`And ${more} more.`] : [])].join(" "),
  );
}
