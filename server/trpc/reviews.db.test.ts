import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { PartId } from "@/core/domain/ids";
import { approved, createReviewScene, type ReviewScene, returned } from "../testing/review-scene";

let scene: ReviewScene;
beforeAll(async () => {
  scene = await createReviewScene();
});
afterAll(() => scene.world.close());
// Every test has a photograph of its own.
beforeEach(() => scene.newPhoto());

describe("a review", () => {
  it("approves when every part is: the image is read-only, its epoch rises, everybody hears", async () => {
    await scene.draw("annotator");
    const ref = await scene.submit();
    const events = await scene.heard(async () => {
      await scene.approveAll(ref);
      await scene.close(ref, "approve");
    });
    expect(events).toEqual([
      { type: "review", imageId: scene.imageId, revisionId: ref.revisionId },
      { type: "revision", imageId: scene.imageId, revisionId: ref.revisionId },
    ]);
    expect(await scene.state()).toBe("approved");
    expect(await scene.document()).toMatchObject({ epoch: 2, readOnly: true });
    await expect(scene.draw("owner")).rejects.toThrow(/approved/);
    await expect(scene.submit("owner")).rejects.toThrow(/approved/);
    expect(await scene.audited("revision.approve")).toMatchObject([
      { userId: scene.world.userIds.reviewer, revisionId: ref.revisionId, number: 1, returned: [] },
    ]);
    const { images } = await scene.world.as("viewer").images.list({ projectId: scene.projectId });
    expect(images.find((i) => i.id === scene.imageId)?.revision).toMatchObject({
      state: "approved",
      stale: false,
    });
    const listed = async (review: "none" | "approved" | "submitted") =>
      (await scene.world.as("viewer").images.list({ projectId: scene.projectId, review })).images.some(
        (i) => i.id === scene.imageId,
      );
    expect([await listed("approved"), await listed("submitted"), await listed("none")]).toEqual([
      true,
      false,
      false,
    ]);
  });

  it("sends back when one part is, with reasons; the next revision is a new round", async () => {
    await scene.draw("annotator");
    const first = await scene.submit();
    const [eye, ...rest] = scene.parts;
    await scene.reviews().decide({
      ...first,
      decisions: [{ ...returned(eye!), note: "The cat looks at us" }, ...rest.map((p) => approved(p))],
    });
    const pin = await scene.reviews().comment({ ...first, x: 2, y: 3, text: "Here", partId: eye!.id });
    expect(await scene.close(first, "return")).toEqual({ state: "changes_requested" });
    await expect(scene.submit()).rejects.toThrow(/Nothing was changed/);

    await scene.draw("annotator", 4);
    const second = await scene.submit();
    const review = await scene.reviews().get(second);
    expect(review).toMatchObject({ number: 2, state: "submitted", decisions: [] });
    expect(review.previous).toMatchObject({ number: 1 });
    expect(review.previous?.decisions.find((d) => d.partId === eye!.id)).toMatchObject({
      verdict: "changes_requested",
      reason: "sides",
      note: "The cat looks at us",
    });
    expect(review.comments).toMatchObject([{ id: pin.id, revisionNumber: 1, settledAt: null, x: 2, y: 3 }]);
    await scene
      .reviews("annotator")
      .settleComment({ projectId: scene.projectId, commentId: pin.id, done: true });
    expect((await scene.reviews().get(second)).comments).toMatchObject([
      { id: pin.id, settledByName: "annotator" },
    ]);
    await scene.approveAll(second);
    await scene.close(second, "approve");
    expect(await scene.audited("revision.return")).toMatchObject([
      { number: 1, returned: [{ partId: eye!.id, reason: "sides" }] },
    ]);
    expect((await scene.audited("review.settle"))[0]).toMatchObject({
      userId: scene.world.userIds.annotator,
      done: true,
    });
  });

  it("cannot be closed before every part is decided, and names those left", async () => {
    await scene.draw("annotator");
    const ref = await scene.submit();
    await scene.reviews().decide({ ...ref, decisions: scene.parts.slice(1).map((p) => approved(p)) });
    await expect(scene.close(ref, "approve")).rejects.toMatchObject({
      code: "CONFLICT",
      message: expect.stringContaining(scene.parts[0]!.name),
    });
    expect(await scene.state()).toBe("submitted");
  });

  it("takes a decision back, and writes all decisions of a call or none", async () => {
    await scene.draw("annotator");
    const ref = await scene.submit();
    await scene.approveAll(ref);
    const [first, second] = scene.parts;
    const { decisions } = await scene.reviews().get(ref);
    const { version } = decisions.find((d) => d.partId === first!.id)!;
    const undecided = { partId: first!.id, verdict: "undecided" as const, seen: version };
    await expect(
      scene.reviews().decide({ ...ref, decisions: [undecided, returned(second!, -1)] }),
    ).rejects.toThrow(/just approved/);
    expect((await scene.reviews().get(ref)).decisions).toHaveLength(scene.parts.length);
    await scene.reviews().decide({ ...ref, decisions: [undecided] });
    expect((await scene.reviews().get(ref)).decisions).toHaveLength(scene.parts.length - 1);
  });

  it("wants a word for “something else”, and places within the photograph", async () => {
    await scene.draw("annotator");
    const ref = await scene.submit();
    const as = scene.reviews();
    const other = { ...returned(scene.parts[0]!), reason: "other" as const };
    await expect(as.decide({ ...ref, decisions: [other] })).rejects.toThrow(/few words/);
    await expect(as.comment({ ...ref, x: 11, y: 1, text: "Out" })).rejects.toThrow(/on the photograph/);
    await expect(
      as.decide({ ...ref, decisions: [approved({ id: randomUUID() as PartId })] }),
    ).rejects.toThrow(/not reviewed/);
  });
});

describe("four eyes", () => {
  it("keep the one who alone drew from approving, part by part and in the end", async () => {
    await scene.draw("reviewer");
    const ref = await scene.submit("reviewer");
    await expect(scene.approveAll(ref)).rejects.toMatchObject({ code: "FORBIDDEN" });
    await scene.approveAll(ref, "owner");
    await expect(scene.close(ref, "approve")).rejects.toMatchObject({
      code: "FORBIDDEN",
      message: expect.stringContaining("second pair of eyes"),
    });
    expect(await scene.state()).toBe("submitted");
    await scene.close(ref, "approve", "owner");
  });

  it("let one send one's own drawing back", async () => {
    await scene.draw("reviewer");
    const ref = await scene.submit("reviewer");
    await scene.reviews().decide({ ...ref, decisions: [returned(scene.parts[0]!)] });
    expect(await scene.close(ref, "return")).toEqual({ state: "changes_requested" });
  });

  it("are content when somebody else has drawn too", async () => {
    await scene.draw("reviewer");
    await scene.draw("annotator", 4);
    const ref = await scene.submit("reviewer");
    await scene.approveAll(ref);
    await scene.close(ref, "approve");
  });

  it("are a setting that only owners change, and that is written down", async () => {
    await scene.draw("reviewer");
    const ref = await scene.submit("reviewer");
    await expect(
      scene.world.as("reviewer").projects.update({ projectId: scene.projectId, fourEyes: false }),
    ).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
    await scene.world.as("owner").projects.update({ projectId: scene.projectId, fourEyes: false });
    try {
      await scene.approveAll(ref);
      await scene.close(ref, "approve");
    } finally {
      await scene.world.as("owner").projects.update({ projectId: scene.projectId, fourEyes: true });
    }
    const { rows } = await scene.world.database.pool.query(
      "select subject from audit_log where action = 'project.update' order by id",
    );
    expect(rows.map((r) => r.subject.fourEyes)).toEqual(expect.arrayContaining([false, true]));
  });
});

describe("reopening", () => {
  it("of an approved revision wants a reason, keeps the decisions and lets people draw again", async () => {
    await scene.draw("annotator");
    const ref = await scene.submit();
    await scene.approveAll(ref);
    await scene.close(ref, "approve");
    await expect(scene.reviews("annotator").reopen({ ...ref, note: "Let me" })).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
    await expect(scene.reviews().reopen({ ...ref, note: " " })).rejects.toThrow(/why/);
    expect(await scene.reviews().reopen({ ...ref, note: "The ear after all" })).toEqual({
      state: "submitted",
    });
    expect(await scene.document()).toMatchObject({ epoch: 3, readOnly: false });
    const review = await scene.reviews("annotator").ofImage(scene.here);
    expect(review).toMatchObject({ reviewNote: "The ear after all", reviewedByName: "reviewer" });
    expect(review?.decisions).toHaveLength(scene.parts.length);
    await scene.draw("annotator", 5);
    expect(await scene.submit()).not.toEqual(ref);
    expect(await scene.audited("revision.reopen")).toMatchObject([
      { from: "approved", note: "The ear after all" },
    ]);
  });

  it("takes back that a revision was sent back, and only then", async () => {
    await scene.draw("annotator");
    const ref = await scene.submit();
    await expect(scene.reviews().reopen({ ...ref, note: "Why" })).rejects.toThrow(/open for review/);
    await scene.reviews().decide({ ...ref, decisions: [returned(scene.parts[0]!)] });
    await scene.close(ref, "return");
    await scene.reviews().reopen({ ...ref, note: "I was wrong" });
    expect(await scene.state()).toBe("submitted");
    expect(await scene.document()).toMatchObject({ epoch: 1, readOnly: false });
  });
});

describe("comments", () => {
  it("are taken away by their author only, and rest with an approved revision", async () => {
    await scene.draw("annotator");
    const ref = await scene.submit();
    const { id } = await scene.reviews().comment({ ...ref, x: 1, y: 1, text: "Mine" });
    const comment = { projectId: scene.projectId, commentId: id };
    await expect(scene.reviews("owner").removeComment(comment)).rejects.toThrow(/Only reviewer/);
    await scene.approveAll(ref);
    await scene.close(ref, "approve");
    await expect(scene.reviews().removeComment(comment)).rejects.toMatchObject({
      code: "CONFLICT",
    });
    await expect(scene.reviews("annotator").settleComment({ ...comment, done: true })).rejects.toThrow(
      /is approved/,
    );
    await scene.reviews().reopen({ ...ref, note: "Once more" });
    await scene.reviews().removeComment(comment);
    expect((await scene.reviews("viewer").ofImage(scene.here))?.comments).toEqual([]);
    expect(await scene.audited("review.removeComment")).toMatchObject([{ text: "Mine" }]);
  });
});
