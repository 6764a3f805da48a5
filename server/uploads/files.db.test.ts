import { randomBytes } from "node:crypto";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parseNpy } from "@/app/_explore/relevance";
import { AppError } from "@/core/domain/errors";
import { createWorld, type World } from "../testing/world";
import { imageFile } from "./image-file";
import { MAX_PHOTO_BYTES, receivePhoto } from "./photo";

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

const bodyOf = (bytes: Uint8Array, chunk = 5) =>
  new ReadableStream<Uint8Array>({
    start(controller) {
      for (let at = 0; at < bytes.length; at += chunk) controller.enqueue(bytes.subarray(at, at + chunk));
      controller.close();
    },
  });
const png = (colour: string) =>
  sharp({ create: { width: 4, height: 4, channels: 3, background: colour } })
    .png()
    .toBuffer();
const send = (name: string, bytes: Uint8Array, who: "annotator" | "viewer" | "outsider" = "annotator") =>
  receivePhoto(
    world.services,
    { id: world.userIds[who] },
    { projectId: world.projectId, name },
    bodyOf(bytes),
  );
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => "done",
    (error) => (error instanceof AppError ? error.code : Promise.reject(error)),
  );
const file = (imageId: string, name: string, who: "viewer" | "outsider" = "viewer", version = "") =>
  imageFile(world.services, { id: world.userIds[who] }, { imageId, file: name, version, ifNoneMatch: null });

describe("receiving photographs", () => {
  it("stores the bytes, and adds image, document, stages and the first job together", async () => {
    const bytes = await png("red");
    const { imageId, duplicate } = await send("folder/red.png", bytes);
    expect(duplicate).toBe(false);
    const image = await world.as("viewer").images.get({ projectId: world.projectId, imageId });
    expect(image).toMatchObject({ name: "red.png", stages: { ingest: { state: "waiting" } } });
    const { rows } = await world.database.pool.query(
      "select data from pgboss.job where name = 'ingest' order by created_on desc limit 1",
    );
    expect(rows[0].data).toEqual({ projectId: world.projectId, imageId });
    const original = await file(imageId, "original");
    expect(Buffer.from(await original.arrayBuffer()).equals(bytes)).toBe(true);
    expect(original.headers.get("content-type")).toBe("image/png");
    expect(original.headers.get("x-content-type-options")).toBe("nosniff");
  });

  it("knows the same bytes again under any name, also when they come twice at once", async () => {
    const bytes = await png("blue");
    const both = await Promise.all([send("a.png", bytes), send("b.png", bytes)]);
    expect(new Set(both.map((r) => r.imageId)).size).toBe(1);
    expect(both.map((r) => r.duplicate).sort()).toEqual([false, true]);
  });

  it("refuses what is no photograph by its content, too large files, and people who may not", async () => {
    expect(await codeOf(send("fake.png", Buffer.from("<html>hello there</html>")))).toBe("unsupported_media");
    expect(await codeOf(send("empty.png", new Uint8Array()))).toBe("invalid_input");
    expect(await codeOf(send("v.png", await png("green"), "viewer"))).toBe("forbidden");
    expect(await codeOf(send("o.png", await png("green"), "outsider"))).toBe("not_found");
    const huge = Buffer.concat([await png("grey"), Buffer.alloc(MAX_PHOTO_BYTES)]);
    const sent = receivePhoto(
      world.services,
      { id: world.userIds.annotator },
      { projectId: world.projectId, name: "huge.png" },
      bodyOf(huge, 1 << 20),
    );
    expect(await codeOf(sent)).toBe("too_large");
  });
});

describe("serving files", () => {
  async function withRelevance() {
    const { imageId } = await send(
      "r.png",
      await sharp(randomBytes(48), { raw: { width: 4, height: 4, channels: 3 } })
        .png()
        .toBuffer(),
    );
    const values = new Float32Array([1, -2, 3, 4, 5, 6.5]);
    const { sha256 } = await world.services.blobs.put(new Uint8Array(values.buffer));
    const key = randomBytes(32).toString("hex");
    const data = JSON.stringify({ kind: "explain", map: sha256, width: 3, height: 2 });
    const { pool } = world.database;
    await pool.query(
      "insert into artefacts (key, stage, derivation, data) values ($1, 'explain', '{}', $2)",
      [key, data],
    );
    await pool.query(
      "update image_stages set state = 'done', artefact_key = $1 where image_id = $2 and stage = 'explain'",
      [key, imageId],
    );
    return { imageId, key, values };
  }

  it("gives the relevance raw and as a NumPy file that reads back", async () => {
    const { imageId, values } = await withRelevance();
    const raw = await (await file(imageId, "relevance")).arrayBuffer();
    expect([...new Float32Array(raw)]).toEqual([...values]);
    const answer = await file(imageId, "relevance.npy");
    const bytes = await answer.arrayBuffer();
    expect(Number(answer.headers.get("content-length"))).toBe(bytes.byteLength);
    expect((bytes.byteLength - values.byteLength) % 64).toBe(0);
    const map = parseNpy(bytes);
    expect(map).toMatchObject({ width: 3, height: 2 });
    expect([...map.data]).toEqual([...values]);
  });

  it("lets browsers keep a file for ever only under its own key", async () => {
    const { imageId, key } = await withRelevance();
    const cache = async (version: string) =>
      (await file(imageId, "relevance", "viewer", version)).headers.get("cache-control");
    expect(await cache(key)).toContain("immutable");
    expect(await cache("an older key")).toBe("private, no-cache");
  });

  it("says nothing to outsiders, about missing results, and about files there are none of", async () => {
    const { imageId } = await withRelevance();
    expect(await codeOf(file(imageId, "original", "outsider"))).toBe("not_found");
    expect(await codeOf(file(imageId, "thumb"))).toBe("not_found");
    expect(await codeOf(file(imageId, "../secret"))).toBe("not_found");
    expect(await codeOf(file("no-uuid", "original"))).toBe("not_found");
  });
});
