import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { hedgesG } from "@/core/analysis/comparison/testing/effect-size";
import { findingFile } from "../findings/finding-file";
import { firstHeard } from "../testing/live";
import { addPhoto, addScoredRevision, plainView } from "../testing/scored";
import { createWorld, type World } from "../testing/world";

let world: World;
let images: string[];

/** Means per part (cat preset): eyes for the class in the first three images, background in the others. */
const EYES = [
  [0.9, 0.8, 0.1, 0.1, 0.1, 0.1, 0.05],
  [0.8, 0.9, 0.1, 0.1, 0.1, 0.1, 0.04],
  [0.7, 0.9, 0.2, 0.1, null, 0.1, 0.06],
];
const BACKGROUND = [
  [0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.9],
  [0.2, 0.1, 0.1, 0.1, 0.1, 0.1, 0.8],
  [0.1, 0.2, 0.1, -0.1, 0.1, 0.1, 0.7],
];

beforeAll(async () => {
  world = await createWorld();
  images = [];
  for (const [i, means] of [...EYES, ...BACKGROUND].entries()) {
    const id = await addPhoto(world, `image ${i}, "${i}".png`, i < 3 ? 0 : 2);
    await addScoredRevision(world, id, means);
    images.push(id);
  }
});
afterAll(() => world.close());

const view = plainView(7);

const lasso = async (name: string, members: string[]) =>
  (
    await world.as("annotator").selections.create({
      projectId: world.projectId,
      name,
      colour: "#0072b2",
      made: { kind: "lasso", members, polygon: null, layoutKey: null },
    })
  ).id;

let eyes: string;
let grounds: string;
beforeEach(async () => {
  eyes = await lasso("Eyes", images.slice(0, 3));
  grounds = await lasso("Backgrounds", images.slice(3));
});

const save = (change: object = {}) =>
  world.as("annotator").findings.create({
    projectId: world.projectId,
    title: "Chairs, not cats",
    note: "",
    selectionIds: [eyes, grounds],
    view,
    ...change,
  });
const get = (findingId: string) => world.as("viewer").findings.get({ projectId: world.projectId, findingId });

/** Results are found again by their keys: puts the stages back as the workers would leave them. */
async function stagesNow() {
  const { pool } = world.database;
  const { rows } = await pool.query("select * from image_stages");
  return async () => {
    for (const row of rows)
      await pool.query(
        "update image_stages set state = $1, artefact_key = $2 where image_id = $3 and stage = $4",
        [row.state, row.artefact_key, row.image_id, row.stage],
      );
  };
}

describe("a finding", () => {
  it("keeps what it rests on, and its numbers are computed here from the stored sums", async () => {
    const { id } = await save();
    const { face, stale, authorName } = await get(id);
    expect({ authorName, stale }).toEqual({ authorName: "annotator", stale: [] });
    expect(face.groups.map((g) => [g.name, g.kind, g.authorName])).toEqual([
      ["Eyes", "lasso", "annotator"],
      ["Backgrounds", "lasso", "annotator"],
    ]);
    const share = (means: (number | null)[][]) =>
      means.map((m) => m[6]! / m.reduce<number>((s, v) => s + Math.max(v ?? 0, 0), 0));
    const [a, b] = [share(EYES), share(BACKGROUND)];
    const { statistics, basis, rows } = face;
    expect(statistics.groups[0]!.parts[6]!.mean).toBeCloseTo(a.reduce((s, v) => s + v) / 3, 6);
    expect(statistics.effects![6]).toMatchObject({ delta: -1 });
    expect(statistics.effects![6]!.g).toBeCloseTo(hedgesG(a, b)!, 4);
    expect(statistics.effects![6]!.gInterval!.low).toBeLessThan(hedgesG(a, b)!);
    expect(statistics.groups[0]!.parts[4]).toMatchObject({ n: 2 });
    expect(statistics.classes).toMatchObject({ cramersV: 1 });
    expect(statistics.overlap).toMatchObject({ shared: 0, jaccard: 0 });
    expect(basis).toMatchObject({
      model: { id: world.classifierId },
      explanations: [{ method: "lrp", composite: "epsilon", epsilon: 1e-6, images: 6 }],
      resamples: 2000,
      seed: 1,
    });
    expect(basis.layoutKey).toMatch(/^t-sne-[0-9a-f]{32}$/);
    expect(rows.map((r) => [r.imageId, r.inGroups, r.revisionNumber])).toEqual(
      images.map((imageId, i) => [imageId, [i < 3 ? 0 : 1], 1]),
    );
  });

  it("is now what it was, to the last digit, while nothing has changed", async () => {
    const { id: findingId } = await save({ view: { ...view, aggregation: "sum", normalisation: "ratio" } });
    const { face } = await get(findingId);
    const now = await world.as("viewer").findings.now({ projectId: world.projectId, findingId });
    expect(now.statistics).toEqual(face.statistics);
    expect(now.rows).toEqual(face.rows);
    expect(now.basis).toEqual({ ...face.basis, layoutKey: null });
  });

  it("compares only what the filters let pass, and refuses to compare nothing", async () => {
    const { parts } = await world.as("owner").projects.get({ projectId: world.projectId });
    const background = (min: number) => ({ ...view, ranges: [{ partId: parts[6]!.id, min, max: 1 }] });
    await expect(save({ view: background(0.3) })).rejects.toThrow(/No image of “Eyes” has scores/);
    const { id } = await save({ selectionIds: [grounds], view: background(0.55) });
    const { face } = await get(id);
    expect(face.rows).toHaveLength(face.statistics.groups[0]!.images);
    expect(face.rows.length).toBeLessThan(3);
    expect(face.statistics.effects).toBeNull();
  });

  it("refuses views that do not fit, the same selection twice, and selections of elsewhere", async () => {
    await expect(save({ view: { ...view, weights: [1] } })).rejects.toThrow(/parts were changed/);
    await expect(save({ selectionIds: [eyes, eyes] })).rejects.toThrow(/two different/);
    await expect(save({ selectionIds: [] })).rejects.toThrow(/one or two/);
    await expect(save({ selectionIds: [world.imageId] })).rejects.toThrow(/does not exist any more/);
    await expect(save({ title: "  " })).rejects.toThrow(/title/);
  });

  it("stays as it was when its selections are renamed or deleted", async () => {
    const { id } = await save();
    const before = await get(id);
    await world.as("annotator").selections.update({
      projectId: world.projectId,
      selectionId: eyes,
      name: "Other",
    });
    await world.as("annotator").selections.remove({ projectId: world.projectId, selectionId: grounds });
    expect(await get(id)).toEqual(before);
  });

  it("is changed by its author or an owner; only one's own comments are taken back", async () => {
    const { projectId } = world;
    const { id: findingId } = await save();
    const rename = (who: "reviewer" | "owner", title: string) =>
      world.as(who).findings.update({ projectId, findingId, title });
    await expect(rename("reviewer", "Mine now")).rejects.toThrow(/annotator or an owner/);
    await rename("owner", "Tidy");
    const said = await world.as("reviewer").findings.comment({ projectId, findingId, text: " Sure? " });
    const remove = (who: "owner" | "reviewer") =>
      world.as(who).findings.uncomment({ projectId, findingId, commentId: said.id });
    await expect(remove("owner")).rejects.toThrow(/no such comment of yours/);
    expect((await get(findingId)).comments).toMatchObject([{ text: "Sure?", authorName: "reviewer" }]);
    expect((await get(findingId)).title).toBe("Tidy");
    await remove("reviewer");
    expect((await get(findingId)).comments).toEqual([]);
    await world.as("annotator").findings.remove({ projectId, findingId });
    await expect(get(findingId)).rejects.toThrow(/does not exist any more/);
  });

  it("is announced to everybody who listens", async () => {
    const { projectId } = world;
    const events = await world.as("viewer").live.onProject({ projectId });
    const { event, made } = await firstHeard(events, () => save());
    expect(made.map((findingId) => ({ type: "finding", findingId, change: "created" }))).toContainEqual(
      event,
    );
  });
});

describe("staleness", () => {
  it("comes with a newer scored revision of a member, names it, and shows what it would be now", async () => {
    const { projectId } = world;
    const extra = await addPhoto(world, "extra.png");
    await addScoredRevision(world, extra, EYES[0]!);
    const group = await lasso("Extra", [extra, images[0]!]);
    const { id: findingId } = await save({ selectionIds: [group, grounds] });
    const stranger = await addPhoto(world, "stranger.png");
    await addScoredRevision(world, stranger, EYES[1]!);
    expect((await get(findingId)).stale).toEqual([]);

    await addScoredRevision(world, extra, BACKGROUND[0]!);
    const { stale, face } = await get(findingId);
    expect(stale).toEqual([{ kind: "revision", imageId: extra, name: "extra.png", was: 1, is: 2 }]);
    const mean = (f: typeof face) => f.statistics.groups[0]!.parts[6]!.mean!;
    const now = await world.as("viewer").findings.now({ projectId, findingId });
    expect(mean(face)).toBeLessThan(0.05);
    expect(mean(now)).toBeGreaterThan(0.25);
    const [card] = (await world.as("viewer").findings.list({ projectId })).filter((c) => c.id === findingId);
    expect(card).toMatchObject({ stale, comments: 0 });
    expect(card!.headline).toContain("Background tells the groups apart best");
    const pinned = await world.as("viewer").findings.map({ projectId, findingId });
    expect(pinned.images.find((i) => i.imageId === extra)!.sums![6]!.sum).toBeCloseTo(0.1, 6);
    expect(pinned.images.some((i) => i.imageId === stranger)).toBe(false);

    await world.as("owner").images.remove({ projectId, imageId: extra });
    const gone = await get(findingId);
    expect(gone.stale).toMatchObject([{ kind: "removed", name: "extra.png" }]);
    expect(gone.face.rows.find((r) => r.imageId === extra)).toMatchObject({ thumbKey: null });
    expect(mean(gone.face)).toBe(mean(face));
  });

  it("comes with a first scored revision of a member that had none", async () => {
    const bare = await addPhoto(world, "bare.png");
    const { id } = await save({ selectionIds: [await lasso("Bare", [bare, images[0]!]), grounds] });
    expect((await get(id)).stale).toEqual([]);
    await addScoredRevision(world, bare, EYES[0]!);
    expect((await get(id)).stale).toMatchObject([{ kind: "revision", name: "bare.png", was: null, is: 1 }]);
  });

  it("comes with another method, by name, and nothing new is found until all scores are its own", async () => {
    const { projectId } = world;
    const { id } = await save();
    const restore = await stagesNow();
    const choose = (composite: "epsilon" | "epsilon-gamma-box") =>
      world.as("owner").projects.update({ projectId, explanation: { method: "lrp", composite } });
    await choose("epsilon-gamma-box");
    expect((await get(id)).stale).toEqual([{ kind: "explanation", is: "LRP ε-γ-box" }]);
    await expect(save()).rejects.toThrow(/being made anew/);
    await choose("epsilon");
    await restore();
    expect((await get(id)).stale).toEqual([]);
    await save();
  });

  it("comes with other parts, and goes when they are as they were", async () => {
    const { projectId } = world;
    const { id } = await save();
    const { parts } = await world.as("owner").projects.get({ projectId });
    const drafts = (names: (name: string) => string) =>
      parts.map(({ position: _, ...part }) => ({ ...part, name: names(part.name) }));
    await world.as("owner").parts.replace({ projectId, parts: drafts((n) => `${n}!`) });
    expect((await get(id)).stale).toContainEqual({ kind: "parts" });
    await world.as("owner").parts.replace({ projectId, parts: drafts((n) => n) });
    expect((await get(id)).stale).toEqual([]);
  });

  it("a rule follows the data now, under class groups that have new ids", async () => {
    const { projectId } = world;
    const setGroups = () =>
      world.as("owner").groups.replace({
        projectId,
        groups: [
          { name: "Cats", symbol: "circle", isTarget: true, classIndices: [0] },
          { name: "Others", symbol: "square", isTarget: false, classIndices: [1, 2] },
        ],
      });
    // Saving groups has predictions made again.
    const restore = await stagesNow();
    await setGroups();
    await restore();
    const { groups, parts } = await world.as("owner").projects.get({ projectId });
    const { id: rule } = await world.as("annotator").selections.create({
      projectId,
      name: "Others by rule",
      colour: "#d55e00",
      made: {
        kind: "rule",
        rule: {
          normalisation: "per-sign",
          ranges: [{ partId: parts[6]!.id, min: 0.3, max: 1 }],
          groupIds: [groups[1]!.id],
        },
      },
    });
    const { id: findingId } = await save({ selectionIds: [rule] });
    expect((await get(findingId)).face.rows.map((r) => r.imageId)).toEqual(images.slice(3));
    await setGroups();
    await restore();
    await addScoredRevision(world, images[3]!, EYES[0]!);
    const now = await world.as("viewer").findings.now({ projectId, findingId });
    expect(now.rows.map((r) => r.imageId)).toEqual(images.slice(4));
    await addScoredRevision(world, images[3]!, BACKGROUND[0]!);
  });
});

describe("files of a finding", () => {
  it("the report holds everything and refers to nothing; the table has every compared image", async () => {
    const { id } = await save({ title: "<b>Chairs</b> & cats", note: "Look behind them." });
    const { projectId } = world;
    await world.as("reviewer").findings.comment({ projectId, findingId: id, text: "Agreed <i>" });
    const file = (name: string, who: "viewer" | "outsider" = "viewer") =>
      findingFile(world.services, { id: world.userIds[who] }, { findingId: id, file: name });
    const response = await file("report.html");
    expect(response.headers.get("content-disposition")).toMatch(/^attachment/);
    const html = await response.text();
    for (const text of ["Background tells the groups apart best", "Look behind them.", "Agreed &lt;i&gt;"])
      expect(html).toContain(text);
    expect(html).toContain("B = 2,000");
    expect(html).not.toContain("<b>Chairs</b>");
    expect(html).not.toMatch(/<script|<link|@import|url\(|(?:src|href)="(?!data:)/i);
    expect(html.match(/src="data:image\/webp;base64,/g)).toHaveLength(6);

    const csv = await (await file("images.csv")).text();
    const lines = csv.trimEnd().split("\r\n");
    expect(lines).toHaveLength(7);
    expect(lines[0]).toMatch(/^image,image id,groups,decided class,explained class,revision,Left Eye,/);
    expect(lines[1]).toMatch(/^"image 0, ""0"".png",[0-9a-f-]{36},Eyes,cat,cat,1,0\.4/);
    await expect(file("report.html", "outsider")).rejects.toThrow(/no such project/);
    await expect(file("secrets.txt")).rejects.toThrow(/no such file/);
  });
});
