import { z } from "zod";
import { AppError } from "@/core/domain/errors";
import { revisionIdSchema } from "@/core/domain/ids";
import { drewAlone } from "@/core/domain/review";
import { imageOverviews } from "@/db/queries/image-overview";
import { findProject } from "@/db/queries/projects";
import { nextInQueue } from "@/db/queries/review-queue";
import {
  commentsFor,
  decisionsOn,
  newestStanding,
  previousRevision,
  revisionStanding,
} from "@/db/queries/reviews";
import { frozenRevision } from "@/db/queries/revisions";
import { findPeople } from "@/db/queries/users";
import { editedSince } from "../../services/edited-since";
import { projectProcedure } from "../init";

/** One frozen revision with all that its review is made with. */
export const get = projectProcedure("project.view")
  .input(z.object({ revisionId: revisionIdSchema }))
  .query(async ({ ctx: { services, user }, input: { projectId, revisionId } }) => {
    const { db } = services;
    const revision = await revisionStanding(db, { projectId, revisionId });
    const frozen = revision && (await frozenRevision(db, { projectId, revisionId }));
    if (!revision || !frozen)
      throw new AppError(
        "not_found",
        "There is no such revision in this project; its photograph may have been removed.",
      );
    const { imageId, number, authorIds, geometryHash: _, ...standing } = revision;
    const [[image], newest, previous, comments, project, authors, edited] = await Promise.all([
      imageOverviews(db, { projectId, ids: [imageId] }),
      newestStanding(db, { projectId, imageId }),
      previousRevision(db, { projectId, imageId, number }),
      commentsFor(db, { projectId, imageId, revisionId, number }),
      findProject(db, { projectId }),
      findPeople(db, { ids: authorIds }),
      editedSince(db, revision),
    ]);
    if (!image || !newest || !project)
      throw new AppError("not_found", "This photograph has just been removed from the project.");
    const decisions = await decisionsOn(db, {
      projectId,
      revisionIds: previous ? [revisionId, previous.id] : [revisionId],
    });
    return {
      ...standing,
      ...frozen,
      // An older revision keeps the scores it was judged by.
      waiting: frozen.waiting && newest.id === revisionId,
      imageId,
      number,
      image,
      authors,
      decisions: decisions.filter((d) => d.revisionId === revisionId),
      comments,
      previous: previous && {
        ...previous,
        decisions: decisions.filter((d) => d.revisionId === previous.id),
      },
      newest: { revisionId: newest.id, number: newest.number },
      /** Names of those who went on drawing after it was frozen; null when the drawing is still the revision. */
      edited,
      /** The four-eyes rule forbids this person to approve it. */
      drewAlone: project.fourEyes && drewAlone(revision, user.id),
      next: await nextInQueue(db, {
        projectId,
        revisionId,
        ...(project.fourEyes ? { notAloneBy: user.id } : {}),
      }),
    };
  });
