import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { EMPTY_SNAPSHOT, type Shape } from "@/core/annotation/snapshot";
import type { ImageId, ProjectId, RevisionId } from "@/core/domain/ids";
import { insertRevision } from "@/db/queries/freeze";
import { documentOf } from "@/db/queries/photos";
import { listParts } from "@/db/queries/projects";
import { DEMO_IMAGES, demoOutlines, demoPhotoUrl } from "@/demo/collection";
import { createNetworks, type Networks } from "../onnx/networks";
import type { Deps } from "../pipeline/types";
import { MemoryQueue } from "./queue";
import { createWorld, type World } from "./world";

const networkFile = (name: string) => readFile(new URL(`../../demo/networks/${name}`, import.meta.url));

async function addNetwork(world: World, name: "demo-vgg" | "demo-deeplab"): Promise<string> {
  const card = JSON.parse((await networkFile(`${name}.json`)).toString("utf8"));
  return world.addModel({
    kind: card.kind,
    bytes: await networkFile(card.file),
    classNames: card.classNames,
    transform: card.transform,
    foreground: card.foreground ? [card.classNames.indexOf(card.foreground)] : null,
  });
}

/** A project with the two demo networks and the demo's own classes of cats; no photographs yet. */
export async function demoProject(world: World): Promise<{ projectId: ProjectId; classifierId: string }> {
  const card = JSON.parse((await networkFile("demo-vgg.json")).toString("utf8"));
  const target = card.groups.find((group: { isTarget: boolean }) => group.isTarget);
  const classifierId = await addNetwork(world, "demo-vgg");
  const segmenterId = await addNetwork(world, "demo-deeplab");
  const projectId = await world.addProject({ classifierId, segmenterId, targetClasses: target.classIndices });
  return { projectId, classifierId };
}

export async function demoPhoto(world: World, projectId: ProjectId, index: number): Promise<ImageId> {
  const bytes = await readFile(demoPhotoUrl(index));
  return world.addPhoto(projectId, DEMO_IMAGES[index]!.file, bytes, "image/jpeg");
}

/** The demo's own outlines of an image, frozen as a revision. */
export async function demoRevision(
  world: World,
  projectId: ProjectId,
  imageId: ImageId,
  index: number,
): Promise<RevisionId> {
  const { db } = world.database;
  const parts = await listParts(db, { projectId });
  const outlines = demoOutlines(index);
  const shapes: Shape[] = [];
  for (const part of parts) {
    for (const ring of outlines.get(part.name as "Nose") ?? []) {
      if (part.kind !== "part") continue;
      const vertices = ring.map(([x, y], i) => ({ id: `v${i}`, x, y }));
      const own = { id: `s${shapes.length}`, partId: part.id, z: 0, createdBy: world.userId };
      shapes.push({ ...own, type: "polygon", vertices, locked: false, hidden: false, strokes: [] });
    }
  }
  const geometry = { ...EMPTY_SNAPSHOT, shapes };
  const { id } = await insertRevision(db, {
    projectId,
    imageId,
    documentId: (await documentOf(db, { projectId, imageId }))!.id,
    geometry,
    geometryHash: createHash("sha256").update(JSON.stringify(geometry)).digest("hex"),
    authorIds: [world.userId],
    uptoId: 0,
    createdBy: world.userId,
  });
  return id as RevisionId;
}

export interface AnnotatedDemo {
  world: World;
  networks: Networks;
  queue: MemoryQueue;
  deps: Deps;
  projectId: ProjectId;
  classifierId: string;
  imageId: ImageId;
  /** Frozen, not scored. */
  revisionId: RevisionId;
  close(): Promise<void>;
}

/** The demo's networks, one of its images through every stage of its own, and its outlines as a revision. */
export async function annotatedDemo(index: number): Promise<AnnotatedDemo> {
  const world = await createWorld();
  const networks = createNetworks(world.blobs, { threads: 2, cacheDir: path.join(world.directory, "cache") });
  const queue = new MemoryQueue();
  const deps: Deps = { db: world.database.db, blobs: world.blobs, queue, networks };
  const { projectId, classifierId } = await demoProject(world);
  const imageId = await demoPhoto(world, projectId, index);
  await queue.enqueue(deps.db, "ingest", { projectId, imageId });
  await queue.drain(deps);
  const revisionId = await demoRevision(world, projectId, imageId, index);
  const close = async () => {
    await networks.close();
    await world.close();
  };
  return { world, networks, queue, deps, projectId, classifierId, imageId, revisionId, close };
}
