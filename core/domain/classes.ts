import { z } from "zod";

/** How an image's decided class is drawn on the map (paper, Fig. 8: circle, square, triangle). */
export const GROUP_SYMBOLS = ["circle", "square", "triangle-up", "diamond", "star", "cross"] as const;
export type GroupSymbol = (typeof GROUP_SYMBOLS)[number];

export const classGroupSchema = z.object({
  name: z.string().trim().min(1).max(60),
  symbol: z.enum(GROUP_SYMBOLS),
  /** Exactly one group of a project is the target: its best class is the one explained. */
  isTarget: z.boolean(),
  /** Indices into the classifier's class names. A class in no group counts as the last, catch-all group. */
  classIndices: z.array(z.number().int().min(0)),
});
export type ClassGroupInput = z.infer<typeof classGroupSchema>;

export interface ClassScore {
  index: number;
  name: string;
  /** Pre-softmax score (logit). */
  score: number;
  /** Softmax probability over all classes. */
  probability: number;
}

/** What is wrong with the groups, in words; empty when they can be used with `classCount` classes. */
export function classGroupProblems(groups: readonly ClassGroupInput[], classCount: number): string[] {
  const problems: string[] = [];
  const targets = groups.filter((g) => g.isTarget);
  if (targets.length !== 1) problems.push("Choose exactly one target group.");
  if (targets[0] && targets[0].classIndices.length === 0)
    problems.push("The target group needs at least one class.");
  const seen = new Map<number, string>();
  for (const group of groups) {
    for (const index of group.classIndices) {
      if (index >= classCount)
        problems.push(`Class ${index} of “${group.name}” does not exist (${classCount} classes).`);
      const other = seen.get(index);
      if (other !== undefined) problems.push(`Class ${index} is in both “${other}” and “${group.name}”.`);
      seen.set(index, group.name);
    }
  }
  return problems;
}
