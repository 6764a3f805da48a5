import { sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { revisions } from "../schema/annotation";
import { artefacts } from "../schema/images";

/** The score artefact of a revision, to be joined by `revisions.scoresKey`. */
export const scored = alias(artefacts, "scored");

/*
 * While maps, silhouettes or scores are made anew, a revision still has the scores of before. What they were made from is
 * in their derivation (workers/pipeline/score-inputs); what they would be made from now is read off the project.
 */

const stageKey = (stage: "explain" | "segment") => sql`
  (select s.artefact_key from image_stages s where s.image_id = ${revisions.imageId} and s.stage = ${stage})`;

/** The scores are of another relevance map or silhouette than the image has now; also while it has none yet. */
export const otherMap = sql<boolean>`(${scored.key} is not null and (
  ${scored.derivation} -> 'inputs' ->> 'relevance' is distinct from ${stageKey("explain")}
  or ${scored.derivation} -> 'inputs' ->> 'silhouette' is distinct from (
    select ${stageKey("segment")} from projects j where j.id = ${revisions.projectId} and j.segmenter_id is not null)))`;

/** The scores are of other parts than the project has now: their positions mean something else. */
export const otherParts = ({ projectId }: { projectId: string }) => sql<boolean>`(
  ${scored.key} is not null and ${scored.derivation} -> 'parameters' -> 'parts' is distinct from (
    select jsonb_agg(jsonb_build_object('id', p.id, 'kind', p.kind, 'priority', p.priority, 'position', p.position)
                     order by p.position)
    from parts p where p.project_id = ${projectId}))`;
