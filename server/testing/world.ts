import { createHash } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { PART_PRESETS } from "@/core/domain/parts";
import { ROLES, type Role } from "@/core/domain/roles";
import type { InputTransform } from "@/core/domain/spaces";
import { createBlobStore } from "@/db/blobs/store";
import { addMember } from "@/db/queries/members";
import { createModel } from "@/db/queries/models";
import { insertPhoto } from "@/db/queries/photos";
import { createProject, replaceGroups, replaceParts } from "@/db/queries/projects";
import { createUser } from "@/db/queries/users";
import { createQueue } from "@/db/queue/queue";
import { freshDatabase, type TestDatabase } from "@/db/testing/database";
import { createLiveFeed } from "../services/live";
import type { Services } from "../services/services";
import { createCallerFactory } from "../trpc/init";
import { appRouter } from "../trpc/router";

export const WHO = ["anonymous", "outsider", ...ROLES] as const;
export type Who = (typeof WHO)[number];

const TRANSFORM: InputTransform = {
  size: { width: 32, height: 32 },
  resize: "stretch",
  scale: 1 / 255,
  mean: [0, 0, 0],
  std: [1, 1, 1],
  channelOrder: "RGB",
};

const callerOf = createCallerFactory(appRouter);
export type Caller = ReturnType<typeof callerOf>;

export interface World {
  database: TestDatabase;
  services: Services;
  projectId: string;
  /** A photograph that has been read (10 × 10), with its document. */
  imageId: string;
  classifierId: string;
  segmenterId: string;
  userIds: Record<Exclude<Who, "anonymous">, string>;
  as(who: Who): Caller;
  close(): Promise<void>;
}

/** A project with one person in each role, one outsider, two networks and a photograph; everything real but the workers. */
export async function createWorld(): Promise<World> {
  const database = await freshDatabase();
  const { db } = database;
  const folder = await mkdtemp(path.join(tmpdir(), "partwise-server-test-"));
  const queue = await createQueue(database.url, { name: "server test", max: 1 });
  const services: Services = {
    db,
    blobs: createBlobStore(folder),
    queue,
    live: createLiveFeed(database.url),
    now: () => new Date(),
    allowSignUp: true,
  };
  const person = async (name: string) =>
    (await createUser(db, {
      name,
      email: `${name}@example.org`,
      colour: "#0072b2",
      passwordHash: null,
    }))!.id;
  const userIds = Object.fromEntries(
    await Promise.all(WHO.slice(1).map(async (who) => [who, await person(who)] as const)),
  ) as World["userIds"];
  const network = (kind: "classifier" | "segmenter") =>
    createModel(db, {
      kind,
      name: kind,
      sha256: createHash("sha256").update(kind).digest("hex"),
      bytes: 1,
      classNames: ["cat", "dog", "car"],
      inputTransform: TRANSFORM,
      usable: true,
      inspection: {
        opset: 17,
        inputShape: [1, 3, 32, 32],
        outputShape: [1, 3],
        layers: [],
        unsupported: [],
        summary: "",
      },
    });
  const [classifierId, segmenterId] = [await network("classifier"), await network("segmenter")];
  const projectId = await createProject(db, {
    name: "World",
    description: "",
    classifierId,
    segmenterId,
    backgroundInScores: true,
    createdBy: userIds.owner,
  });
  for (const role of ROLES) await addMember(db, { projectId, userId: userIds[role as Role], role });
  await replaceParts(db, { projectId, drafts: PART_PRESETS.cat.parts });
  await replaceGroups(db, {
    projectId,
    groups: [{ name: "Cats", symbol: "circle", isTarget: true, classIndices: [0] }],
  });
  const imageId = (await insertPhoto(db, {
    projectId,
    name: "a.png",
    sha256: "0".repeat(64),
    bytes: 1,
    mime: "image/png",
    uploadedBy: userIds.owner,
  }))!;
  await database.pool.query("update images set width = 10, height = 10 where id = $1", [imageId]);

  return {
    database,
    services,
    projectId,
    imageId,
    classifierId,
    segmenterId,
    userIds,
    as: (who) => callerOf({ services, session: who === "anonymous" ? null : { userId: userIds[who] } }),
    async close() {
      await queue.stop({ timeoutMs: 100 });
      await database.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
