import type { FindingBasis, FindingGroup, FindingView } from "@/core/analysis/comparison/finding";
import { comparedRows, groupMembers } from "@/core/analysis/comparison/finding-groups";
import { LAYOUT_SEED, layoutKey } from "@/core/analysis/embedding/key";
import type { SelectionRule } from "@/core/analysis/selection/rule";
import { AppError } from "@/core/domain/errors";
import type { Db } from "@/db/client";
import { publishProjectEvent } from "@/db/notify";
import { audit } from "@/db/queries/audit";
import { explanationsBehind } from "@/db/queries/finding-images";
import { createFinding } from "@/db/queries/findings";
import { findSelection } from "@/db/queries/selections";
import { computeStatistics, RESAMPLES, SEED } from "./compute";
import { imagesNow, type PresentImage, settingNow } from "./project-now";

export interface FindingDraft {
  projectId: string;
  authorId: string;
  title: string;
  note: string;
  /** One or two, in the order they are compared. */
  selectionIds: string[];
  view: FindingView;
}

/**
 * Saves a comparison with all it rests on. Nothing of the numbers comes from the browser: members, scores,
 * statistics and the map's key are computed here from what is stored.
 */
export async function makeFinding(db: Db, draft: FindingDraft): Promise<{ id: string }> {
  const { projectId, authorId, title, note, view } = draft;
  const [setting, { images, waiting }] = await Promise.all([
    settingNow(db, projectId),
    imagesNow(db, projectId),
  ]);
  requireFittingView(view, setting.parts);
  if (waiting > 0)
    throw new AppError(
      "not_ready",
      "Scores of this project are being made anew. Wait until they are all there, so that the finding rests on scores made alike.",
    );
  const groups: FindingGroup[] = [];
  for (const id of draft.selectionIds) groups.push(await asItIs(db, projectId, id, images, setting));

  const compared = comparedRows(groups, images, view, setting);
  const empty = compared.groups.findIndex((rows) => rows.every((row) => row.scores === null));
  if (empty >= 0)
    throw new AppError(
      "invalid_input",
      `No image of “${groups[empty]!.name}” has scores and passes the filters, so there is nothing to compare. Widen the filters or submit annotations first.`,
    );
  const statistics = await computeStatistics({
    groups: compared.groups,
    weights: view.weights,
    universe: compared.universe,
  });
  const members = new Set(groups.flatMap((g) => g.members));
  const { explanation: _, ...rest } = setting;
  const basis: FindingBasis = {
    ...rest,
    explanations: await explanationsOf(db, images, members),
    layoutKey: layoutOf(compared.rows, view),
    resamples: RESAMPLES,
    seed: SEED,
  };
  const pinned = images.map(
    ({ imageId, name, revisionId, revisionNumber, scoresKey, checkKey, predictionKey }) => ({
      imageId,
      name,
      revisionId,
      revisionNumber,
      scoresKey,
      checkKey,
      predictionKey,
      member: members.has(imageId),
    }),
  );
  return db.transaction(async (tx) => {
    const finding = { projectId, authorId, title, note, view, groups, basis, statistics };
    const id = await createFinding(tx, finding, pinned);
    const subject = { findingId: id, title };
    await audit(tx, { projectId, userId: authorId, action: "finding.create", subject });
    await publishProjectEvent(tx, projectId, { type: "finding", findingId: id, change: "created" });
    return { id };
  });
}

function requireFittingView(view: FindingView, parts: FindingBasis["parts"]): void {
  const known = new Set<string>(parts.map((p) => p.id));
  if (view.weights.length === parts.length && view.ranges.every((r) => known.has(r.partId))) return;
  throw new AppError(
    "conflict",
    "The project's parts were changed meanwhile. Reload the page and look again.",
  );
}

async function asItIs(
  db: Db,
  projectId: string,
  selectionId: string,
  images: readonly PresentImage[],
  setting: Parameters<typeof groupMembers>[2],
): Promise<FindingGroup> {
  const selection = await findSelection(db, { projectId, id: selectionId });
  if (!selection)
    throw new AppError("not_found", "A selection that was compared does not exist any more. Choose another.");
  const { name, colour, authorName, kind, polygon, layoutKey: layout, note } = selection;
  const rule = selection.rule as SelectionRule | null;
  const members = groupMembers({ kind, rule, members: selection.members }, images, setting);
  return { selectionId, name, colour, authorName, kind, rule, polygon, layoutKey: layout, note, members };
}

/** How the members' relevance maps were made. */
async function explanationsOf(
  db: Db,
  images: readonly PresentImage[],
  members: ReadonlySet<string>,
): Promise<FindingBasis["explanations"]> {
  const keys = images.flatMap((i) => (members.has(i.imageId) && i.scoresKey ? [i.scoresKey] : []));
  const behind = await explanationsBehind(db, keys);
  return behind.map(({ method, composite, epsilon, images: n }) => ({
    method,
    composite,
    epsilon,
    images: n,
  }));
}

/** The key of the map these scores make: the address of the positions everybody saw. */
function layoutOf(
  rows: readonly { imageId: string; scores: readonly (number | null)[] | null }[],
  { weights, method }: FindingView,
): string | null {
  const scored = rows.flatMap(({ imageId, scores }) => (scores ? [{ id: imageId, scores }] : []));
  return scored.length === 0 ? null : layoutKey({ images: scored, weights, method, seed: LAYOUT_SEED });
}
