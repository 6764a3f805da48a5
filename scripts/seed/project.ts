import { setTimeout as sleep } from "node:timers/promises";
import { and, count, eq, isNull, sql } from "drizzle-orm";
import type { ClassGroupInput } from "@/core/domain/classes";
import type { ModelId, ProjectId } from "@/core/domain/ids";
import { PART_PRESETS } from "@/core/domain/parts";
import type { Db } from "@/db/client";
import { audit } from "@/db/queries/audit";
import { revisions } from "@/db/schema/annotation";
import { imageStages, images } from "@/db/schema/images";
import { auditLog, projects } from "@/db/schema/projects";
import type { Services } from "@/server/services/services";
import { createCallerFactory } from "@/server/trpc/init";
import { appRouter } from "@/server/trpc/router";

const callerOf = createCallerFactory(appRouter);

/** The API as a signed-in person uses it: the seed goes through the same doors as everybody. */
export const as = (services: Services, userId: string) => callerOf({ services, session: { userId } });

const SEEDED = "project.seeded";

const DEMO_PROJECT = "Demo: cats with known truth";

export async function ensureProject(
  services: Services,
  owner: string,
  networks: { classifierId: ModelId; segmenterId: ModelId; groups: ClassGroupInput[] },
): Promise<{ projectId: ProjectId; seeded: boolean }> {
  const { db } = services;
  const marks = db
    .select()
    .from(auditLog)
    .where(and(eq(auditLog.projectId, projects.id), eq(auditLog.action, SEEDED)));
  const [existing] = await db
    .select({ id: projects.id, seeded: sql<boolean>`exists ${marks}` })
    .from(projects)
    .where(and(eq(projects.name, DEMO_PROJECT), eq(projects.createdBy, owner)));
  if (existing) return { projectId: existing.id as ProjectId, seeded: existing.seeded };
  const { groups, classifierId, segmenterId } = networks;
  const { projectId } = await as(services, owner).projects.create({
    name: DEMO_PROJECT,
    description:
      "Generated images with known truth: every part, pose and light is on record, so explanations can be checked. Not photographs.",
    classifierId,
    segmenterId,
    backgroundInScores: PART_PRESETS.cat.backgroundInScores,
    parts: PART_PRESETS.cat.parts.map((part) => ({ ...part })),
    groups,
  });
  return { projectId: projectId as ProjectId, seeded: false };
}

/** Waits until the workers are through with every photograph of the project; `report` hears how far they are. */
export async function untilProcessed(
  db: Db,
  projectId: ProjectId,
  report: (done: number, of: number) => void,
) {
  for (;;) {
    const [row] = await db
      .select({
        done: sql<number>`count(*) filter (where ${imageStages.state} in ('done', 'failed'))::int`,
        of: count(),
      })
      .from(imageStages)
      .innerJoin(images, eq(images.id, imageStages.imageId))
      .where(eq(images.projectId, projectId));
    report(row!.done, row!.of);
    if (row!.done === row!.of) return;
    await sleep(500);
  }
}

/** Waits until no revision of the project is without scores (or the reason why it has none). */
export async function untilScored(db: Db, projectId: ProjectId): Promise<void> {
  for (;;) {
    const [row] = await db
      .select({ n: count() })
      .from(revisions)
      .where(
        and(eq(revisions.projectId, projectId), isNull(revisions.scoresKey), isNull(revisions.scoresError)),
      );
    if (row!.n === 0) return;
    await sleep(500);
  }
}

/** Notes in the audit log that the demonstration project is complete; no later start touches it. */
export function markSeeded(db: Db, projectId: ProjectId, userId: string): Promise<unknown> {
  return audit(db, { projectId, userId, action: SEEDED, subject: {} });
}
