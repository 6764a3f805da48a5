import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import path from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { polygonSpans } from "@/core/annotation/raster/spans";
import { EMPTY_SNAPSHOT } from "@/core/annotation/snapshot";
import type { ImageId, ProjectId, RevisionId } from "@/core/domain/ids";
import { frameMap } from "@/core/domain/spaces";
import { findArtefact } from "@/db/queries/artefacts";
import { insertRevision } from "@/db/queries/freeze";
import { findImage, imageStagesOf } from "@/db/queries/images";
import { documentOf } from "@/db/queries/photos";
import { listParts } from "@/db/queries/projects";
import { findRevision } from "@/db/queries/revisions";
import type { ArtefactData, ScoresData } from "@/db/schema/images";
import { readMask } from "./jobs/score";
import { floatsFromBytes } from "./onnx/float-blob";
import { createNetworks, type Networks } from "./onnx/networks";
import type { Deps } from "./pipeline/types";
import { MemoryQueue } from "./testing/queue";
import {
  CAT_CLASSES,
  DEEPLAB,
  foregroundOf,
  hasShared,
  labels,
  SQUEEZENET,
  sharedFile,
} from "./testing/shared";
import { createWorld, type World } from "./testing/world";

const PHOTOS = ["oxford-cats/Bengal_16.jpg", "oxford-cats/Russian_Blue_139.jpg"];

describe.skipIf(!hasShared)("SqueezeNet and DeepLabV3 on photographs of cats", () => {
  let world: World;
  let networks: Networks;
  let deps: Deps;
  let queue: MemoryQueue;
  let projectId: ProjectId;
  const images: { id: ImageId; name: string; bytes: Buffer }[] = [];

  beforeAll(async () => {
    world = await createWorld();
    networks = createNetworks(world.blobs, { threads: 2, cacheDir: path.join(world.directory, "cache") });
    queue = new MemoryQueue();
    deps = { db: world.database.db, blobs: world.blobs, queue, networks };
    const model = async (kind: "classifier" | "segmenter", m: typeof SQUEEZENET) =>
      world.addModel({
        kind,
        bytes: await readFile(sharedFile(m.file)),
        classNames: labels(m.labels),
        transform: m.transform,
        foreground: kind === "segmenter" ? [8, 12] : null,
      });
    projectId = await world.addProject({
      classifierId: await model("classifier", SQUEEZENET),
      segmenterId: await model("segmenter", DEEPLAB),
      targetClasses: CAT_CLASSES,
    });
    for (const file of PHOTOS) {
      const bytes = await readFile(sharedFile(`photos/${file}`));
      const name = path.basename(file);
      const id = await world.addPhoto(projectId, name, bytes, "image/jpeg");
      images.push({ id, name, bytes });
      await queue.enqueue(deps.db, "ingest", { projectId, imageId: id });
    }
    await queue.drain(deps);
  });
  afterAll(async () => {
    await networks?.close();
    await world?.close();
  });

  async function resultOf<K extends ArtefactData["kind"]>(imageId: ImageId, kind: K) {
    const row = (await imageStagesOf(deps.db, { imageId }))[kind as "ingest"];
    expect(row).toMatchObject({ state: "done", error: null });
    const data = await findArtefact(deps.db, { key: row!.artefactKey! });
    expect(data?.kind).toBe(kind);
    return data as Extract<ArtefactData, { kind: K }>;
  }

  test("the photograph is read and shown", async () => {
    for (const { id, bytes } of images) {
      const metadata = await sharp(bytes).metadata();
      const image = await findImage(deps.db, { projectId, imageId: id });
      expect([image!.width, image!.height]).toEqual([metadata.width, metadata.height]);
      const data = await resultOf(id, "ingest");
      const thumb = await sharp(await world.blobs.read(data.thumb)).metadata();
      expect([thumb.format, Math.max(thumb.width, thumb.height)]).toEqual(["webp", 320]);
    }
  });

  test("the best class is a cat, and it is the one explained", async () => {
    for (const { id } of images) {
      const { top, explained } = await resultOf(id, "predict");
      expect(CAT_CLASSES).toContain(top[0]!.index);
      expect(explained).toEqual(top[0]);
      expect(top).toHaveLength(10);
      expect(top.reduce((sum, c) => sum + c.probability, 0)).toBeLessThanOrEqual(1 + 1e-9);
    }
  });

  test("the silhouette is the cat", async () => {
    for (const { id, name } of images) {
      const data = await resultOf(id, "segment");
      const mask = await readMask(await world.blobs.read(data.mask));
      const image = await findImage(deps.db, { projectId, imageId: id });
      expect([mask.width, mask.height]).toEqual([image!.width, image!.height]);
      expect(data.found[0]!.name).toBe("cat");
      expect(data.found[0]!.share).toBeCloseTo(data.coverage, 1);
      const outline = foregroundOf(name);
      expect(outline, `${name} has an outline`).not.toBeNull();
      const iou = intersectionOverUnion(mask, outline!);
      console.log(`${name}: silhouette IoU ${iou.toFixed(3)}, coverage ${data.coverage.toFixed(3)}`);
      expect(iou).toBeGreaterThan(0.8);
    }
  });

  test("the relevance map is finite, and its sum and conservation are those of the stored map", async () => {
    for (const { id, name } of images) {
      const data = await resultOf(id, "explain");
      const map = floatsFromBytes(await world.blobs.read(data.map));
      expect(map).toHaveLength(224 * 224);
      expect(map.every(Number.isFinite)).toBe(true);
      const sum = map.reduce((a, b) => a + b, 0);
      expect(sum).toBeCloseTo(data.relevanceSum, 3);
      const { explained } = await resultOf(id, "predict");
      expect(data.target.index).toBe(explained.index);
      expect(data.target.score).toBeCloseTo(explained.score, 3);
      expect(data.conservation).toBeCloseTo((sum - data.target.score) / Math.abs(data.target.score), 4);
      // What the map lacks is what the biases took; the rest is the stabilisers'.
      expect(data.conservation! + data.absorbed!).toBeCloseTo(0, 2);
      console.log(
        `${name}: ${data.target.name}, score ${data.target.score.toFixed(2)}, conservation ${data.conservation!.toFixed(3)}, absorbed ${data.absorbed!.toFixed(3)}`,
      );
    }
  });

  test("part sums of a frozen revision equal a slow recomputation from the files", async () => {
    const { id } = images[0]!;
    const image = (await findImage(deps.db, { projectId, imageId: id }))!;
    const document = await documentOf(deps.db, { projectId, imageId: id });
    const parts = await listParts(deps.db, { projectId });
    const box = [image.width! * 0.3, image.height! * 0.2, image.width! * 0.3, image.height! * 0.4] as const;
    const shape = {
      id: "s1",
      type: "box",
      partId: parts[4]!.id,
      z: 0,
      createdBy: world.userId,
      locked: false,
      hidden: false,
      strokes: [],
      box,
    } as const;
    const geometry = { ...EMPTY_SNAPSHOT, shapes: [shape] };
    const { id: revisionId } = await insertRevision(deps.db, {
      projectId,
      imageId: id,
      documentId: document!.id,
      geometry,
      geometryHash: createHash("sha256").update(JSON.stringify(geometry)).digest("hex"),
      authorIds: [world.userId],
      uptoId: 0,
      createdBy: world.userId,
    });
    const job = { projectId, imageId: id, revisionId: revisionId as RevisionId };
    await queue.enqueue(deps.db, "score", job);
    await queue.enqueue(deps.db, "score", job);
    expect(await queue.drain(deps)).toEqual([
      "score done",
      "score unchanged",
      "check done",
      "check unchanged",
    ]);

    const revision = await findRevision(deps.db, job);
    const scores = (await findArtefact(deps.db, { key: revision!.scoresKey! })) as ScoresData;
    const { mask: maskSha } = await resultOf(id, "segment");
    const { map: mapSha } = await resultOf(id, "explain");
    const mask = await readMask(await world.blobs.read(maskSha));
    const map = floatsFromBytes(await world.blobs.read(mapSha));
    const frame = frameMap(SQUEEZENET.transform, { width: image.width!, height: image.height! });
    const slow = parts.map(() => ({ n: 0, sum: 0, positive: 0, negative: 0 }));
    for (let j = 0; j < 224; j++) {
      for (let i = 0; i < 224; i++) {
        const x = (i + 0.5 - frame.offsetX) / frame.scaleX;
        const y = (j + 0.5 - frame.offsetY) / frame.scaleY;
        const inside = mask.data[Math.floor(y) * mask.width + Math.floor(x)]! >= 128;
        const drawn = x >= box[0] && x < box[0] + box[2] && y >= box[1] && y < box[1] + box[3];
        const k = !inside ? 6 : drawn ? 4 : 5;
        const r = map[j * 224 + i]!;
        slow[k]!.n += 1;
        slow[k]!.sum += r;
        slow[k]!.positive += Math.max(r, 0);
        slow[k]!.negative += Math.min(r, 0);
      }
    }
    expect(scores.sums.map((s) => s.n)).toEqual(slow.map((s) => s.n));
    scores.sums.forEach((s, k) => {
      for (const key of ["sum", "positive", "negative"] as const)
        expect(s[key]).toBeCloseTo(slow[k]![key], 6);
    });
    expect(scores.sums[4]!.n).toBeGreaterThan(1000);
    const means = slow.filter((s) => s.n > 0).map((s) => s.sum / s.n);
    const kappa = Math.abs(means.reduce((a, b) => a + b, 0)) / means.reduce((a, b) => a + Math.abs(b), 0);
    expect(scores.balance).toBeCloseTo(kappa, 6);
  });
});

/** Of a mask and an outline in fractions of the photograph. */
function intersectionOverUnion(
  mask: { width: number; height: number; data: Uint8Array },
  outline: { x: number; y: number }[],
): number {
  const { width, height } = mask;
  const truth = new Uint8Array(width * height);
  polygonSpans(
    outline.map((p) => [p.x * width, p.y * height]),
    { x0: 0, y0: 0, x1: width, y1: height },
    (y, x0, x1) => truth.fill(1, y * width + x0, y * width + x1),
  );
  let both = 0;
  let either = 0;
  for (let i = 0; i < truth.length; i++) {
    const inside = mask.data[i]! >= 128;
    if (inside && truth[i]) both++;
    if (inside || truth[i]) either++;
  }
  return both / either;
}
