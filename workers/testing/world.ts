import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { ImageId, ProjectId } from "@/core/domain/ids";
import { PART_PRESETS } from "@/core/domain/parts";
import type { InputTransform } from "@/core/domain/spaces";
import { type BlobStore, createBlobStore } from "@/db/blobs/store";
import { createModel } from "@/db/queries/models";
import { insertPhoto } from "@/db/queries/photos";
import { createProject, replaceGroups, replaceParts } from "@/db/queries/projects";
import { createUser } from "@/db/queries/users";
import { freshDatabase, type TestDatabase } from "@/db/testing/database";

export interface World {
  database: TestDatabase;
  blobs: BlobStore;
  directory: string;
  userId: string;
  addModel(model: TestModel): Promise<string>;
  addProject(project: {
    classifierId: string | null;
    segmenterId: string | null;
    targetClasses: number[];
  }): Promise<ProjectId>;
  addPhoto(projectId: ProjectId, name: string, bytes: Uint8Array, mime: string): Promise<ImageId>;
  close(): Promise<void>;
}

export interface TestModel {
  kind: "classifier" | "segmenter";
  bytes: Uint8Array;
  classNames: string[];
  transform: InputTransform;
  foreground?: number[] | null;
  usable?: boolean;
}

/** A database, a folder of blobs and a person, for one test. */
export async function createWorld(): Promise<World> {
  const database = await freshDatabase();
  const directory = await mkdtemp(path.join(tmpdir(), "workers-"));
  const blobs = createBlobStore(path.join(directory, "blobs"));
  const { db } = database;
  const user = await createUser(db, {
    email: "a@example.org",
    name: "A",
    colour: "#336699",
    passwordHash: null,
  });
  const userId = user!.id;
  return {
    database,
    blobs,
    directory,
    userId,
    async addModel({ kind, bytes, classNames, transform, foreground = null, usable = true }) {
      const stored = await blobs.put(bytes);
      return createModel(db, {
        kind,
        name: `${kind} of the test`,
        ...stored,
        classNames,
        inputTransform: transform,
        usable,
        foreground,
        inspection: { opset: 9, inputShape: [], outputShape: [], layers: [], unsupported: [], summary: "" },
      });
    },
    async addProject({ targetClasses, ...models }) {
      const projectId = await createProject(db, {
        name: "Cats",
        description: "",
        backgroundInScores: true,
        ...models,
        createdBy: userId,
      });
      await replaceParts(db, { projectId, drafts: [...PART_PRESETS.cat.parts] });
      await replaceGroups(db, {
        projectId,
        groups: [{ name: "cat", symbol: "circle", isTarget: true, classIndices: targetClasses }],
      });
      return projectId as ProjectId;
    },
    async addPhoto(projectId, name, bytes, mime) {
      const stored = await blobs.put(bytes);
      const id = await insertPhoto(db, { projectId, name, ...stored, mime, uploadedBy: userId });
      return id as ImageId;
    },
    async close() {
      await database.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
