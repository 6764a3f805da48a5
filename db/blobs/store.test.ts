import { createHash } from "node:crypto";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type BlobStore, createBlobStore } from "./store";

let directory: string;
let store: BlobStore;
beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), "blobs-"));
  store = createBlobStore(directory);
});
afterEach(() => rm(directory, { recursive: true, force: true }));

const sha = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");
const leftovers = () => readdir(path.join(directory, "incoming")).catch(() => []);

test("bytes come back under their sha256, from memory and from a stream", async () => {
  const bytes = Buffer.from("a photograph");
  const put = await store.put(bytes);
  expect(put).toEqual({ sha256: sha(bytes), bytes: bytes.length });
  expect(await store.read(put.sha256)).toEqual(bytes);
  const opened = await store.open(put.sha256);
  expect(opened.bytes).toBe(bytes.length);
  expect(await buffer(opened.stream)).toEqual(bytes);
  expect(await store.has(put.sha256)).toBe(true);
});

test("an empty file is a file", async () => {
  const { sha256, bytes } = await store.put(new Uint8Array(0));
  expect(bytes).toBe(0);
  expect((await store.read(sha256)).length).toBe(0);
});

test("many writers of the same bytes at once all succeed and leave one file", async () => {
  const bytes = Buffer.alloc(300_000, 7);
  const chunks = () => Readable.from([bytes.subarray(0, 1000), bytes.subarray(1000)]);
  const results = await Promise.all(Array.from({ length: 12 }, () => store.put(chunks())));
  expect(new Set(results.map((r) => r.sha256))).toEqual(new Set([sha(bytes)]));
  expect(await store.read(sha(bytes))).toEqual(bytes);
  expect(await leftovers()).toEqual([]);
});

test("beyond maxBytes it refuses with too_large and leaves nothing, exactly at it it accepts", async () => {
  const bytes = Buffer.alloc(100);
  const stream = () => Readable.from([bytes.subarray(0, 60), bytes.subarray(60)]);
  await expect(store.put(stream(), { maxBytes: 99 })).rejects.toMatchObject({ code: "too_large" });
  await expect(store.put(bytes, { maxBytes: 99 })).rejects.toMatchObject({ code: "too_large" });
  expect(await store.has(sha(bytes))).toBe(false);
  expect(await leftovers()).toEqual([]);
  expect((await store.put(stream(), { maxBytes: 100 })).bytes).toBe(100);
});

test("a source that breaks half-way leaves nothing", async () => {
  const broken = Readable.from(
    (async function* () {
      yield Buffer.from("half");
      throw new Error("connection reset");
    })(),
  );
  await expect(store.put(broken)).rejects.toThrow("connection reset");
  expect(await leftovers()).toEqual([]);
});

test("an unknown address is not_found, and a path is not an address", async () => {
  await expect(store.read("0".repeat(64))).rejects.toMatchObject({ code: "not_found" });
  await expect(store.open("0".repeat(64))).rejects.toMatchObject({ code: "not_found" });
  await expect(store.read("../../etc/passwd")).rejects.toMatchObject({ code: "not_found" });
  expect(() => store.path(`${"0".repeat(63)}/`)).toThrow("not the address");
});
