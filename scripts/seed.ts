/**
 * Makes the demonstration project: three people, two networks, the generated collection, annotations, selections.
 * Every step looks first and does only what is missing, so a seed that was interrupted goes on at the next start.
 * What it prints is shown under the address. `PARTWISE_DEMO=off` leaves it out.
 */
import { createReadStream } from "node:fs";
import { Readable } from "node:stream";
import type { ImageId, PartId, ProjectId } from "@/core/domain/ids";
import { documentOf } from "@/db/queries/photos";
import { listParts } from "@/db/queries/projects";
import { DEMO_IMAGE_SIZE, DEMO_IMAGES, demoOutlines, demoPhotoUrl } from "@/demo/collection";
import { freezeRevision } from "@/server/services/freeze-revision";
import { services as openServices } from "@/server/services/process";
import type { Services } from "@/server/services/services";
import { receivePhoto } from "@/server/uploads/photo";
import { drawParts } from "./seed/annotations";
import { ensureNetwork, readCard } from "./seed/networks";
import { DEMO_PASSWORD, DEMO_PEOPLE, ensureMembers, ensurePeople } from "./seed/people";
import { ensureProject, markSeeded, untilProcessed, untilScored } from "./seed/project";
import { ensureSelections } from "./seed/selections";

/** Left for the visitor to annotate: the last images of the collection. */
const LEFT_OPEN = 10;

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
  await annotateAll(services, projectId, imageIds, people);
  const parts = (await listParts(services.db, { projectId })).map((p) => ({ ...p, id: p.id as PartId }));
  await ensureSelections(services, projectId, parts, people);
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

async function annotateAll(
  services: Services,
  projectId: ProjectId,
  imageIds: readonly ImageId[],
  people: readonly string[],
): Promise<void> {
  const parts = (await listParts(services.db, { projectId })).map((p) => ({ ...p, id: p.id as PartId }));
  const revisionIds: string[] = [];
  for (const [index, imageId] of imageIds.slice(0, -LEFT_OPEN).entries()) {
    const userId = people[index % people.length]!;
    const document = await documentOf(services.db, { projectId, imageId });
    if (!document) continue;
    const size = { width: DEMO_IMAGE_SIZE, height: DEMO_IMAGE_SIZE };
    const by = { userId, wobble: 0.4, seed: index };
    await drawParts(services.db, { id: document.id, size }, parts, demoOutlines(index), by);
    const { revisionId } = await freezeRevision(services, { projectId, imageId, userId });
    revisionIds.push(revisionId);
  }
  await untilScored(services.db, revisionIds);
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
