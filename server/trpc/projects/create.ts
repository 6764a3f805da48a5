import { audit } from "@/db/queries/audit";
import { addMember } from "@/db/queries/members";
import { createProject, replaceGroups, replaceParts } from "@/db/queries/projects";
import {
  groupsSchema,
  partDraftsSchema,
  projectFieldsSchema,
  requireGoodGroups,
  usableModel,
} from "../../services/project-input";
import { userProcedure } from "../init";

/** Makes a project; its maker is the owner. */
export const create = userProcedure
  .input(projectFieldsSchema.extend({ parts: partDraftsSchema, groups: groupsSchema }))
  .mutation(async ({ ctx: { services, user }, input: { parts, groups, ...fields } }) => {
    const classifier = await usableModel(services.db, fields.classifierId, "classifier");
    await usableModel(services.db, fields.segmenterId, "segmenter");
    requireGoodGroups(groups, classifier);
    return services.db.transaction(async (tx) => {
      const projectId = await createProject(tx, { ...fields, createdBy: user.id });
      await addMember(tx, { projectId, userId: user.id, role: "owner" });
      await replaceParts(tx, { projectId, drafts: parts.map(({ id: _, ...part }) => part) });
      await replaceGroups(tx, { projectId, groups });
      await audit(tx, {
        projectId,
        userId: user.id,
        action: "project.create",
        subject: { name: fields.name },
      });
      return { projectId };
    });
  });
