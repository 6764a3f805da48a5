import type { ProjectEvent } from "@/core/domain/events";

/** What a page may have to read again. */
export const TOPICS = [
  "project",
  "projects",
  "images",
  "image",
  "scores",
  "review",
  "reviews",
  "selections",
  "findings",
  "layouts",
  "members",
] as const;
export type Topic = (typeof TOPICS)[number];

/** What an event makes out of date. `resync`: anything may have happened unseen. */
export function topicsOf(event: ProjectEvent | { type: "resync" }): readonly Topic[] {
  switch (event.type) {
    case "stage":
      // The map shows only what predicting and explaining made.
      return event.state === "done" && (event.stage === "predict" || event.stage === "explain")
        ? ["project", "images", "image", "scores", "findings"]
        : ["project", "images", "image"];
    case "image":
      return ["project", "projects", "images", "image", "scores", "reviews", "findings"];
    case "revision":
      return ["images", "image", "scores", "reviews"];
    case "scores":
      // New scores may make a finding stale.
      return ["images", "image", "scores", "review", "findings"];
    case "review":
      return ["reviews"];
    case "check":
      return ["images", "image", "scores"];
    case "selection":
      return ["selections"];
    case "finding":
      return ["findings"];
    case "layout":
      return ["layouts"];
    case "member":
      return ["members", "project"];
    case "project":
    case "resync":
      return TOPICS;
  }
}

/** The one image an event is about; null when it may concern what is shown of others, too (their neighbours). */
export function imageOf(event: ProjectEvent | { type: "resync" }): string | null {
  return event.type === "stage" ||
    event.type === "revision" ||
    event.type === "scores" ||
    event.type === "check"
    ? event.imageId
    : null;
}

/** Topics one waits for are read at once; those that arrive by the hundred are gathered. */
export const DELAY_MS: Record<Topic, number> = {
  selections: 0,
  findings: 250,
  layouts: 0,
  members: 0,
  review: 250,
  reviews: 100,
  scores: 250,
  image: 250,
  images: 800,
  project: 800,
  projects: 2000,
};
