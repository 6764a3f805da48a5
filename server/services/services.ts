import type { JobName, JobPayload } from "@/core/domain/jobs";
import type { BlobStore } from "@/db/blobs/store";
import type { Db } from "@/db/client";
import type { LiveFeed } from "./live";

/** What every procedure and route works with; handed in, so that tests bring their own. */
export interface Services {
  db: Db;
  blobs: BlobStore;
  /** Adds a job in the caller's transaction: it exists exactly when the transaction commits. */
  enqueue<Name extends JobName>(tx: Db, name: Name, payload: JobPayload<Name>): Promise<void>;
  live: LiveFeed;
  now(): Date;
  allowSignUp: boolean;
}
