import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import * as Y from "yjs";
import { createShape, shapesOf } from "@/core/annotation/schema";
import type { ProjectEvent } from "@/core/domain/events";
import type { ImageId, PartId, ProjectId, RevisionId } from "@/core/domain/ids";
import { reviewedParts } from "@/core/domain/review";
import { appendUpdate, loadDocument } from "@/db/queries/documents";
import { documentOf, insertPhoto } from "@/db/queries/photos";
import { createWorld, type Who, type World } from "../testing/world";

let world: World;
let projectId: ProjectId;
let imageId: ImageId;
let parts: { id: PartId; name: string }[];
beforeAll(async () => {
  world = await createWorld();
  projectId = world.projectId as ProjectId;
  const project = await world.as("owner").projects.get({ projectId });
  parts = reviewedParts(project.parts);
});
afterAll(() => world.close());

// Every test has a photograph of its own.
beforeEach(async () => {
  imageId = (await insertPhoto(world.services.db, {
    projectId,
    name: "b.png",
    sha256: randomUUID(),
    bytes: 1,
    mime: "image/png",
    uploadedBy: world.userIds.owner,
  })) as ImageId;
  await world.database.pool.query("update images set width = 10, height = 10 where id = $1", [imageId]);
});

type Somebody = Exclude<Who, "anonymous">;

/** A box for the first part, as one edit. */
function drawing(who: Somebody, width: number): Uint8Array {
  const doc = new Y.Doc();
  const shape = { type: "box" as const, partId: parts[0]!.id, createdBy: world.userIds[who], z: 1 };
  shapesOf(doc).set(randomUUID(), createShape({ ...shape, box: [1, 1, width, 3] }));
  return Y.encodeStateAsUpdate(doc);
}

async function draw(who: Somebody, width = 3): Promise<void> {
  const document = (await documentOf(world.services.db, { projectId, imageId }))!;
  const userId = world.userIds[who];
  const update = drawing(who, width);
  await appendUpdate(world.services.db, { documentId: document.id, epoch: document.epoch, update, userId });
}

async function submit(who: Somebody = "annotator") {
  const { revisionId } = await world.as(who).revisions.freeze({ projectId, imageId });
  return { projectId, revisionId: revisionId as RevisionId };
}

type Ref = Awaited<ReturnType<typeof submit>>;

const approved = (part: { id: PartId }, seen: number | null = null) =>
  ({ partId: part.id, verdict: "approved", seen }) as const;
const returned = (part: { id: PartId }, seen: number | null = null) =>
  ({ partId: part.id, verdict: "changes_requested", reason: "sides", note: "", seen }) as const;

const approveAll = (ref: Ref, who: Who = "reviewer") =>
  world.as(who).reviews.decide({ ...ref, decisions: parts.map((p) => approved(p)) });
const close = (ref: Ref, expects: "approve" | "return", who: Who = "reviewer") =>
  world.as(who).reviews.close({ ...ref, expects });
const stateOf = async () => (await world.as("viewer").reviews.ofImage({ projectId, imageId }))?.state;
const document = async () =>
  loadDocument(world.services.db, (await documentOf(world.services.db, { projectId, imageId }))!.id);

async function audited(action: string): Promise<Record<string, unknown>[]> {
  const { rows } = await world.database.pool.query(
    "select user_id, subject from audit_log where action = $1 and subject ->> 'imageId' = $2 order by id",
    [action, imageId],
  );
  return rows.map((row) => ({ userId: row.user_id, ...row.subject }));
}

/** What an open browser of the project hears while `act` runs. */
async function heard(act: () => Promise<unknown>): Promise<ProjectEvent[]> {
  const stop = new AbortController();
  const feed = world.services.live.subscribe(projectId, stop.signal);
  const events: ProjectEvent[] = [];
  const reading = (async () => {
    for await (const event of feed)
      if (event.type !== "resync") {
        events.push(event);
        if (event.type === "layout" && event.key === "end") return;
      }
  })();
  await new Promise((r) => setTimeout(r, 150));
  await act();
  await world.as("owner").layouts.save({ projectId, key: "end", parameters: {}, positions: {} });
  await world.database.pool.query("select pg_notify('partwise_project', $1)", [
    JSON.stringify({ projectId, event: { type: "layout", key: "end" } }),
  ]);
  await reading;
  stop.abort();
  return events.filter((e) => e.type !== "layout");
}

describe("a review", () => {
  it("approves when every part is: the image is read-only, its epoch rises, everybody hears", async () => {
    await draw("annotator");
    const ref = await submit();
    const events = await heard(async () => {
      await approveAll(ref);
      await close(ref, "approve");
    });
    expect(events).toEqual([
      { type: "review", imageId, revisionId: ref.revisionId },
      { type: "revision", imageId, revisionId: ref.revisionId },
    ]);
    expect(await stateOf()).toBe("approved");
    expect(await document()).toMatchObject({ epoch: 2, readOnly: true });
    await expect(draw("owner")).rejects.toThrow(/approved/);
    await expect(submit("owner")).rejects.toThrow(/approved/);
    expect(await audited("revision.approve")).toMatchObject([
      { userId: world.userIds.reviewer, revisionId: ref.revisionId, number: 1, returned: [] },
    ]);
    const { images } = await world.as("viewer").images.list({ projectId });
    expect(images.find((i) => i.id === imageId)?.revision).toMatchObject({ state: "approved", stale: false });
    const listed = async (review: "none" | "approved" | "submitted") =>
      (await world.as("viewer").images.list({ projectId, review })).images.some((i) => i.id === imageId);
    expect([await listed("approved"), await listed("submitted"), await listed("none")]).toEqual([
      true,
      false,
      false,
    ]);
  });

  it("sends back when one part is, with reasons; the next revision is a new round", async () => {
    await draw("annotator");
    const first = await submit();
    const [eye, ...rest] = parts;
    await world.as("reviewer").reviews.decide({
      ...first,
      decisions: [{ ...returned(eye!), note: "The cat looks at us" }, ...rest.map((p) => approved(p))],
    });
    const pin = await world
      .as("reviewer")
      .reviews.comment({ ...first, x: 2, y: 3, text: "Here", partId: eye!.id });
    expect(await close(first, "return")).toEqual({ state: "changes_requested" });
    await expect(submit()).rejects.toThrow(/Nothing was changed/);

    await draw("annotator", 4);
    const second = await submit();
    const review = await world.as("reviewer").reviews.get(second);
    expect(review).toMatchObject({ number: 2, state: "submitted", decisions: [] });
    expect(review.previous).toMatchObject({ number: 1 });
    expect(review.previous?.decisions.find((d) => d.partId === eye!.id)).toMatchObject({
      verdict: "changes_requested",
      reason: "sides",
      note: "The cat looks at us",
    });
    expect(review.comments).toMatchObject([{ id: pin.id, revisionNumber: 1, settledAt: null, x: 2, y: 3 }]);
    await world.as("annotator").reviews.settleComment({ projectId, commentId: pin.id, done: true });
    expect((await world.as("reviewer").reviews.get(second)).comments).toMatchObject([
      { id: pin.id, settledByName: "annotator" },
    ]);
    await approveAll(second);
    await close(second, "approve");
    expect(await audited("revision.return")).toMatchObject([
      { number: 1, returned: [{ partId: eye!.id, reason: "sides" }] },
    ]);
    expect((await audited("review.settle"))[0]).toMatchObject({
      userId: world.userIds.annotator,
      done: true,
    });
  });

  it("cannot be closed before every part is decided, and names those left", async () => {
    await draw("annotator");
    const ref = await submit();
    await world.as("reviewer").reviews.decide({ ...ref, decisions: parts.slice(1).map((p) => approved(p)) });
    await expect(close(ref, "approve")).rejects.toMatchObject({
      code: "CONFLICT",
      message: expect.stringContaining(parts[0]!.name),
    });
    expect(await stateOf()).toBe("submitted");
  });

  it("takes a decision back, and writes all decisions of a call or none", async () => {
    await draw("annotator");
    const ref = await submit();
    await approveAll(ref);
    const [first, second] = parts;
    const { decisions } = await world.as("reviewer").reviews.get(ref);
    const { version } = decisions.find((d) => d.partId === first!.id)!;
    const undecided = { partId: first!.id, verdict: "undecided" as const, seen: version };
    await expect(
      world.as("reviewer").reviews.decide({ ...ref, decisions: [undecided, returned(second!, -1)] }),
    ).rejects.toThrow(/just approved/);
    expect((await world.as("reviewer").reviews.get(ref)).decisions).toHaveLength(parts.length);
    await world.as("reviewer").reviews.decide({ ...ref, decisions: [undecided] });
    expect((await world.as("reviewer").reviews.get(ref)).decisions).toHaveLength(parts.length - 1);
  });

  it("wants a word for “something else”, and places within the photograph", async () => {
    await draw("annotator");
    const ref = await submit();
    const as = world.as("reviewer").reviews;
    const other = { ...returned(parts[0]!), reason: "other" as const };
    await expect(as.decide({ ...ref, decisions: [other] })).rejects.toThrow(/few words/);
    await expect(as.comment({ ...ref, x: 11, y: 1, text: "Out" })).rejects.toThrow(/on the photograph/);
    await expect(
      as.decide({ ...ref, decisions: [approved({ id: randomUUID() as PartId })] }),
    ).rejects.toThrow(/not reviewed/);
  });
});

describe("four eyes", () => {
  it("keep the one who alone drew from approving, part by part and in the end", async () => {
    await draw("reviewer");
    const ref = await submit("reviewer");
    await expect(approveAll(ref)).rejects.toMatchObject({ code: "FORBIDDEN" });
    await approveAll(ref, "owner");
    await expect(close(ref, "approve")).rejects.toMatchObject({
      code: "FORBIDDEN",
      message: expect.stringContaining("second pair of eyes"),
    });
    expect(await stateOf()).toBe("submitted");
    await close(ref, "approve", "owner");
  });

  it("let one send one's own drawing back", async () => {
    await draw("reviewer");
    const ref = await submit("reviewer");
    await world.as("reviewer").reviews.decide({ ...ref, decisions: [returned(parts[0]!)] });
    expect(await close(ref, "return")).toEqual({ state: "changes_requested" });
  });

  it("are content when somebody else has drawn too", async () => {
    await draw("reviewer");
    await draw("annotator", 4);
    const ref = await submit("reviewer");
    await approveAll(ref);
    await close(ref, "approve");
  });

  it("are a setting that only owners change, and that is written down", async () => {
    await draw("reviewer");
    const ref = await submit("reviewer");
    await expect(world.as("reviewer").projects.update({ projectId, fourEyes: false })).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
    await world.as("owner").projects.update({ projectId, fourEyes: false });
    try {
      await approveAll(ref);
      await close(ref, "approve");
    } finally {
      await world.as("owner").projects.update({ projectId, fourEyes: true });
    }
    const { rows } = await world.database.pool.query(
      "select subject from audit_log where action = 'project.update' order by id",
    );
    expect(rows.map((r) => r.subject.fourEyes)).toEqual(expect.arrayContaining([false, true]));
  });
});

describe("several people at once", () => {
  it("a decision on what another has just decided is a conflict, one of the same mind is none", async () => {
    await draw("annotator");
    const ref = await submit();
    await world.as("owner").reviews.decide({ ...ref, decisions: [returned(parts[0]!)] });
    await world.as("reviewer").reviews.decide({ ...ref, decisions: [returned(parts[0]!)] });
    await expect(
      world.as("reviewer").reviews.decide({ ...ref, decisions: [approved(parts[0]!)] }),
    ).rejects.toMatchObject({
      code: "CONFLICT",
      message: expect.stringMatching(/owner has just sent back Left Eye/),
    });
  });

  it("two opposite decisions in the same moment: one wins, the other hears of it", async () => {
    await draw("annotator");
    const ref = await submit();
    const outcomes = await Promise.allSettled([
      world.as("owner").reviews.decide({ ...ref, decisions: [returned(parts[0]!)] }),
      world.as("reviewer").reviews.decide({ ...ref, decisions: [approved(parts[0]!)] }),
    ]);
    expect(outcomes.map((o) => o.status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(await audited("review.decide")).toHaveLength(1);
  });

  it("closing as approved fails when a part was sent back meanwhile", async () => {
    await draw("annotator");
    const ref = await submit();
    await approveAll(ref);
    const { decisions } = await world.as("owner").reviews.get(ref);
    const { version } = decisions.find((d) => d.partId === parts[0]!.id)!;
    await world.as("owner").reviews.decide({ ...ref, decisions: [returned(parts[0]!, version)] });
    await expect(close(ref, "approve")).rejects.toThrow(/owner has sent back Left Eye/);
    expect(await stateOf()).toBe("submitted");
  });

  it("two closings: one happens, the other is told", async () => {
    await draw("annotator");
    const ref = await submit();
    await approveAll(ref);
    const outcomes = await Promise.allSettled([close(ref, "approve"), close(ref, "approve", "owner")]);
    expect(outcomes.map((o) => o.status).sort()).toEqual(["fulfilled", "rejected"]);
    const refusal = outcomes.find((o) => o.status === "rejected") as PromiseRejectedResult;
    expect(refusal.reason.message).toMatch(/is approved by/);
    expect(await document()).toMatchObject({ epoch: 2 });
  });

  it("nothing is decided, pinned or closed on a revision that was superseded", async () => {
    await draw("annotator");
    const first = await submit();
    await approveAll(first);
    await draw("annotator", 4);
    await submit();
    const superseded = { code: "CONFLICT", message: expect.stringMatching(/annotator submitted revision 2/) };
    const as = world.as("reviewer").reviews;
    await expect(as.decide({ ...first, decisions: [returned(parts[0]!)] })).rejects.toMatchObject(superseded);
    await expect(as.comment({ ...first, x: 1, y: 1, text: "Late" })).rejects.toMatchObject(superseded);
    await expect(close(first, "approve")).rejects.toMatchObject(superseded);
    await expect(as.reopen({ ...first, note: "Why" })).rejects.toMatchObject(superseded);
    expect((await world.as("reviewer").reviews.get(first)).newest).toMatchObject({ number: 2 });
  });

  it("a submission and an approval in the same moment: never an approved revision that is not the newest", async () => {
    for (let round = 0; round < 6; round++) {
      await draw("annotator", 3 + round / 10);
      const ref = await submit();
      await approveAll(ref);
      await draw("annotator", 4 + round / 10);
      const closing = world
        .as("reviewer")
        .reviews.close({ ...ref, expects: "approve", discardLaterEdits: true });
      const outcomes = await Promise.allSettled([closing, submit()]);
      expect(outcomes.map((o) => o.status).sort()).toEqual(["fulfilled", "rejected"]);
      const { rows } = await world.database.pool.query(
        "select number, state from revisions where image_id = $1 order by number desc",
        [imageId],
      );
      const { readOnly } = await document();
      expect(rows[0].state).toBe(readOnly ? "approved" : "submitted");
      if (readOnly) await world.as("reviewer").reviews.reopen({ ...ref, note: "Again" });
    }
  });
});

describe("approving a drawing that was edited since", () => {
  it("is refused with the editor's name, or sets the drawing back on demand", async () => {
    await draw("annotator");
    const ref = await submit();
    await approveAll(ref);
    const frozen = (await document()).state;
    await draw("owner", 5);
    expect((await world.as("reviewer").reviews.get(ref)).edited).toEqual(["owner"]);
    await expect(close(ref, "approve")).rejects.toThrow(/owner edited the drawing after revision 1/);
    await world.as("reviewer").reviews.close({ ...ref, expects: "approve", discardLaterEdits: true });
    const shapes = (state: Uint8Array) => {
      const doc = new Y.Doc();
      Y.applyUpdate(doc, state);
      return [...shapesOf(doc).keys()];
    };
    expect(shapes((await document()).state)).toEqual(shapes(frozen));
    expect((await world.as("reviewer").reviews.get(ref)).edited).toBeNull();
    expect(await audited("revision.approve")).toMatchObject([{ discardLaterEdits: true }]);
    const { images } = await world.as("viewer").images.list({ projectId });
    expect(images.find((i) => i.id === imageId)?.revision?.stale).toBe(false);
  });
});

describe("approving while an edit is being stored", () => {
  it("waits for it, and is then refused instead of approving what nobody has seen", async () => {
    await draw("annotator");
    const ref = await submit();
    await approveAll(ref);
    const { documentId, epoch } = await document();
    const edit = await world.database.pool.connect();
    await edit.query("begin");
    await edit.query("select 1 from documents where id = $1 for share", [documentId]);
    const closing = close(ref, "approve").then(
      () => "approved",
      (error: Error) => error.message,
    );
    await new Promise((resolve) => setTimeout(resolve, 200));
    await edit.query(
      "insert into document_updates (document_id, epoch, update, user_id) values ($1, $2, $3, $4)",
      [documentId, epoch, Buffer.from(drawing("owner", 6)), world.userIds.owner],
    );
    await edit.query("commit");
    edit.release();
    expect(await closing).toMatch(/owner edited the drawing/);
    expect(await stateOf()).toBe("submitted");
  });
});

describe("reopening", () => {
  it("of an approved revision wants a reason, keeps the decisions and lets people draw again", async () => {
    await draw("annotator");
    const ref = await submit();
    await approveAll(ref);
    await close(ref, "approve");
    await expect(world.as("annotator").reviews.reopen({ ...ref, note: "Let me" })).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
    await expect(world.as("reviewer").reviews.reopen({ ...ref, note: " " })).rejects.toThrow(/why/);
    expect(await world.as("reviewer").reviews.reopen({ ...ref, note: "The ear after all" })).toEqual({
      state: "submitted",
    });
    expect(await document()).toMatchObject({ epoch: 3, readOnly: false });
    const review = await world.as("annotator").reviews.ofImage({ projectId, imageId });
    expect(review).toMatchObject({ reviewNote: "The ear after all", reviewedByName: "reviewer" });
    expect(review?.decisions).toHaveLength(parts.length);
    await draw("annotator", 5);
    expect(await submit()).not.toEqual(ref);
    expect(await audited("revision.reopen")).toMatchObject([{ from: "approved", note: "The ear after all" }]);
  });

  it("takes back that a revision was sent back, and only then", async () => {
    await draw("annotator");
    const ref = await submit();
    await expect(world.as("reviewer").reviews.reopen({ ...ref, note: "Why" })).rejects.toThrow(
      /open for review/,
    );
    await world.as("reviewer").reviews.decide({ ...ref, decisions: [returned(parts[0]!)] });
    await close(ref, "return");
    await world.as("reviewer").reviews.reopen({ ...ref, note: "I was wrong" });
    expect(await stateOf()).toBe("submitted");
    expect(await document()).toMatchObject({ epoch: 1, readOnly: false });
  });
});

describe("comments", () => {
  it("are taken away by their author only, and rest with an approved revision", async () => {
    await draw("annotator");
    const ref = await submit();
    const { id } = await world.as("reviewer").reviews.comment({ ...ref, x: 1, y: 1, text: "Mine" });
    const comment = { projectId, commentId: id };
    await expect(world.as("owner").reviews.removeComment(comment)).rejects.toThrow(/Only reviewer/);
    await approveAll(ref);
    await close(ref, "approve");
    await expect(world.as("reviewer").reviews.removeComment(comment)).rejects.toMatchObject({
      code: "CONFLICT",
    });
    await expect(world.as("annotator").reviews.settleComment({ ...comment, done: true })).rejects.toThrow(
      /is approved/,
    );
    await world.as("reviewer").reviews.reopen({ ...ref, note: "Once more" });
    await world.as("reviewer").reviews.removeComment(comment);
    expect((await world.as("viewer").reviews.ofImage({ projectId, imageId }))?.comments).toEqual([]);
    expect(await audited("review.removeComment")).toMatchObject([{ text: "Mine" }]);
  });
});

describe("the queue", () => {
  it("lists newest revisions, oldest first, by state and person, page by page, and knows what comes next", async () => {
    await world.database.pool.query("delete from images where project_id = $1", [projectId]);
    const refs: Ref[] = [];
    for (const who of ["annotator", "reviewer", "annotator"] as const) {
      imageId = (await insertPhoto(world.services.db, {
        projectId,
        name: `${refs.length}.png`,
        sha256: randomUUID(),
        bytes: 1,
        mime: "image/png",
        uploadedBy: world.userIds.owner,
      })) as ImageId;
      await world.database.pool.query("update images set width = 10, height = 10 where id = $1", [imageId]);
      await draw(who);
      refs.push(await submit(who));
    }
    const as = world.as("reviewer").reviews;
    const ids = (rows: { revisionId: string }[]) =>
      rows.map((r) => refs.findIndex((f) => f.revisionId === r.revisionId));
    const all = await as.queue({ projectId });
    expect(ids(all.revisions)).toEqual([0, 1, 2]);
    expect(all.revisions.map((r) => r.drewAlone)).toEqual([false, true, false]);
    expect(all.revisions[0]!.authors).toMatchObject([{ name: "annotator" }]);
    expect(ids((await as.queue({ projectId, others: true })).revisions)).toEqual([0, 2]);
    const mine = await as.queue({ projectId, authorId: world.userIds.reviewer as never });
    expect(ids(mine.revisions)).toEqual([1]);
    const page = await as.queue({ projectId, limit: 2 });
    const rest = await as.queue({ projectId, limit: 2, cursor: page.nextCursor });
    expect([ids(page.revisions), ids(rest.revisions), rest.nextCursor]).toEqual([[0, 1], [2], null]);

    expect((await as.get(refs[0]!)).next).toBe(refs[2]!.revisionId);
    expect((await as.get(refs[2]!)).next).toBe(refs[0]!.revisionId);
    expect((await world.as("owner").reviews.get(refs[0]!)).next).toBe(refs[1]!.revisionId);

    await as.decide({ ...refs[0]!, decisions: [returned(parts[0]!)] });
    await close(refs[0]!, "return");
    await approveAll(refs[2]!);
    await close(refs[2]!, "approve");
    expect(ids((await as.queue({ projectId })).revisions)).toEqual([1]);
    expect((await as.get(refs[1]!)).next).toBeNull();
    const progress = await as.progress({ projectId });
    expect(progress.total).toEqual({ submitted: 1, approved: 1, changes_requested: 1 });
    expect(progress.people.find((p) => p.name === "annotator")?.counts).toEqual({
      submitted: 0,
      approved: 1,
      changes_requested: 1,
    });
    expect(progress.parts[0]).toMatchObject({ approved: 1, returned: [{ reason: "sides", n: 1 }] });
  });
});
