import type { ProjectEvent } from "@/core/domain/events";

/** What a page may have to read again. */
export const TOPICS = [
  "project",
  "projects",
  "images",
  "image",
  "scores",
  "selections",
  "layouts",
  "members",
] as const;
export type Topic = (typeof TOPICS)[number];

/** What an event makes out of date. `resync`: anything may have happened unseen. */
export function topicsOf(event: ProjectEvent | { type: "resync" }): readonly Topic[] {
  switch (event.type) {
    case "stage":
      return ["project", "images", "image", "scores"];
    case "image":
      return ["project", "projects", "images", "image", "scores"];
    case "revision":
    case "scores":
      return ["images", "image", "scores"];
    case "selection":
      return ["selections"];
    case "layout":
      return ["layouts"];
    case "member":
      return ["members", "project"];
    case "project":
    case "resync":
      return TOPICS;
  }
}

/** Topics one waits for are read at once; those that arrive by the hundred are gathered. */
export const DELAY_MS: Record<Topic, number> = {
  selections: 0,
  layouts: 0,
  members: 0,
  scores: 250,
  image: 250,
  images: 800,
  project: 800,
  projects: 2000,
};
