import { randomUUID } from "node:crypto";
import * as Y from "yjs";
import { createShape, shapesOf } from "@/core/annotation/schema";
import type { ProjectEvent } from "@/core/domain/events";
import type { ImageId, PartId, ProjectId, RevisionId } from "@/core/domain/ids";
import { reviewedParts } from "@/core/domain/review";
import { appendUpdate, loadDocument } from "@/db/queries/documents";
import { documentOf, insertPhoto } from "@/db/queries/photos";
import { createWorld, type Who, type World } from "./world";

type Somebody = Exclude<Who, "anonymous">;
type PartRef = { id: PartId };

export interface RevisionRef {
  projectId: ProjectId;
  revisionId: RevisionId;
}

export const approved = ({ id }: PartRef, seen: number | null = null) =>
  ({ partId: id, verdict: "approved", seen }) as const;
export const returned = ({ id }: PartRef, seen: number | null = null) =>
  ({ partId: id, verdict: "changes_requested", reason: "sides", note: "", seen }) as const;

/** A world in which people draw on one photograph (10 × 10), submit it and review it. */
export async function createReviewScene() {
  const world = await createWorld();
  const scene = new ReviewScene(world);
  scene.parts = reviewedParts((await world.as("owner").projects.get({ projectId: scene.projectId })).parts);
  return scene;
}

export class ReviewScene {
  readonly projectId: ProjectId;
  imageId: ImageId;
  /** Those a reviewer judges, in their order. */
  parts: { id: PartId; name: string }[] = [];

  constructor(readonly world: World) {
    this.projectId = world.projectId as ProjectId;
    this.imageId = world.imageId as ImageId;
  }

  /** From here on everything happens on a new photograph. */
  async newPhoto(): Promise<void> {
    const { services, userIds, database } = this.world;
    this.imageId = (await insertPhoto(services.db, {
      projectId: this.projectId,
      name: "b.png",
      sha256: randomUUID(),
      bytes: 1,
      mime: "image/png",
      uploadedBy: userIds.owner,
    })) as ImageId;
    await database.pool.query("update images set width = 10, height = 10 where id = $1", [this.imageId]);
  }

  get here() {
    return { projectId: this.projectId, imageId: this.imageId };
  }

  reviews(who: Who = "reviewer") {
    return this.world.as(who).reviews;
  }

  /** A box for the first part, as one edit. */
  drawing(who: Somebody, width: number): Uint8Array {
    const doc = new Y.Doc();
    const createdBy = this.world.userIds[who];
    const shape = { type: "box" as const, partId: this.parts[0]!.id, createdBy, z: 1 };
    shapesOf(doc).set(randomUUID(), createShape({ ...shape, box: [1, 1, width, 3] }));
    return Y.encodeStateAsUpdate(doc);
  }

  async draw(who: Somebody, width = 3): Promise<void> {
    const { db } = this.world.services;
    const { id: documentId, epoch } = (await documentOf(db, this.here))!;
    const userId = this.world.userIds[who];
    await appendUpdate(db, { documentId, epoch, update: this.drawing(who, width), userId });
  }

  async submit(who: Somebody = "annotator"): Promise<RevisionRef> {
    const { revisionId } = await this.world.as(who).revisions.freeze(this.here);
    return { projectId: this.projectId, revisionId: revisionId as RevisionId };
  }

  approveAll(ref: RevisionRef, who: Who = "reviewer") {
    return this.reviews(who).decide({ ...ref, decisions: this.parts.map((p) => approved(p)) });
  }

  close(ref: RevisionRef, expects: "approve" | "return", who: Who = "reviewer") {
    return this.reviews(who).close({ ...ref, expects });
  }

  async state() {
    return (await this.reviews("viewer").ofImage(this.here))?.state;
  }

  async document() {
    const { db } = this.world.services;
    return loadDocument(db, (await documentOf(db, this.here))!.id);
  }

  /** The audit log's entries of one kind about the photograph, oldest first. */
  async audited(action: string): Promise<Record<string, unknown>[]> {
    const { rows } = await this.world.database.pool.query(
      "select user_id, subject from audit_log where action = $1 and subject ->> 'imageId' = $2 order by id",
      [action, this.imageId],
    );
    return rows.map((row) => ({ userId: row.user_id, ...row.subject }));
  }

  /** What an open browser of the project hears while `act` runs. */
  async heard(act: () => Promise<unknown>): Promise<ProjectEvent[]> {
    const { services, database } = this.world;
    const stop = new AbortController();
    const feed = services.live.subscribe(this.projectId, stop.signal);
    const events: ProjectEvent[] = [];
    const reading = (async () => {
      for await (const event of feed) {
        if (event.type === "layout") return;
        if (event.type !== "resync") events.push(event);
      }
    })();
    await new Promise((resolve) => setTimeout(resolve, 150));
    await act();
    // Notifications arrive in order: when this one is there, all before it are.
    const end = { projectId: this.projectId, event: { type: "layout", key: "end" } };
    await database.pool.query("select pg_notify('partwise_project', $1)", [JSON.stringify(end)]);
    await reading;
    stop.abort();
    return events;
  }
}
