import { type ChildProcess, spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { sql } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { ImageId, ProjectId } from "@/core/domain/ids";
import { IMAGE_STAGES } from "@/core/domain/pipeline";
import { CHANNELS, type Listener, listen } from "@/db/notify";
import { imageStagesOf } from "@/db/queries/images";
import { createQueue, type Queue } from "@/db/queue/queue";
import { CAT_CLASSES, DEEPLAB, hasShared, labels, SQUEEZENET, sharedFile } from "./testing/shared";
import { createWorld, type World } from "./testing/world";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const PHOTOS = ["Abyssinian", "Bengal", "Burmese", "Maine_Coon", "Siamese", "Van"];

describe.skipIf(!hasShared)("a worker process that is killed with -9 in the middle of jobs", () => {
  let world: World;
  let queue: Queue;
  let listener: Listener;
  let projectId: ProjectId;
  let children: ChildProcess[];
  const events: string[] = [];

  beforeEach(async () => {
    world = await createWorld();
    queue = await createQueue(world.database.url, { name: "test" });
    children = [];
    listener = await listen(world.database.url, CHANNELS.project, (text) => {
      const { event } = JSON.parse(text);
      events.push(`${event.imageId} ${event.stage} ${event.state}`);
    });
    const model = async (kind: "classifier" | "segmenter", m: typeof SQUEEZENET) =>
      world.addModel({
        kind,
        bytes: await readFile(sharedFile(m.file)),
        classNames: labels(m.labels),
        transform: m.transform,
      });
    projectId = await world.addProject({
      classifierId: await model("classifier", SQUEEZENET),
      segmenterId: await model("segmenter", DEEPLAB),
      targetClasses: CAT_CLASSES,
    });
  });
  afterEach(async () => {
    for (const child of children) child.kill("SIGKILL");
    await listener?.close();
    await queue?.stop({ timeoutMs: 100 });
    await world?.close();
  });

  async function startWorker(): Promise<ChildProcess> {
    const child = spawn(process.execPath, ["--import", "tsx", "workers/main.ts"], {
      cwd: ROOT,
      stdio: ["ignore", "inherit", "inherit", "ipc"],
      env: { ...process.env, DATABASE_URL: world.database.url, PARTWISE_DATA_DIR: world.directory },
    });
    children.push(child);
    await new Promise<void>((resolve, reject) => {
      child.once("message", () => resolve());
      child.once("exit", (code) => reject(new Error(`the worker ended with ${code}`)));
    });
    return child;
  }

  const stateCount = async (state: string) => {
    const { rows } = await world.database.db.execute<{ n: number }>(
      sql`select count(*)::int as n from pgboss.job where state::text = ${state} and name not like '%-dead'`,
    );
    return rows[0]!.n;
  };

  async function until(condition: () => Promise<boolean>, ms: number, what: string) {
    for (const end = Date.now() + ms; !(await condition()); ) {
      if (Date.now() > end) throw new Error(`not within ${ms} ms: ${what}`);
      await sleep(10);
    }
  }

  test("every job ends, and every result is shown exactly once", async () => {
    const ids: ImageId[] = [];
    for (const name of PHOTOS) {
      const bytes = await readFile(sharedFile(`photos/cats/${name}.jpg`));
      const imageId = await world.addPhoto(projectId, `${name}.jpg`, bytes, "image/jpeg");
      await queue.enqueue(world.database.db, "ingest", { projectId, imageId });
      ids.push(imageId);
    }
    let interrupted = 0;
    for (const completed of [1, 5, 10]) {
      const worker = await startWorker();
      const working = async () =>
        (await stateCount("completed")) >= completed && (await stateCount("active")) > 0;
      await until(working, 60_000, `${completed} jobs done and one running`);
      worker.kill("SIGKILL");
      await new Promise((resolve) => worker.once("exit", resolve));
      // The job seen running may have ended just before the kill; often enough it has not.
      interrupted += await stateCount("active");
      // The dead worker's silence is noticed after its heartbeat interval; let that time have passed.
      await world.database.db.execute(
        sql`update pgboss.job set heartbeat_on = now() - interval '1 hour' where state = 'active'`,
      );
    }
    expect(interrupted).toBeGreaterThan(0);
    const last = await startWorker();
    await until(async () => (await queue.pending()) === 0, 90_000, "all jobs ended");
    last.kill("SIGTERM");
    expect(await new Promise((resolve) => last.once("exit", resolve))).toBe(0);

    for (const imageId of ids) {
      const rows = await imageStagesOf(world.database.db, { imageId });
      for (const stage of IMAGE_STAGES) {
        expect(rows[stage], `${stage}`).toMatchObject({ state: "done", error: null });
        expect(events.filter((e) => e === `${imageId} ${stage} done`)).toHaveLength(1);
      }
    }
    expect(events.filter((e) => e.endsWith("failed"))).toEqual([]);
    expect(await stateCount("failed")).toBe(0);
  }, 180_000);
});
