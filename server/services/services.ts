import type { BlobStore } from "@/db/blobs/store";
import type { Db } from "@/db/client";
import type { Queue } from "@/db/queue/queue";
import type { LiveFeed } from "./live";

/** What every procedure and route works with; handed in, so that tests bring their own. */
export interface Services {
  db: Db;
  blobs: BlobStore;
  queue: Pick<Queue, "enqueue" | "enqueueAll">;
  live: LiveFeed;
  now(): Date;
  /** Whether anybody may make an account, or only invited people. */
  allowSignUp: boolean;
}
