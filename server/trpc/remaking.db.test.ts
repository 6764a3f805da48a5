import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { PartId, ProjectId, RevisionId } from "@/core/domain/ids";
import { addPhoto, addScoredRevision, explainPhoto, plainView, scoreAnew } from "../testing/scored";
import { createWorld, type World } from "../testing/world";

const MEANS = [0.9, 0.8, 0.1, 0.1, 0.1, 0.1, 0.05];
const NAMES = ["first", "second", "third"];

let world: World;
let projectId: ProjectId;
let photos: { id: string; name: string; revisionId: RevisionId }[];

beforeAll(async () => {
  world = await createWorld();
  projectId = world.projectId as ProjectId;
});
afterAll(() => world.close());

/** Three scored photographs, all made alike. */
beforeEach(async () => {
  await world.database.pool.query("delete from images where project_id = $1", [projectId]);
  await world.database.pool.query("update projects set explanation = default where id = $1", [projectId]);
  photos = [];
  for (const name of NAMES) {
    const id = await addPhoto(world, name);
    photos.push({ id, name, revisionId: (await addScoredRevision(world, id, MEANS)) as RevisionId });
  }
});

const chooseBox = () =>
  world.as("owner").projects.update({
    projectId,
    explanation: { method: "lrp", composite: "epsilon-gamma-box" },
  });

/** What the workers do for one photograph: the new map, then the scores from it. */
async function remake({ id, revisionId }: (typeof photos)[number], { scored = true } = {}) {
  await explainPhoto(world, id, "epsilon-gamma-box");
  if (scored) await scoreAnew(world, id, revisionId, MEANS.toReversed());
}

/** Names of photographs whose scores wait, as each page is told. */
async function waiting() {
  const viewer = world.as("viewer");
  const [explored, listed] = await Promise.all([
    viewer.scores.project({ projectId }),
    viewer.images.list({ projectId }),
  ]);
  const opened = await Promise.all(
    photos.map((p) => viewer.images.get({ projectId, imageId: p.id as never })),
  );
  const reviewed = await Promise.all(
    photos.map((p) => viewer.reviews.get({ projectId, revisionId: p.revisionId })),
  );
  return {
    explorer: explored.filter((i) => i.revision?.waiting).map((i) => i.name),
    photos: listed.images.filter((i) => i.revision?.waiting).map((i) => i.name),
    editor: opened.filter((i) => i.waiting).map((i) => i.name),
    review: reviewed.filter((r) => r.waiting).map((r) => r.image.name),
  };
}

const everywhere = (names: string[]) => ({ explorer: names, photos: names, editor: names, review: names });

describe("while relevance maps are made again", () => {
  it("scores wait from the choice on, until map and score of their own photograph are there", async () => {
    expect(await waiting()).toEqual(everywhere([]));
    await chooseBox();
    expect(await waiting()).toEqual(everywhere(NAMES));
    await remake(photos[1]!);
    expect(await waiting()).toEqual(everywhere(["first", "third"]));
    await remake(photos[0]!, { scored: false });
    expect(await waiting()).toEqual(everywhere(["first", "third"]));
    for (const photo of photos) await remake(photo);
    expect(await waiting()).toEqual(everywhere([]));
  });

  it("the scores of before stay in sight, and a review says how its map was made", async () => {
    await chooseBox();
    await remake(photos[1]!);
    const rows = await world.as("viewer").scores.project({ projectId });
    const first = (name: string) => rows.find((r) => r.name === name)!.revision!.scores!.sums[0]!.sum;
    expect([first("first"), first("second")].map((sum) => sum.toFixed(2))).toEqual(["1.80", "0.10"]);
    const methods = await Promise.all(
      photos.map(async ({ revisionId }) => {
        const { explanation } = await world.as("viewer").reviews.get({ projectId, revisionId });
        return explanation?.composite;
      }),
    );
    expect(methods).toEqual(["epsilon", "epsilon-gamma-box", "epsilon"]);
  });

  it("an older revision keeps the scores it was judged by, and does not wait", async () => {
    const { id, revisionId } = photos[0]!;
    await addScoredRevision(world, id, MEANS.toReversed());
    await chooseBox();
    const review = await world.as("viewer").reviews.get({ projectId, revisionId });
    expect(review).toMatchObject({ waiting: false, explanation: { method: "lrp", composite: "epsilon" } });
    expect(review.sums![0]!.sum).toBeCloseTo(1.8, 6);
  });

  it("a photograph's doubtful balance is not told of scores that wait", async () => {
    const balances = async () =>
      (await world.as("viewer").images.list({ projectId })).images.map((i) => i.revision?.balance);
    expect(await balances()).toEqual([1, 1, 1]);
    await chooseBox();
    await remake(photos[2]!);
    expect(await balances()).toEqual([null, null, 1]);
  });

  it("a finding is not made of both, and “now” counts only what is made alike", async () => {
    const members = photos.map((p) => p.id);
    const { id: selectionId } = await world.as("annotator").selections.create({
      projectId,
      name: "All three",
      colour: "#0072b2",
      made: { kind: "lasso", members, polygon: null, layoutKey: null },
    });
    const save = () =>
      world.as("annotator").findings.create({
        projectId,
        title: "Eyes",
        note: "",
        selectionIds: [selectionId],
        view: plainView(MEANS.length),
      });
    const { id: findingId } = await save();
    const now = async () => {
      const face = await world.as("viewer").findings.now({ projectId, findingId });
      const { n, mean } = face.statistics.groups[0]!.parts[0]!;
      return { waiting: face.waiting, n, mean, maps: face.basis.explanations };
    };
    const share = (value: number) => value / MEANS.reduce((a, b) => a + b);
    expect(await now()).toMatchObject({ waiting: 0, n: 3, mean: expect.closeTo(share(0.9), 6) });

    await chooseBox();
    await remake(photos[1]!);
    expect(await now()).toEqual({
      waiting: 2,
      n: 1,
      mean: expect.closeTo(share(0.05), 6),
      maps: [{ method: "lrp", composite: "epsilon-gamma-box", epsilon: 1e-6, images: 1 }],
    });
    await expect(save()).rejects.toThrow(/being made anew/);
    for (const photo of photos) await remake(photo);
    expect(await now()).toMatchObject({ waiting: 0, n: 3 });
    await save();
  });
});

describe("after other changes of the project", () => {
  it("another segmenter: the scores wait for the new silhouettes", async () => {
    await world.as("owner").projects.update({ projectId, segmenterId: null });
    expect(await waiting()).toEqual(everywhere(NAMES));
    await world.as("owner").projects.update({ projectId, segmenterId: world.segmenterId });
    expect(await waiting()).toEqual(everywhere(NAMES));
  });

  it("other parts: scores whose positions mean something else are left out; new names change nothing", async () => {
    const owner = world.as("owner");
    const { parts } = await owner.projects.get({ projectId });
    const replace = (drafts: typeof parts) =>
      owner.parts.replace({
        projectId,
        parts: drafts.map(({ position: _, ...part }) => ({ ...part, id: part.id as PartId })),
      });
    await replace(parts.map((part) => ({ ...part, name: `${part.name}!` })));
    expect(await waiting()).toEqual(everywhere([]));

    await replace(parts.slice(1));
    expect(await waiting()).toEqual(everywhere(NAMES));
    const rows = await world.as("viewer").scores.project({ projectId });
    expect(rows.map((r) => r.revision!.scores)).toEqual([null, null, null]);
    const review = await world.as("viewer").reviews.get({ projectId, revisionId: photos[0]!.revisionId });
    expect(review.sums).toBeNull();
    for (const { id, revisionId } of photos) await scoreAnew(world, id, revisionId, MEANS.slice(1));
    expect(await waiting()).toEqual(everywhere([]));
  });
});
