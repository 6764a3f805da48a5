import { z } from "zod";
import { AppError } from "@/core/domain/errors";
import { publishProjectEvent } from "@/db/notify";
import { audit } from "@/db/queries/audit";
import { findModel } from "@/db/queries/models";
import { findProject, listGroups, replaceGroups } from "@/db/queries/projects";
import { groupsSchema, requireGoodGroups } from "../../services/project-input";
import { rerunStage } from "../../services/rerun";
import { projectProcedure } from "../init";

/** Makes the class groups exactly these. Another target group means another explained class: predict runs again. */
export const replace = projectProcedure("project.configure")
  .input(z.object({ groups: groupsSchema }))
  .mutation(async ({ ctx: { services, user }, input: { projectId, groups } }) =>
    services.db.transaction(async (tx) => {
      const project = await findProject(tx, { projectId });
      if (!project) throw new AppError("not_found", "There is no such project.");
      requireGoodGroups(
        groups,
        project.classifierId ? await findModel(tx, { modelId: project.classifierId }) : null,
      );
      const before = targetClasses(await listGroups(tx, { projectId }));
      await replaceGroups(tx, { projectId, groups });
      await audit(tx, {
        projectId,
        userId: user.id,
        action: "groups.replace",
        subject: { names: groups.map((g) => g.name) },
      });
      if (before !== targetClasses(groups)) await rerunStage(services, tx, { projectId, stage: "predict" });
      await publishProjectEvent(tx, projectId, { type: "project" });
    }),
  );

function targetClasses(groups: readonly { isTarget: boolean; classIndices: number[] }[]): string {
  const target = groups.find((g) => g.isTarget)?.classIndices ?? [];
  return [...target].sort((a, b) => a - b).join(",");
}
