import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import * as Y from "yjs";
import { shapesOf } from "@/core/annotation/schema";
import { approved, createReviewScene, type ReviewScene, returned } from "../testing/review-scene";

let scene: ReviewScene;
beforeAll(async () => {
  scene = await createReviewScene();
});
afterAll(() => scene.world.close());
// Every test has a photograph of its own.
beforeEach(() => scene.newPhoto());

describe("several people at once", () => {
  it("a decision on what another has just decided is a conflict, one of the same mind is none", async () => {
    await scene.draw("annotator");
    const ref = await scene.submit();
    await scene.reviews("owner").decide({ ...ref, decisions: [returned(scene.parts[0]!)] });
    await scene.reviews().decide({ ...ref, decisions: [returned(scene.parts[0]!)] });
    await expect(
      scene.reviews().decide({ ...ref, decisions: [approved(scene.parts[0]!)] }),
    ).rejects.toMatchObject({
      code: "CONFLICT",
      message: expect.stringMatching(/owner has just sent back Left Eye/),
    });
  });

  it("two opposite decisions in the same moment: one wins, the other hears of it", async () => {
    await scene.draw("annotator");
    const ref = await scene.submit();
    const outcomes = await Promise.allSettled([
      scene.reviews("owner").decide({ ...ref, decisions: [returned(scene.parts[0]!)] }),
      scene.reviews().decide({ ...ref, decisions: [approved(scene.parts[0]!)] }),
    ]);
    expect(outcomes.map((o) => o.status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(await scene.audited("review.decide")).toHaveLength(1);
  });

  it("closing as approved fails when a part was sent back meanwhile", async () => {
    await scene.draw("annotator");
    const ref = await scene.submit();
    await scene.approveAll(ref);
    const { decisions } = await scene.reviews("owner").get(ref);
    const { version } = decisions.find((d) => d.partId === scene.parts[0]!.id)!;
    await scene.reviews("owner").decide({ ...ref, decisions: [returned(scene.parts[0]!, version)] });
    await expect(scene.close(ref, "approve")).rejects.toThrow(/owner has sent back Left Eye/);
    expect(await scene.state()).toBe("submitted");
  });

  it("two closings: one happens, the other is told", async () => {
    await scene.draw("annotator");
    const ref = await scene.submit();
    await scene.approveAll(ref);
    const outcomes = await Promise.allSettled([
      scene.close(ref, "approve"),
      scene.close(ref, "approve", "owner"),
    ]);
    expect(outcomes.map((o) => o.status).sort()).toEqual(["fulfilled", "rejected"]);
    const refusal = outcomes.find((o) => o.status === "rejected") as PromiseRejectedResult;
    expect(refusal.reason.message).toMatch(/is approved by/);
    expect(await scene.document()).toMatchObject({ epoch: 2 });
  });

  it("nothing is decided, pinned or closed on a revision that was superseded", async () => {
    await scene.draw("annotator");
    const first = await scene.submit();
    await scene.approveAll(first);
    await scene.draw("annotator", 4);
    await scene.submit();
    const superseded = { code: "CONFLICT", message: expect.stringMatching(/annotator submitted revision 2/) };
    const as = scene.reviews();
    await expect(as.decide({ ...first, decisions: [returned(scene.parts[0]!)] })).rejects.toMatchObject(
      superseded,
    );
    await expect(as.comment({ ...first, x: 1, y: 1, text: "Late" })).rejects.toMatchObject(superseded);
    await expect(scene.close(first, "approve")).rejects.toMatchObject(superseded);
    await expect(as.reopen({ ...first, note: "Why" })).rejects.toMatchObject(superseded);
    expect((await scene.reviews().get(first)).newest).toMatchObject({ number: 2 });
  });

  it("a submission and an approval in the same moment: never an approved revision that is not the newest", async () => {
    for (let round = 0; round < 6; round++) {
      await scene.draw("annotator", 3 + round / 10);
      const ref = await scene.submit();
      await scene.approveAll(ref);
      await scene.draw("annotator", 4 + round / 10);
      const closing = scene.reviews().close({ ...ref, expects: "approve", discardLaterEdits: true });
      const outcomes = await Promise.allSettled([closing, scene.submit()]);
      expect(outcomes.map((o) => o.status).sort()).toEqual(["fulfilled", "rejected"]);
      const { rows } = await scene.world.database.pool.query(
        "select number, state from revisions where image_id = $1 order by number desc",
        [scene.imageId],
      );
      const { readOnly } = await scene.document();
      expect(rows[0].state).toBe(readOnly ? "approved" : "submitted");
      if (readOnly) await scene.reviews().reopen({ ...ref, note: "Again" });
    }
  });
});

describe("approving a drawing that was edited since", () => {
  it("is refused with the editor's name, or sets the drawing back on demand", async () => {
    await scene.draw("annotator");
    const ref = await scene.submit();
    await scene.approveAll(ref);
    const frozen = (await scene.document()).state;
    await scene.draw("owner", 5);
    expect((await scene.reviews().get(ref)).edited).toEqual(["owner"]);
    await expect(scene.close(ref, "approve")).rejects.toThrow(/owner edited the drawing after revision 1/);
    await scene.reviews().close({ ...ref, expects: "approve", discardLaterEdits: true });
    const shapes = (state: Uint8Array) => {
      const doc = new Y.Doc();
      Y.applyUpdate(doc, state);
      return [...shapesOf(doc).keys()];
    };
    expect(shapes((await scene.document()).state)).toEqual(shapes(frozen));
    expect((await scene.reviews().get(ref)).edited).toBeNull();
    expect(await scene.audited("revision.approve")).toMatchObject([{ discardLaterEdits: true }]);
    const { images } = await scene.world.as("viewer").images.list({ projectId: scene.projectId });
    expect(images.find((i) => i.id === scene.imageId)?.revision?.stale).toBe(false);
  });
});

describe("approving while an edit is being stored", () => {
  it("waits for it, and is then refused instead of approving what nobody has seen", async () => {
    await scene.draw("annotator");
    const ref = await scene.submit();
    await scene.approveAll(ref);
    const { documentId, epoch } = await scene.document();
    const edit = await scene.world.database.pool.connect();
    await edit.query("begin");
    await edit.query("select 1 from documents where id = $1 for share", [documentId]);
    const closing = scene.close(ref, "approve").then(
      () => "approved",
      (error: Error) => error.message,
    );
    await new Promise((resolve) => setTimeout(resolve, 200));
    await edit.query(
      "insert into document_updates (document_id, epoch, update, user_id) values ($1, $2, $3, $4)",
      [documentId, epoch, Buffer.from(scene.drawing("owner", 6)), scene.world.userIds.owner],
    );
    await edit.query("commit");
    edit.release();
    expect(await closing).toMatch(/owner edited the drawing/);
    expect(await scene.state()).toBe("submitted");
  });
});
