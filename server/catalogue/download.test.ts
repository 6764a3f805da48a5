import { createHash } from "node:crypto";
import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { download } from "./download";
import { KNOWN_MODELS } from "./known-models";

const content = Buffer.from(Array.from({ length: 100_000 }, (_, i) => (i * 31) % 251));
const sha256 = createHash("sha256").update(content).digest("hex");
let server: Server;
let base: string;
let ranges: (string | undefined)[] = [];
let folder: string;
/** Cuts the answer to /breaks. */
let cut = () => {};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "partwise-download-"));
  server = createServer((request, response) => {
    ranges.push(request.headers.range);
    const start = Number(/bytes=(\d+)-/.exec(request.headers.range ?? "")?.[1] ?? 0);
    if (request.url === "/gone") return response.writeHead(404).end();
    if (request.url === "/other") return response.end("something else entirely");
    const body = content.subarray(start);
    response.writeHead(start > 0 ? 206 : 200, { "content-length": body.length });
    if (request.url === "/breaks" && start === 0) {
      cut = () => response.destroy();
      return response.write(body.subarray(0, 40_000));
    }
    return response.end(body);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  server.close();
  await rm(folder, { recursive: true, force: true });
});
beforeEach(() => {
  ranges = [];
});

const target = async () => join(await mkdtemp(join(folder, "run-")), "models", "net.onnx");

describe("download", () => {
  it("writes the file, tells progress, and looks it up the second time", async () => {
    const destination = await target();
    const seen: number[] = [];
    const options = { urls: [`${base}/net`], destination, sha256, bytes: content.length };
    await download({ ...options, onProgress: (received) => seen.push(received) });
    expect((await readFile(destination)).equals(content)).toBe(true);
    expect(seen.at(-1)).toBe(content.length);
    await download(options);
    expect(ranges).toHaveLength(1);
  });

  it("resumes after a broken connection where it stopped", async () => {
    const destination = await target();
    const options = { urls: [`${base}/breaks`], destination, sha256, bytes: content.length };
    // Cut once something is on disk, however long that takes.
    const onProgress = () =>
      void vi
        .waitFor(async () => expect((await stat(`${destination}.part`)).size).toBeGreaterThan(0))
        .then(cut);
    await expect(download({ ...options, onProgress })).rejects.toMatchObject({ code: "unavailable" });
    await download(options);
    expect(ranges[1]).toMatch(/^bytes=\d+-$/);
    expect(Number(ranges[1]!.match(/\d+/)![0])).toBeGreaterThan(0);
    expect((await readFile(destination)).equals(content)).toBe(true);
  });

  it("goes to the next address when one is gone or sends something else", async () => {
    const destination = await target();
    await download({
      urls: [`${base}/gone`, `${base}/other`, `${base}/net`],
      destination,
      sha256,
      bytes: content.length,
    });
    expect((await readFile(destination)).equals(content)).toBe(true);
  });

  it("says what to download by hand, and where to put it, when nothing answers", async () => {
    const destination = await target();
    const closed = "http://127.0.0.1:9/net.onnx";
    const failure = await download({ urls: [closed], destination, sha256, bytes: null }).catch(
      (error: Error) => error,
    );
    expect(failure).toMatchObject({ code: "unavailable" });
    expect((failure as Error).message).toContain(`Download ${closed}`);
    expect((failure as Error).message).toContain(destination);
    expect((failure as Error).message).toContain(sha256);
  });

  it("refuses a wrong file put there by hand", async () => {
    const destination = join(folder, "net.onnx");
    await writeFile(destination, "version https://git-lfs.github.com/spec/v1");
    await expect(download({ urls: [], destination, sha256, bytes: null })).rejects.toMatchObject({
      code: "invalid_input",
    });
  });
});

describe("known models", () => {
  it("ImageNet's classes are in ImageNet's order", () => {
    const { classNames } = KNOWN_MODELS.find((m) => m.name === "vgg16")!;
    expect([0, 281, 283, 285, 999].map((i) => classNames[i])).toEqual([
      "tench",
      "tabby",
      "Persian cat",
      "Egyptian cat",
      "toilet tissue",
    ]);
  });

  it("have unique names, and a checksum wherever there is an address", () => {
    expect(new Set(KNOWN_MODELS.map((m) => m.name)).size).toBe(KNOWN_MODELS.length);
    for (const model of KNOWN_MODELS) {
      if (model.urls.length > 0) expect(model.sha256).toMatch(/^[0-9a-f]{64}$/);
      else expect(model.byHand).toBeTruthy();
      expect(model.classNames).toHaveLength(model.kind === "classifier" ? 1000 : 21);
      expect(new Set(model.classNames).size).toBe(model.classNames.length);
    }
  });
});
