import { createBlobStore } from "@/db/blobs/store";
import { connect } from "@/db/client";
import { createQueue } from "@/db/queue/queue";
import { env } from "../env";
import { createLiveFeed } from "./live";
import type { Services } from "./services";

// Reloading in development evaluates modules again; pools and listeners must not pile up.
const KEY = Symbol.for("partwise.services");
const home = globalThis as { [KEY]?: Promise<Services> };

/** The services of this process, opened at the first request. A failed opening is tried again by the next. */
export function services(): Promise<Services> {
  home[KEY] ??= open().catch((error) => {
    delete home[KEY];
    throw error;
  });
  return home[KEY];
}

async function open(): Promise<Services> {
  const { databaseUrl, blobDir, allowSignUp } = env();
  const queue = await createQueue(databaseUrl, { name: "partwise web", max: 2 });
  return {
    db: connect(databaseUrl, { name: "partwise web" }).db,
    blobs: createBlobStore(blobDir),
    queue,
    live: createLiveFeed(databaseUrl),
    now: () => new Date(),
    allowSignUp,
  };
}
