import { createReadStream } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import path from "node:path";
import { AppError } from "@/core/domain/errors";
import type { Db } from "@/db/client";
import { publishModelEvent } from "@/db/notify";
import { noteDownload, setDownload } from "@/db/queries/downloads";
import { findModelBySha256 } from "@/db/queries/models";
import { download } from "../catalogue/download";
import { knownDraft } from "../catalogue/known-draft";
import { KNOWN_MODELS, type KnownModel } from "../catalogue/known-models";
import { modelDraftSchema, registerModel } from "../models/register";
import type { Services } from "./services";

/** How often progress is written down and told. */
const TELL_MS = 500;

interface Fetching {
  services: Pick<Services, "db" | "blobs">;
  /** Where files are while they come, and where one put there by hand is found. */
  folder: string;
  catalogue?: readonly KnownModel[];
}

interface Attempt {
  signal: AbortSignal;
  /** No retry follows. */
  last: boolean;
}

/**
 * The job that fetches a known network and registers it. Interrupted at any moment it goes on from the bytes that have come;
 * somebody who cancels is noticed within half a second.
 *
 * @throws whatever may pass with time, unless this was the last attempt
 */
export async function fetchKnown(
  { services, folder, catalogue = KNOWN_MODELS }: Fetching,
  { name }: { name: string },
  attempt: Attempt,
): Promise<void> {
  const { db } = services;
  const known = catalogue.find((entry) => entry.name === name);
  if (!known || !(await noteDownload(db, { name }))) return;
  await tell(db, name);
  const stop = new AbortController();
  const signal = AbortSignal.any([attempt.signal, stop.signal]);
  try {
    const sha256 = await receive(services, known, folder, signal, async (received) => {
      if (await noteDownload(db, { name, received })) await tell(db, name);
      else stop.abort();
    });
    if (!(await findModelBySha256(db, { sha256, kind: known.kind }))) {
      const draft = modelDraftSchema.parse({ ...knownDraft(known), sha256 });
      await registerModel(services, draft, null);
    }
    await setDownload(db, { name, state: "done", error: null, unfinished: true });
  } catch (error) {
    if (stop.signal.aborted) return;
    const refused = error instanceof AppError && error.code !== "internal";
    if (!refused && !attempt.last) throw error;
    await setDownload(db, { name, state: "failed", error: sentence(error), unfinished: true });
    if (!refused) throw error;
  } finally {
    await tell(db, name);
  }
}

/** The file as a blob; its address. What is in the folder is removed once it is kept. */
async function receive(
  { blobs }: Pick<Services, "blobs">,
  known: KnownModel,
  folder: string,
  signal: AbortSignal,
  onProgress: (received: number) => Promise<void>,
): Promise<string> {
  await mkdir(folder, { recursive: true });
  const destination = path.join(folder, known.fileName);
  let told = 0;
  let telling: Promise<unknown> = Promise.resolve();
  await download({
    ...known,
    destination,
    signal,
    afterwards: "fetch it again here; or drop the file on this page, where its checksum tells what it is",
    onProgress(received) {
      if (Date.now() - told < TELL_MS) return;
      told = Date.now();
      telling = telling.then(() => onProgress(received)).catch(() => undefined);
    },
  });
  await telling;
  signal.throwIfAborted();
  const { sha256 } = await blobs.put(createReadStream(destination));
  await rm(destination, { force: true });
  return sha256;
}

function sentence(error: unknown): string {
  return error instanceof AppError
    ? error.message
    : "Something went wrong while fetching the network, several times in a row. Try again later.";
}

function tell(db: Db, name: string): Promise<void> {
  return publishModelEvent(db, { type: "download", name });
}
