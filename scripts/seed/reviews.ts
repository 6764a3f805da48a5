import * as Y from "yjs";
import { addPolygon } from "@/core/annotation/commands/add-polygon";
import { setAbsent } from "@/core/annotation/commands/set-absent";
import { deleteShape } from "@/core/annotation/commands/shape-state";
import { readDocument } from "@/core/annotation/read";
import { type DocumentSnapshot, parseSnapshot } from "@/core/annotation/snapshot";
import type { ImageId, PartId, ProjectId, RevisionId } from "@/core/domain/ids";
import type { Part } from "@/core/domain/parts";
import { type ReviewReason, reviewedParts } from "@/core/domain/review";
import type { Size } from "@/core/domain/spaces";
import { appendUpdate, loadDocument } from "@/db/queries/documents";
import { documentOf } from "@/db/queries/photos";
import { newestStanding } from "@/db/queries/reviews";
import { frozenRevision } from "@/db/queries/revisions";
import type { Services } from "@/server/services/services";
import { editing, outlined, type PartOutlines } from "./annotations";
import { type Fault, judge } from "./judge";
import { as } from "./project";

export interface DrawnImage {
  imageId: ImageId;
  truth: PartOutlines;
  /** Who drew it, who reviews it: never the same person. */
  annotator: string;
  reviewer: string;
}

export interface ReviewScene {
  projectId: ProjectId;
  parts: readonly Part[];
  size: Size;
}

const REMARKS: Partial<Record<ReviewReason, string>> = {
  sides: "This is the cat's other side: the animal's own left and right, not ours.",
  border: "Too generous here: fur of the head and background are inside.",
  missing: "The nose can be seen, a little in the shade. Please draw it.",
};

/** How many corrected images are approved, and how many wait with their second revision. */
const CORRECTED = { approved: 2, waiting: 2 };

/**
 * Reviews images that wait for it, through the same doors as everybody: approves what is drawn as it should be,
 * and sends back what differs from the truth, with a reason and a pin. Some of those sent back are corrected; of
 * these the first are approved, and the others wait with a second revision to compare. Images that somebody has
 * reviewed already are left as they are.
 */
export async function reviewAll(
  services: Services,
  scene: ReviewScene,
  images: readonly DrawnImage[],
): Promise<void> {
  const returned: DrawnImage[] = [];
  await inTurns(images, 4, async (image) => {
    if (await reviewOne(services, scene, image)) returned.push(image);
  });
  // In the order of the collection, whichever was reviewed first.
  const order = images.filter((image) => returned.includes(image));
  for (const image of order.slice(0, CORRECTED.approved + CORRECTED.waiting))
    await correct(services, scene, image);
  for (const image of order.slice(0, CORRECTED.approved)) await reviewOne(services, scene, image);
}

/** True when it was sent back. */
async function reviewOne(services: Services, scene: ReviewScene, image: DrawnImage): Promise<boolean> {
  const { projectId, parts, size } = scene;
  const standing = await newestStanding(services.db, { projectId, imageId: image.imageId });
  if (standing?.state !== "submitted" || standing.reviewedAt) return false;
  const ref = { projectId, revisionId: standing.id as RevisionId };
  const frozen = await frozenRevision(services.db, ref);
  const faults = judge(parseSnapshot(frozen?.geometry), truthOf(image, parts), parts, size);
  const api = as(services, image.reviewer).reviews;
  const faultOf = (partId: string) => faults.find((f) => f.part.id === partId);
  await api.decide({
    ...ref,
    decisions: reviewedParts(parts).map(({ id }) => {
      const fault = faultOf(id);
      const common = { partId: id as PartId, seen: null };
      return fault
        ? { ...common, verdict: "changes_requested" as const, reason: fault.reason, note: "" }
        : { ...common, verdict: "approved" as const };
    }),
  });
  await pin(api, ref, faults[0]);
  await api.close({ ...ref, expects: faults.length > 0 ? "return" : "approve" });
  return faults.length > 0;
}

async function pin(
  api: ReturnType<typeof as>["reviews"],
  ref: { projectId: ProjectId; revisionId: RevisionId },
  fault: Fault | undefined,
): Promise<void> {
  const text = fault && REMARKS[fault.reason];
  if (!fault || !text) return;
  const [x, y] = fault.at;
  await api.comment({ ...ref, partId: fault.part.id, x, y, text });
}

/** The annotator draws anew what was sent back, marks the comments as done and submits again. */
async function correct(
  services: Services,
  { projectId, parts }: ReviewScene,
  { imageId, truth, annotator }: DrawnImage,
): Promise<void> {
  const api = as(services, annotator);
  const standing = await api.reviews.ofImage({ projectId, imageId });
  const document = await documentOf(services.db, { projectId, imageId });
  if (standing?.state !== "changes_requested" || !document) return;
  const stored = await loadDocument(services.db, document.id);
  const doc = new Y.Doc();
  Y.applyUpdate(doc, stored.state);
  const before = Y.encodeStateVector(doc);
  const context = editing(doc, annotator);
  const wrong = standing.decisions.filter((d) => d.verdict === "changes_requested").map((d) => d.partId);
  for (const part of parts.filter((p) => wrong.includes(p.id))) {
    for (const shape of readDocument(doc).shapes)
      if (shape.partId === part.id) deleteShape(context, shape.id);
    const rings = truth.get(part.name) ?? [];
    setAbsent(context, part.id, rings.length === 0);
    for (const ring of rings) addPolygon(context, part.id, ring);
  }
  const update = Y.encodeStateAsUpdate(doc, before);
  await appendUpdate(services.db, {
    documentId: document.id,
    epoch: stored.epoch,
    update,
    userId: annotator,
  });
  for (const { id } of standing.comments)
    await api.reviews.settleComment({ projectId, commentId: id, done: true });
  await api.revisions.freeze({ projectId, imageId });
}

function truthOf({ truth, annotator }: DrawnImage, parts: readonly Part[]): DocumentSnapshot {
  return readDocument(outlined(parts, truth, { userId: annotator, wobble: 0, seed: 0 }));
}

/** At most `width` at a time. */
export async function inTurns<T>(
  items: readonly T[],
  width: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const waiting = [...items];
  const lane = async () => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: width }, lane));
}
