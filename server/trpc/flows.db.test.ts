import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as Y from "yjs";
import { createShape, shapesOf } from "@/core/annotation/schema";
import { appendUpdate } from "@/db/queries/documents";
import { imageOverviews } from "@/db/queries/image-overview";
import { createModel, findModel } from "@/db/queries/models";
import { documentOf, insertPhoto } from "@/db/queries/photos";
import { firstHeard } from "../testing/live";
import { createWorld, type World } from "../testing/world";

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

const here = () => ({ projectId: world.projectId, imageId: world.imageId });
const jobs = async (name: string) =>
  (
    await world.database.pool.query("select data from pgboss.job where name = $1 order by created_on", [name])
  ).rows.map((row) => row.data);

/** Draws a box for the project's first part, as `userId`, through the log. */
async function draw(userId: string, width: number): Promise<void> {
  const { parts } = await world.as("owner").projects.get({ projectId: world.projectId });
  const document = (await documentOf(world.services.db, here()))!;
  const doc = new Y.Doc();
  const shape = { type: "box" as const, partId: parts[0]!.id, createdBy: userId, z: 1 };
  shapesOf(doc).set(`shape-${width}`, createShape({ ...shape, box: [1, 1, width, 3] }));
  const update = Y.encodeStateAsUpdate(doc);
  await appendUpdate(world.services.db, { documentId: document.id, epoch: document.epoch, update, userId });
}

describe("freezing", () => {
  it("keeps geometry and authors, is scored once, and is stale after the next stroke", async () => {
    await draw(world.userIds.annotator, 3);
    const frozen = await world.as("reviewer").revisions.freeze(here());
    expect(frozen).toMatchObject({ number: 1, isNew: true });
    expect((await jobs("score")).at(-1)).toEqual({ ...here(), revisionId: frozen.revisionId });
    const [revision] = await world.as("viewer").revisions.list(here());
    expect(revision).toMatchObject({
      number: 1,
      authorIds: [world.userIds.annotator],
      scored: false,
      sums: null,
    });

    const row = async () => (await world.as("viewer").scores.project({ projectId: world.projectId }))[0];
    expect(await row()).toMatchObject({ revision: { number: 1, stale: false, scores: null } });
    await draw(world.userIds.owner, 4);
    expect(await row()).toMatchObject({ revision: { number: 1, stale: true } });
    expect(await world.as("annotator").revisions.freeze(here())).toMatchObject({ number: 2, isNew: true });
    expect(await row()).toMatchObject({ revision: { number: 2, stale: false } });
  });

  it("of an unchanged document gives the newest revision again", async () => {
    const again = await world.as("annotator").revisions.freeze(here());
    expect(again).toMatchObject({ number: 2, isNew: false });
    expect(await world.as("viewer").revisions.list(here())).toHaveLength(2);
  });

  it("gives two people at once two numbers or one revision, never a failure", async () => {
    await draw(world.userIds.annotator, 5);
    const both = await Promise.all([
      world.as("annotator").revisions.freeze(here()),
      world.as("owner").revisions.freeze(here()),
    ]);
    expect(both.map((f) => f.number)).toEqual([3, 3]);
    expect(both.filter((f) => f.isNew)).toHaveLength(1);
  });

  it("is blocked, in words, by a shape that covers nothing", async () => {
    await draw(world.userIds.annotator, 0);
    await expect(world.as("annotator").revisions.freeze(here())).rejects.toThrow(/covers nothing/);
  });
});

describe("members and invitations", () => {
  it("never leaves a project without an owner, not even when two leave at once", async () => {
    const { projectId, userIds } = world;
    const owner = world.as("owner");
    await expect(owner.members.remove({ projectId, userId: userIds.owner as never })).rejects.toThrow(
      /owner/,
    );
    await owner.members.setRole({ projectId, userId: userIds.reviewer as never, role: "owner" });
    const outcomes = await Promise.allSettled([
      owner.members.setRole({ projectId, userId: userIds.owner as never, role: "viewer" }),
      world.as("reviewer").members.setRole({ projectId, userId: userIds.reviewer as never, role: "viewer" }),
    ]);
    expect(outcomes.map((o) => o.status).sort()).toEqual(["fulfilled", "rejected"]);
    await world.database.pool.query("update members set role = 'owner' where user_id = $1", [userIds.owner]);
    await world.database.pool.query("update members set role = 'reviewer' where user_id = $1", [
      userIds.reviewer,
    ]);
  });

  it("lets people in by a link, once revoked no more, and never changes a role one has", async () => {
    const { projectId } = world;
    const { secret, id } = await world.as("owner").invitations.create({ projectId, role: "reviewer" });
    const signedUp = await world.as("anonymous").account.signUp({
      name: "New",
      email: "new@example.org",
      password: "long enough",
      invitation: secret,
    });
    expect(signedUp.projectId).toBe(projectId);
    expect(await world.as("annotator").invitations.accept({ secret })).toMatchObject({ joined: false });
    const roles = await world.as("viewer").members.list({ projectId });
    expect(roles.find((m) => m.userId === world.userIds.annotator)?.role).toBe("annotator");
    expect(roles.find((m) => m.userId === signedUp.userId)?.role).toBe("reviewer");
    await world.as("owner").invitations.revoke({ projectId, invitationId: id });
    await expect(world.as("outsider").invitations.accept({ secret })).rejects.toThrow(/does not work/);
  });

  it("closes sign-up to all but invited people when the installation says so", async () => {
    world.services.allowSignUp = false;
    const person = { name: "N", email: "closed@example.org", password: "long enough" };
    await expect(world.as("anonymous").account.signUp(person)).rejects.toThrow(/invitation/);
    const { secret } = await world
      .as("owner")
      .invitations.create({ projectId: world.projectId, role: "viewer" });
    await world.as("anonymous").account.signUp({ ...person, invitation: secret });
    world.services.allowSignUp = true;
  });
});

describe("selections", () => {
  const looks = { name: "Left", colour: "#0072b2", note: "" };
  const made = { kind: "lasso" as const, members: [], polygon: null, layoutKey: null };

  it("are changed by their author or an owner, by nobody else", async () => {
    const { projectId } = world;
    const mine = await world.as("annotator").selections.create({ projectId, ...looks, made });
    const rename = (who: "reviewer" | "annotator" | "owner", name: string) =>
      world.as(who).selections.update({ projectId, selectionId: mine.id, name });
    await expect(rename("reviewer", "Stolen")).rejects.toThrow(/annotator or an owner/);
    await rename("annotator", "Mine");
    await rename("owner", "Tidy");
    const [shown] = await world.as("viewer").selections.list({ projectId });
    expect(shown).toMatchObject({ name: "Tidy", authorName: "annotator" });
  });

  it("a rule is kept with its units, and refused when nobody could follow it", async () => {
    const { projectId } = world;
    const range = { partId: "some-part", min: 0.4, max: 1 };
    const rule = { normalisation: "per-sign" as const, aggregation: "sum" as const, ranges: [range] };
    const { create, list } = world.as("annotator").selections;
    const { id } = await create({ projectId, ...looks, made: { kind: "rule", rule } });
    expect((await list({ projectId })).find((s) => s.id === id)?.rule).toEqual(rule);
    for (const wrong of [
      { ...rule, aggregation: "median" },
      { ...rule, ranges: [{ ...range, max: 0.3 }] },
      { ranges: [range] },
    ])
      await expect(
        create({ projectId, ...looks, made: { kind: "rule", rule: wrong as typeof rule } }),
      ).rejects.toThrow();
  });

  it("are announced to everybody who listens", async () => {
    const { projectId } = world;
    const events = await world.as("viewer").live.onProject({ projectId });
    const create = () => world.as("annotator").selections.create({ projectId, ...looks, made });
    const { event, made: ids } = await firstHeard(events, create);
    const announced = ids.map((selectionId) => ({ type: "selection", selectionId, change: "created" }));
    expect(announced).toContainEqual(event);
  });
});

describe("pages of photographs", () => {
  it("hold every image once, in order, also those that came in the same microsecond", async () => {
    const { db } = world.services;
    const { projectId } = world;
    for (let i = 0; i < 7; i++) {
      const sha256 = String(i + 1).repeat(64);
      await insertPhoto(db, {
        projectId,
        name: `${i}.png`,
        sha256,
        bytes: 1,
        mime: "image/png",
        uploadedBy: world.userIds.owner,
      });
    }
    await world.database.pool.query(
      "update images set created_at = '2026-01-01 00:00:00.123456Z' where name in ('2.png', '3.png', '4.png', '5.png')",
    );
    const all = (await imageOverviews(db, { projectId })).map((i) => i.id);
    const paged: string[] = [];
    let cursor: string | null | undefined;
    do {
      const page = await world.as("viewer").images.list({ projectId, limit: 3, cursor });
      paged.push(...page.images.map((i) => i.id));
      cursor = page.nextCursor;
    } while (cursor);
    expect(paged).toEqual(all);
    expect(all).toHaveLength(8);
    const middle = await world.as("viewer").images.get({ projectId, imageId: all[3]! });
    expect(middle.neighbours).toEqual({ previous: all[2], next: all[4], position: 4, total: 8 });
  });
});

describe("changing what the stages depend on", () => {
  it("has predictions made again for another target, with nothing of the old result shown", async () => {
    const { projectId, imageId } = world;
    await world.database.pool.query("update image_stages set state = 'done' where image_id = $1", [imageId]);
    await world.as("owner").groups.replace({
      projectId,
      groups: [{ name: "Dogs", symbol: "circle", isTarget: true, classIndices: [1] }],
    });
    expect(await jobs("predict")).toEqual([{ projectId, imageId }]);
    const { stages } = await world.as("viewer").images.get({ projectId, imageId });
    expect(stages).toMatchObject({
      predict: { state: "waiting", key: null },
      explain: { state: "waiting" },
      segment: { state: "done" },
    });
  });

  it("has maps made again by another method, told to everybody; the same method again changes nothing", async () => {
    const { projectId, imageId } = world;
    const box = { method: "lrp", composite: "epsilon-gamma-box" } as const;
    const get = () => world.as("viewer").projects.get({ projectId });
    expect((await get()).explanation).toEqual({ method: "lrp", composite: "epsilon" });
    const before = (await jobs("explain")).length;
    await world.database.pool.query("update image_stages set state = 'done' where image_id = $1", [imageId]);
    await world.as("owner").projects.update({ projectId, explanation: box });
    expect((await get()).explanation).toEqual(box);
    expect((await jobs("explain")).slice(before)).toEqual([{ projectId, imageId }]);
    const { stages } = await world.as("viewer").images.get({ projectId, imageId });
    expect(stages).toMatchObject({ predict: { state: "done" }, explain: { state: "waiting", key: null } });
    const { rows } = await world.database.pool.query(
      "select subject from audit_log where action = 'project.update' order by id desc limit 1",
    );
    expect(rows[0].subject).toEqual({ explanation: box });

    await world.as("owner").projects.update({ projectId, explanation: box });
    expect(await jobs("explain")).toHaveLength(before + 1);
  });

  it("takes no method that is not on the list, and nobody's word but an owner's", async () => {
    const { projectId } = world;
    const bad = [
      { method: "lrp" },
      { method: "lrp", composite: "gamma" },
      { method: "grad-cam", composite: "epsilon" },
      { method: "smoothgrad" },
    ];
    for (const explanation of bad)
      await expect(
        world.as("owner").projects.update({ projectId, explanation: explanation as never }),
      ).rejects.toThrow(/Choose how maps are made|Unrecognized key: .*composite/);
    for (const who of ["viewer", "annotator", "reviewer"] as const)
      await expect(
        world.as(who).projects.update({ projectId, explanation: { method: "grad-cam" } }),
      ).rejects.toMatchObject({ code: "FORBIDDEN" });
  });

  it("another classifier comes with its groups; without good ones it is refused in a few words", async () => {
    const { projectId, classifierId } = world;
    const as = world.as("owner");
    const { db } = world.services;
    const { kind, bytes, inputTransform, inspection } = (await findModel(db, { modelId: classifierId }))!;
    const named = (sha256: string, classNames: string[]) =>
      createModel(db, {
        kind,
        bytes,
        inputTransform,
        inspection,
        classNames,
        sha256,
        name: sha256,
        usable: true,
      });
    const smaller = await named("a".repeat(64), ["cat"]);
    const larger = await named(
      "b".repeat(64),
      Array.from({ length: 100 }, (_, i) => `class ${i}`),
    );
    const group = (name: string, isTarget: boolean, classIndices: number[]) => ({
      name,
      symbol: "circle" as const,
      isTarget,
      classIndices,
    });
    const { groups: before } = await as.projects.get({ projectId });
    const many = Array.from({ length: 90 }, (_, i) => i + 10);
    const groups = [group("First", true, [0]), group("Many", false, many)];
    await as.projects.update({ projectId, classifierId: larger, groups });
    expect((await as.projects.get({ projectId })).groups).toMatchObject(groups);
    await expect(
      as.projects.update({ projectId, classifierId: larger, groups: [group("Lost", true, [1])] }),
    ).rejects.toThrow(/come with another classifier/);

    const refused = await as.projects
      .update({ projectId, classifierId: smaller })
      .catch((e: Error) => e.message);
    expect(refused).toMatch(/^Class 10 of “Many” does not exist.*And 87 more\.$/);
    expect(await as.projects.get({ projectId })).toMatchObject({ classifier: { id: larger }, groups });

    const old = before.map(({ name, isTarget, classIndices }) => group(name, isTarget, classIndices));
    await as.projects.update({ projectId, classifierId, groups: old });
  });

  it("refuses groups the classifier has no classes for", async () => {
    const { projectId } = world;
    const groups = [{ name: "Far", symbol: "circle" as const, isTarget: true, classIndices: [3] }];
    await expect(world.as("owner").groups.replace({ projectId, groups })).rejects.toThrow(/does not exist/);
  });

  it("keeps a part's identity under a new name and scores everything again", async () => {
    const { projectId } = world;
    const before = await world.as("owner").projects.get({ projectId });
    const scored = (await jobs("score")).length;
    const parts = before.parts.map(({ position: _, ...part }) => ({ ...part, name: `${part.name}!` }));
    await world.as("owner").parts.replace({ projectId, parts: parts.reverse() });
    const after = await world.as("owner").projects.get({ projectId });
    expect(after.parts.map((p) => p.id)).toEqual(before.parts.map((p) => p.id).reverse());
    expect(after.parts.map((p) => p.position)).toEqual(before.parts.map((_, i) => i));
    expect(await jobs("score")).toHaveLength(scored + 1);
  });
});

describe("one project's ids in another", () => {
  it("open nothing", async () => {
    const other = await world.as("outsider").projects.create({
      name: "Other",
      description: "",
      classifierId: null,
      segmenterId: null,
      backgroundInScores: true,
      parts: [
        { name: "A", colour: "#000000", side: "none", kind: "part", priority: 1 },
        { name: "B", colour: "#000000", side: "none", kind: "background", priority: 0 },
      ],
      groups: [{ name: "T", symbol: "circle", isTarget: true, classIndices: [0] }],
    });
    const stolen = { projectId: other.projectId, imageId: world.imageId };
    await expect(world.as("outsider").images.get(stolen)).rejects.toThrow(/no such photograph/);
    await expect(world.as("outsider").images.remove(stolen)).rejects.toThrow(/no such photograph/);
    await expect(world.as("outsider").revisions.freeze(stolen)).rejects.toThrow(/no such photograph/);
    expect(await world.as("outsider").revisions.list(stolen)).toEqual([]);
    expect(await world.as("viewer").images.get(here())).toMatchObject({ id: world.imageId });
  });
});
