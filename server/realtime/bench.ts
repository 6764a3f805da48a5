/*
 * Load on the annotation sockets, on this machine only: `npx tsx server/realtime/bench.ts [people] [seconds]`.
 * Rooms of ten people, one edit a second each, stored in a real Postgres of its own. Prints how long an edit takes
 * to the others of its room and to its acknowledgement (committed), and what the server process spent.
 * The clients run in this process, the server in another.
 */
import { fork } from "node:child_process";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { sql } from "drizzle-orm";
import * as decoding from "lib0/decoding";
import { WebSocket } from "ws";
import * as Y from "yjs";
import { decodeSaved, MESSAGE, SYNC } from "@/core/annotation/protocol";
import { connect, type Db } from "@/db/client";
import { startEmbeddedPostgres } from "@/db/embedded";
import { migrate } from "@/db/migrate";
import { encodeStep1, encodeStep2, encodeUpdate } from "./wire";

const people = Math.min(2_000, Math.max(2, Number(process.argv[2] ?? 200)));
const seconds = Math.min(60, Math.max(2, Number(process.argv[3] ?? 10)));
const ROOM = 10;

const arrivals: number[] = [];
const commits: number[] = [];

/** A light client: it applies nothing but its own edits, so that what is measured is the server. */
class Person {
  private readonly doc = new Y.Doc();
  private readonly sentAt: number[] = [];
  private acknowledged = 0;
  readonly ready: Promise<void>;
  private readonly socket: WebSocket;

  constructor(
    url: string,
    private readonly userId: string,
  ) {
    this.socket = new WebSocket(url, {
      origin: url.replace(/^ws(:\/\/[^/]+).*/, "http$1"),
      headers: { cookie: `user=${userId}` },
    });
    this.doc.on("update", (update: Uint8Array) => {
      this.sentAt.push(performance.now());
      this.socket.send(encodeUpdate(update));
    });
    this.ready = new Promise((resolve, reject) => {
      this.socket.on("message", (data: Buffer) => this.receive(new Uint8Array(data), resolve));
      this.socket.on("error", reject);
      this.socket.on("close", (code) => code !== 1005 && reject(new Error(`closed with ${code}`)));
    });
    this.socket.on("open", () => this.socket.send(encodeStep1(Y.encodeStateVector(this.doc))));
  }

  edit(): void {
    this.doc.getMap("shapes").set(this.userId, performance.now());
  }

  close(): void {
    this.socket.close();
  }

  private receive(bytes: Uint8Array, ready: () => void): void {
    if (bytes[0] === MESSAGE.saved) this.onSaved(decodeSaved(bytes)!.count);
    if (bytes[0] !== MESSAGE.sync) return;
    if (bytes[1] === SYNC.step1) {
      this.sentAt.push(performance.now());
      this.socket.send(encodeStep2(Y.encodeStateAsUpdate(this.doc)));
    } else if (bytes[1] === SYNC.step2) ready();
    else if (measuring) this.onUpdate(bytes);
  }

  private onSaved(count: number): void {
    const now = performance.now();
    for (; this.acknowledged < count; this.acknowledged++)
      if (measuring) commits.push(now - this.sentAt[this.acknowledged]!);
  }

  private onUpdate(bytes: Uint8Array): void {
    const decoder = decoding.createDecoder(bytes);
    decoding.readVarUint(decoder);
    decoding.readVarUint(decoder);
    const [struct] = Y.decodeUpdate(decoding.readVarUint8Array(decoder)).structs;
    const [at] = struct instanceof Y.Item ? struct.content.getContent() : [];
    if (typeof at === "number") arrivals.push(performance.now() - at);
  }
}

let measuring = false;

const quantile = (values: number[], q: number) =>
  (values.sort((a, b) => a - b)[Math.floor(values.length * q)] ?? Number.NaN).toFixed(1);
const line = (name: string, values: number[]) =>
  `${name}: median ${quantile(values, 0.5)} ms, p95 ${quantile(values, 0.95)} ms, p99 ${quantile(values, 0.99)} ms (${values.length})`;

/** A project with all of them as annotators, and where each one sits. */
async function rooms(db: Db): Promise<{ documentId: string; userId: string }[]> {
  const { rows } = await db.execute<{ users: string[]; documents: string[] }>(sql`
    with p as (insert into projects (name) values ('Load') returning id),
    u as (
      insert into users (email, name, colour)
      select 'p' || i || '@example.org', 'p' || i, '#0072b2' from generate_series(1, ${people}::int) i returning id
    ),
    m as (insert into members (project_id, user_id, role) select p.id, u.id, 'annotator' from p, u),
    i as (
      insert into images (project_id, name, sha256, bytes, mime)
      select p.id, i || '.png', lpad(i::text, 64, '0'), 1, 'image/png'
      from p, generate_series(1, ${Math.ceil(people / ROOM)}::int) i returning id, project_id
    ),
    d as (insert into documents (project_id, image_id) select project_id, id from i returning id)
    select (select json_agg(id) from u) as users, (select json_agg(id) from d) as documents`);
  const { users, documents } = rows[0]!;
  return users.map((userId, i) => ({ userId, documentId: documents[Math.floor(i / ROOM)]! }));
}

async function run(databaseUrl: string, db: Db): Promise<void> {
  const seats = await rooms(db);
  const server = fork(fileURLToPath(new URL("./testing/server-process.ts", import.meta.url)), {
    execArgv: ["--import", "tsx"],
    env: { ...process.env, DATABASE_URL: databaseUrl, PORT: "0" },
    stdio: ["ignore", "pipe", "inherit", "ipc"],
  });
  try {
    const port = Number(
      await new Promise<string>((resolve) => server.stdout!.once("data", (d) => resolve(String(d)))),
    );
    const persons: Person[] = [];
    for (let i = 0; i < seats.length; i++) {
      const { documentId, userId } = seats[i]!;
      persons.push(new Person(`ws://127.0.0.1:${port}/collab/${documentId}`, userId));
      if (i % 50 === 49) await Promise.all(persons.slice(-50).map((person) => person.ready));
    }
    await Promise.all(persons.map((person) => person.ready));
    await sleep(1_000);
    const before = await usageOf(server);
    measuring = true;
    const started = performance.now();
    for (let tick = 0; tick < seconds * 20; tick++) {
      for (let i = tick % 20; i < persons.length; i += 20) persons[i]!.edit();
      await sleep(Math.max(0, started + (tick + 1) * 50 - performance.now()));
    }
    await sleep(500);
    const after = await usageOf(server);
    console.log(`${people} people in rooms of ${ROOM}, one edit a second each, for ${seconds} s`);
    console.log(line("edit seen by another person", arrivals));
    console.log(line("edit acknowledged (committed)", commits));
    const cpu = (after.cpuMicros - before.cpuMicros) / 10_000 / (seconds + 0.5);
    console.log(`server process: ${cpu.toFixed(0)} % of a core, ${(after.rss / 2 ** 20).toFixed(0)} MB`);
    for (const person of persons) person.close();
  } finally {
    server.kill("SIGKILL");
  }
}

function usageOf(server: ReturnType<typeof fork>): Promise<{ cpuMicros: number; rss: number }> {
  return new Promise((resolve) => {
    server.once("message", (usage) => resolve(usage as { cpuMicros: number; rss: number }));
    server.send("usage");
  });
}

const folder = await mkdtemp(path.join(tmpdir(), "partwise-bench-"));
await chmod(folder, 0o755);
const postgres = await startEmbeddedPostgres(folder, { log: () => undefined });
try {
  const connection = connect(postgres.url, { max: 4 });
  await migrate(connection);
  await run(postgres.url, connection.db);
  await connection.close();
} finally {
  await postgres.stop();
  await rm(folder, { recursive: true, force: true });
}
process.exit(0);
