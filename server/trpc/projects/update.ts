import { AppError } from "@/core/domain/errors";
import { explanationId } from "@/core/domain/explanation";
import { publishProjectEvent } from "@/db/notify";
import { audit } from "@/db/queries/audit";
import { findProject, listGroups, replaceGroups, updateProject } from "@/db/queries/projects";
import { projectChangesSchema, requireGoodGroups, usableModel } from "../../services/project-input";
import { rerunStage } from "../../services/rerun";
import { projectProcedure } from "../init";

/** Changes what is given. Another network or method has its stages done again for every photograph. */
export const update = projectProcedure("project.configure")
  .input(projectChangesSchema)
  .mutation(async ({ ctx: { services, user }, input: { projectId, groups, ...fields } }) => {
    const classifier = await usableModel(services.db, fields.classifierId, "classifier");
    await usableModel(services.db, fields.segmenterId, "segmenter");
    await services.db.transaction(async (tx) => {
      const before = await findProject(tx, { projectId });
      if (!before) throw new AppError("not_found", "There is no such project.");
      const changed = (key: "classifierId" | "segmenterId") =>
        fields[key] !== undefined && fields[key] !== before[key];
      const reclassified = changed("classifierId");
      if (groups && !reclassified)
        throw new AppError(
          "conflict",
          "Class groups come with another classifier, and this is the project’s already. Change them by themselves.",
        );
      // The groups name classes by index: they have to mean something to the new network too.
      if (reclassified) requireGoodGroups(groups ?? (await listGroups(tx, { projectId })), classifier);
      if (groups) await replaceGroups(tx, { projectId, groups });
      await updateProject(tx, { projectId, ...fields });
      const subject = { ...fields, ...(groups ? { groups: groups.map((group) => group.name) } : {}) };
      await audit(tx, { projectId, userId: user.id, action: "project.update", subject });
      if (reclassified) await rerunStage(services, tx, { projectId, stage: "predict" });
      else if (fields.explanation && explanationId(fields.explanation) !== explanationId(before.explanation))
        await rerunStage(services, tx, { projectId, stage: "explain" });
      if (changed("segmenterId")) await rerunStage(services, tx, { projectId, stage: "segment" });
      await publishProjectEvent(tx, projectId, { type: "project" });
    });
  });
