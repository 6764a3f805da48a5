/**
 * Makes the demonstration project: three people, two networks, the generated collection, annotations, selections, a finding.
 * Every step looks first and does only what is missing, so a seed that was interrupted goes on at the next start.
 * What it prints is shown under the address. `PARTWISE_DEMO=off` leaves it out.
 */
import { createReadStream } from "node:fs";
import { Readable } from "node:stream";
import type { ImageId, PartId, ProjectId } from "@/core/domain/ids";
import { documentOf } from "@/db/queries/photos";
import { listParts } from "@/db/queries/projects";
import { newestStanding } from "@/db/queries/reviews";
import { DEMO_IMAGE_SIZE, DEMO_IMAGES, demoOutlines, demoPhotoUrl } from "@/demo/collection";
import { freezeRevision } from "@/server/services/freeze-revision";
import { services as openServices } from "@/server/services/process";
import type { Services } from "@/server/services/services";
import { receivePhoto } from "@/server/uploads/photo";
import { drawParts } from "./seed/annotations";
import { ensureFinding } from "./seed/finding";
import { plantMistakes, withMistake } from "./seed/mistakes";
import { ensureNetwork, readCard } from "./seed/networks";
import { DEMO_PASSWORD, DEMO_PEOPLE, ensureMembers, ensurePeople } from "./seed/people";
import { ensureProject, markSeeded, untilProcessed, untilScored } from "./seed/project";
import { plainestFirst } from "./seed/queue-order";
import { type DrawnImage, inTurns, type ReviewScene, reviewAll } from "./seed/reviews";
import { ensureSelections } from "./seed/selections";

/** Left for the visitor to annotate: the last images of the collection. */
const LEFT_OPEN = 10;

/** Left in the review queue: the last of the annotated ones, the plainest of them first. */
const LEFT_WAITING = 16;

async function seed(services: Services): Promise<void> {
  const people = await ensurePeople(services.db);
  console.log("\n  Demo accounts (password for all: %s)", DEMO_PASSWORD);
  for (const { name, email, role } of DEMO_PEOPLE) console.log(`    ${email.padEnd(22)} ${name}, ${role}`);

  const [vgg, deeplab] = await Promise.all([readCard("demo-vgg.json"), readCard("demo-deeplab.json")]);
  const classifierId = await ensureNetwork(services, vgg);
  const segmenterId = await ensureNetwork(services, deeplab);
  const { projectId, seeded } = await ensureProject(services, people[0]!, {
    classifierId,
    segmenterId,
    groups: vgg.groups,
  });
  // From here on the project is its members' own: what they delete stays deleted.
  if (seeded) return;
  await ensureMembers(services.db, projectId, people);
  console.log(`\n  Filling the demo project with ${DEMO_IMAGES.length} images; you can watch it happen.`);

  const imageIds = await uploadAll(services, projectId, people[0]!);
  await untilProcessed(services.db, projectId, progress());
  const parts = (await listParts(services.db, { projectId })).map((p) => ({ ...p, id: p.id as PartId }));
  const scene = { projectId, parts, size: { width: DEMO_IMAGE_SIZE, height: DEMO_IMAGE_SIZE } };
  const drawn = await annotateAll(services, scene, imageIds.slice(0, -LEFT_OPEN), people);
  // The scores are computed meanwhile.
  await reviewAll(services, scene, drawn.slice(0, -LEFT_WAITING));
  await untilScored(services.db, projectId);
  await ensureSelections(services, projectId, parts, people);
  await ensureFinding(services, projectId, parts, people);
  await markSeeded(services.db, projectId, people[0]!);
  console.log("  The demo project is ready.");
}

async function uploadAll(services: Services, projectId: ProjectId, uploader: string): Promise<ImageId[]> {
  const ids: ImageId[] = [];
  for (const [index, { file }] of DEMO_IMAGES.entries()) {
    const body = Readable.toWeb(createReadStream(demoPhotoUrl(index))) as ReadableStream<Uint8Array>;
    const { imageId } = await receivePhoto(services, { id: uploader }, { projectId, name: file }, body);
    ids.push(imageId as ImageId);
  }
  return ids;
}

/** Everybody draws a third; a few drawings are wrong on purpose. Chloé reviews, and Ada what Chloé drew. */
async function annotateAll(
  services: Services,
  scene: ReviewScene,
  imageIds: readonly ImageId[],
  people: readonly string[],
): Promise<DrawnImage[]> {
  const [owner, , reviewer] = people;
  const truths = imageIds.map((_, index) => demoOutlines(index));
  const drawn = imageIds.map((imageId, index): DrawnImage => {
    const annotator = people[index % people.length]!;
    const other = annotator === reviewer ? owner! : reviewer!;
    return { imageId, truth: truths[index]!, annotator, reviewer: other };
  });
  // The reviewer draws well, and finds what the others did not.
  const mistakes = plantMistakes(
    truths.slice(0, -LEFT_WAITING),
    (index) => drawn[index]!.reviewer === reviewer,
  );
  const annotate = async (index: number) => {
    const { imageId, truth, annotator: userId } = drawn[index]!;
    const document = await documentOf(services.db, { projectId: scene.projectId, imageId });
    if (!document) return;
    const by = { userId, wobble: 0.4, seed: index };
    const outlines = withMistake(truth, mistakes.get(index));
    await drawParts(services.db, { id: document.id, size: scene.size }, scene.parts, outlines, by);
    await submit(services, scene.projectId, imageId, userId);
  };
  const indices = drawn.map((_, index) => index);
  await inTurns(indices.slice(0, -LEFT_WAITING), 4, annotate);
  // The queue is in the order of submission.
  const waiting = indices.slice(-LEFT_WAITING).map((index) => ({ index, scene: DEMO_IMAGES[index]! }));
  for (const { index } of plainestFirst(waiting)) await annotate(index);
  return drawn;
}

/** Freezes the image's first revision, unless it has one. */
async function submit(
  services: Services,
  projectId: ProjectId,
  imageId: ImageId,
  userId: string,
): Promise<void> {
  if (!(await newestStanding(services.db, { projectId, imageId })))
    await freezeRevision(services, { projectId, imageId, userId });
}

/** Says every tenth that is done, once. */
function progress(): (done: number, of: number) => void {
  let said = 0;
  return (done, of) => {
    const tenth = Math.floor((10 * done) / Math.max(1, of));
    if (tenth > said && said < 10 && done < of)
      console.log(`  ${tenth * 10} % of the images' steps are done`);
    said = Math.max(said, tenth);
  };
}

if (process.env.PARTWISE_DEMO === "off") process.exit(0);
await seed(await openServices());
process.exit(0);
