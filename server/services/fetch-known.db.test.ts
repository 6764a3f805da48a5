import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, stat, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { CHANNELS, type Listener, listen } from "@/db/notify";
import { listDownloads, requestDownload, setDownload } from "@/db/queries/downloads";
import { listModels } from "@/db/queries/models";
import type { KnownModel } from "../catalogue/known-models";
import { createWorld, type World } from "../testing/world";
import { fetchKnown } from "./fetch-known";

/** The demo's own classifier, served as if it were far away. */
const FILE = new URL("../../demo/networks/demo-vgg.onnx", import.meta.url);
const CARD = new URL("../../demo/networks/demo-vgg.json", import.meta.url);
const attempt = () => ({ signal: new AbortController().signal, last: true });

let bytes: Buffer;
let known: KnownModel;
let server: Server;
let asked: { url: string; range: string | undefined }[];
let world: World;
let folder: string;
let listener: Listener;
let told: number;

/** Lets `/slow` send the rest, or cuts `/cut`. */
let goOn: () => void;

/** `/whole`, `/slow` (a bit at a time), `/cut` (ends in the middle, once), `/gone`, `/other` (as long, not the same). */
beforeAll(async () => {
  bytes = await readFile(FILE);
  const card = JSON.parse(await readFile(CARD, "utf8"));
  server = createServer((request, response) => {
    const { url = "", headers } = request;
    asked.push({ url, range: headers.range });
    const start = Number(/bytes=(\d+)-/.exec(headers.range ?? "")?.[1] ?? 0);
    if (url === "/gone") return response.writeHead(404).end();
    const body = (url === "/other" ? Buffer.alloc(bytes.length, 7) : bytes).subarray(start);
    response.writeHead(start > 0 ? 206 : 200, { "content-length": body.length });
    if (url === "/cut" && start === 0) {
      goOn = () => response.destroy();
      return response.write(body.subarray(0, body.length / 2));
    }
    if (url !== "/slow") return response.end(body);
    let sent = 0;
    const timer = setInterval(() => {
      if (response.destroyed) return clearInterval(timer);
      sent += 1024;
      return response.write(body.subarray(sent - 1024, sent));
    }, 50);
    goOn = () => {
      clearInterval(timer);
      response.end(body.subarray(sent));
    };
    return timer;
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  known = {
    name: "far-vgg",
    title: "Far VGG",
    kind: "classifier",
    urls: [],
    fileName: "far-vgg.onnx",
    sha256: createHash("sha256").update(bytes).digest("hex"),
    bytes: bytes.length,
    classNames: card.classNames,
    transform: card.transform,
    licence: "MIT",
  };
});
afterAll(() => server.close());

beforeEach(async () => {
  asked = [];
  told = 0;
  world = await createWorld();
  folder = path.join(await world.services.blobs.path("0".repeat(64)), "..", "..", "..", "downloads");
  listener = await listen(world.database.url, CHANNELS.models, () => void told++);
});
afterEach(async () => {
  await listener.close();
  await world.close();
});

const at = (...paths: string[]) =>
  paths.map((p) => `http://127.0.0.1:${(server.address() as AddressInfo).port}${p}`);
const ask = () => requestDownload(world.services.db, { name: known.name, requestedBy: world.userIds.owner });
const run = (urls: string[], options = attempt()) =>
  fetchKnown({ services: world.services, folder, catalogue: [{ ...known, urls }] }, known, options);
const row = async () => (await listDownloads(world.services.db))[0]!;
const registered = async () => (await listModels(world.services.db)).filter((m) => m.sha256 === known.sha256);

describe("fetching a known network", () => {
  test("it is registered with all that is known of it, and nothing is left lying about", async () => {
    await ask();
    await run(at("/whole"));
    expect(await row()).toMatchObject({ state: "done", error: null });
    const [model] = await registered();
    expect(model).toMatchObject({
      name: "Far VGG",
      kind: "classifier",
      usable: true,
      classNames: known.classNames,
      note: "Licence: MIT",
    });
    expect(await readdir(folder)).toEqual([]);
    await vi.waitFor(() => expect(told).toBeGreaterThanOrEqual(2));
  });

  test("progress is told as it comes, and asking twice fetches once", async () => {
    await ask();
    const running = run(at("/slow"));
    await vi.waitFor(async () => expect((await row()).received).toBeGreaterThan(0));
    expect((await row()).state).toBe("running");
    expect(await ask()).toBe(false);
    goOn();
    await running;
    expect(await row()).toMatchObject({ state: "done" });
    expect(asked).toHaveLength(1);
    expect(await registered()).toHaveLength(1);
  });

  test("somebody cancels: it stops at once, keeps what has come, and goes on from there", async () => {
    await ask();
    const running = run(at("/slow"));
    await vi.waitFor(async () => expect((await row()).received).toBeGreaterThan(0));
    await setDownload(world.services.db, {
      name: known.name,
      state: "cancelled",
      error: null,
      unfinished: true,
    });
    await running;
    expect(await row()).toMatchObject({ state: "cancelled", error: null });
    expect(await registered()).toEqual([]);
    expect(await readdir(folder)).toEqual(["far-vgg.onnx.part"]);
    await ask();
    await run(at("/whole"));
    expect(asked[1]!.range).toMatch(/^bytes=[1-9]\d*-$/);
    expect(await registered()).toHaveLength(1);
  });

  test("a connection that is cut says so, and the next time only the rest is fetched", async () => {
    await ask();
    const running = run(at("/cut"));
    const part = path.join(folder, "far-vgg.onnx.part");
    await vi.waitFor(async () => expect((await stat(part)).size).toBeGreaterThan(bytes.length / 4));
    goOn();
    await running;
    expect((await row()).state).toBe("failed");
    expect((await row()).error).toContain("/cut");
    await ask();
    await run(at("/cut"));
    expect(Number(/\d+/.exec(asked[1]!.range!)![0])).toBeGreaterThan(bytes.length / 4);
    expect(await row()).toMatchObject({ state: "done" });
  });

  test.each(["/gone", "/other"])("%s: it says what to do by hand, and where", async (where) => {
    await ask();
    await run(at(where));
    const { state, error } = await row();
    expect(state).toBe("failed");
    expect(error).toContain(where === "/gone" ? "404" : "not the expected one");
    expect(error).toContain(`Download ${at(where)[0]}`);
    expect(error).toContain(path.join(folder, "far-vgg.onnx"));
    expect(error).toContain("drop the file on this page");
    expect(error).toContain(known.sha256);
    expect(await registered()).toEqual([]);
  });

  test("a file put there by hand is taken without asking anybody", async () => {
    await mkdir(folder, { recursive: true });
    await writeFile(path.join(folder, "far-vgg.onnx"), bytes);
    await ask();
    await run(at("/gone"));
    expect(asked).toEqual([]);
    expect(await row()).toMatchObject({ state: "done" });
    expect(await registered()).toHaveLength(1);
  });

  test("one that is here already is not registered twice", async () => {
    await ask();
    await run(at("/whole"));
    await ask();
    await run(at("/whole"));
    expect(await registered()).toHaveLength(1);
  });

  test("a name nobody knows, or that nobody asked for, does nothing", async () => {
    await run(at("/whole"));
    expect(asked).toEqual([]);
    expect(await listDownloads(world.services.db)).toEqual([]);
  });
});
