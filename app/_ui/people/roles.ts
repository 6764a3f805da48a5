import type { Role } from "@/core/domain/roles";

/** The roles in words; what they may do is decided by core/domain/roles. */
export const ROLE_WORDS: Record<Role, { article: "a" | "an"; may: string }> = {
  viewer: { article: "a", may: "you can look at everything" },
  annotator: { article: "an", may: "you can upload, draw, save and share selections" },
  reviewer: { article: "a", may: "you can draw, and approve or send back what others drew" },
  owner: { article: "an", may: "you can do everything, also configure the project and its people" },
};
