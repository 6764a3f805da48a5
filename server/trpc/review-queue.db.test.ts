import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createReviewScene, type ReviewScene, type RevisionRef, returned } from "../testing/review-scene";

let scene: ReviewScene;
beforeAll(async () => {
  scene = await createReviewScene();
});
afterAll(() => scene.world.close());

describe("the queue", () => {
  it("lists newest revisions, oldest first, by state and person, page by page, and knows what comes next", async () => {
    await scene.world.database.pool.query("delete from images where project_id = $1", [scene.projectId]);
    const refs: RevisionRef[] = [];
    for (const who of ["annotator", "reviewer", "annotator"] as const) {
      await scene.newPhoto();
      await scene.draw(who);
      refs.push(await scene.submit(who));
    }
    const as = scene.reviews();
    const ids = (rows: { revisionId: string }[]) =>
      rows.map((r) => refs.findIndex((f) => f.revisionId === r.revisionId));
    const all = await as.queue({ projectId: scene.projectId });
    expect(ids(all.revisions)).toEqual([0, 1, 2]);
    expect(all.revisions.map((r) => r.drewAlone)).toEqual([false, true, false]);
    expect(all.revisions[0]!.authors).toMatchObject([{ name: "annotator" }]);
    expect(ids((await as.queue({ projectId: scene.projectId, others: true })).revisions)).toEqual([0, 2]);
    const mine = await as.queue({
      projectId: scene.projectId,
      authorId: scene.world.userIds.reviewer as never,
    });
    expect(ids(mine.revisions)).toEqual([1]);
    const page = await as.queue({ projectId: scene.projectId, limit: 2 });
    const rest = await as.queue({ projectId: scene.projectId, limit: 2, cursor: page.nextCursor });
    expect([ids(page.revisions), ids(rest.revisions), rest.nextCursor]).toEqual([[0, 1], [2], null]);

    expect((await as.get(refs[0]!)).next).toBe(refs[2]!.revisionId);
    expect((await as.get(refs[2]!)).next).toBe(refs[0]!.revisionId);
    expect((await scene.reviews("owner").get(refs[0]!)).next).toBe(refs[1]!.revisionId);

    await as.decide({ ...refs[0]!, decisions: [returned(scene.parts[0]!)] });
    await scene.close(refs[0]!, "return");
    await scene.approveAll(refs[2]!);
    await scene.close(refs[2]!, "approve");
    expect(ids((await as.queue({ projectId: scene.projectId })).revisions)).toEqual([1]);
    expect((await as.get(refs[1]!)).next).toBeNull();
    const progress = await as.progress({ projectId: scene.projectId });
    expect(progress.total).toEqual({ submitted: 1, approved: 1, changes_requested: 1 });
    expect(progress.people.find((p) => p.name === "annotator")?.counts).toEqual({
      submitted: 0,
      approved: 1,
      changes_requested: 1,
    });
    expect(progress.parts[0]).toMatchObject({ approved: 1, returned: [{ reason: "sides", n: 1 }] });
  });
});
