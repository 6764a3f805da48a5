import { z } from "zod";
import { AGGREGATIONS, NORMALISATIONS } from "@/core/analysis/scores/contribution";
import { QUALITY_MEASURES, type SelectionRule } from "@/core/analysis/selection/rule";
import { AppError } from "@/core/domain/errors";
import { may, type Role } from "@/core/domain/roles";
import type { Db } from "@/db/client";
import { findSelection } from "@/db/queries/selections";

export const selectionLooksSchema = z.object({
  name: z.string().trim().min(1, "Give the selection a name.").max(80),
  colour: z.string().regex(/^#[0-9a-f]{6}$/i),
  note: z.string().max(4000),
});

const point = z.tuple([z.number().finite(), z.number().finite()]);

/** A rule as the core understands it; anything else would retrieve nothing, silently, for everybody. */
const ruleSchema: z.ZodType<SelectionRule> = z.strictObject({
  normalisation: z.enum(NORMALISATIONS),
  aggregation: z.enum(AGGREGATIONS).optional(),
  ranges: z
    .array(
      z
        .strictObject({
          partId: z.string().min(1).max(100),
          min: z.number().finite(),
          max: z.number().finite(),
          orAbsent: z.boolean().optional(),
        })
        .refine((range) => range.min <= range.max, "A range must not end below its beginning."),
    )
    .max(255),
  quality: z
    .array(
      z.strictObject({
        measure: z.enum(QUALITY_MEASURES),
        min: z.number().min(-1).max(1),
        max: z.number().min(-1).max(1),
      }),
    )
    .max(QUALITY_MEASURES.length)
    .optional(),
  groupIds: z.array(z.string().min(1).max(100)).max(1000).optional(),
  classIndices: z.array(z.number().int().min(0)).max(100_000).optional(),
});

/** How it was made: an outline on a map with its frozen members, or a rule whose members follow the data. */
export const selectionMakingSchema = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("lasso"),
    members: z.array(z.uuid()).max(200_000),
    polygon: z.array(point).max(5000).nullable(),
    layoutKey: z.string().max(200).nullable(),
  }),
  z.object({ kind: z.literal("rule"), rule: ruleSchema }),
]);

/** @throws AppError `forbidden` unless the person made the selection or may manage everybody's. */
export async function requireOwnSelection(
  db: Db,
  who: { projectId: string; id: string; userId: string; role: Role },
) {
  const selection = await findSelection(db, who);
  if (!selection) throw new AppError("not_found", "This selection does not exist any more.");
  if (selection.authorId !== who.userId && !may(who.role, "selection.manageAny"))
    throw new AppError(
      "forbidden",
      `Only ${selection.authorName} or an owner can change this selection. Make a copy of it instead.`,
    );
  return selection;
}
