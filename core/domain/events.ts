import type { StageState } from "./jobs";
import type { ImageStage } from "./pipeline";

/** The path of the socket that events come over. */
export const LIVE_PATH = "/live";

/**
 * What the server tells open browsers of a project as it happens (Postgres NOTIFY → tRPC subscription).
 * Events carry ids and small states; the receiver refetches or patches what it shows.
 */
export type ProjectEvent =
  | { type: "stage"; imageId: string; stage: ImageStage; state: StageState; error?: string }
  | { type: "image"; imageId: string; change: "added" | "removed" }
  | { type: "revision"; imageId: string; revisionId: string }
  /** A part was decided on, or a comment pinned, settled or removed. */
  | { type: "review"; imageId: string; revisionId: string }
  | { type: "scores"; imageId: string; revisionId: string }
  | { type: "check"; imageId: string; revisionId: string }
  | { type: "selection"; selectionId: string; change: "created" | "updated" | "removed" }
  | { type: "finding"; findingId: string; change: "created" | "updated" | "removed" | "discussed" }
  | { type: "layout"; key: string }
  | { type: "member"; userId: string; role: string | null }
  | { type: "project" };

/** What happens to the networks of the installation, which belong to no project. */
export type ModelEvent = { type: "model"; modelId: string } | { type: "download"; name: string };
