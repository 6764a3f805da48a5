import { z } from "zod";
import type { PartId } from "./ids";
import { partIdSchema } from "./ids";

/**
 * `part`: drawn by people. `rest` (e.g. Body): the silhouette less all parts. `background`: what is outside
 * the silhouette. A project has at most one `rest` and exactly one `background`, so every pixel has an owner.
 */
export const PART_KINDS = ["part", "rest", "background"] as const;
export type PartKind = (typeof PART_KINDS)[number];

/** The animal's own side, not the viewer's. */
export const PART_SIDES = ["left", "right", "none"] as const;
export type PartSide = (typeof PART_SIDES)[number];

export const partSchema = z.object({
  id: partIdSchema,
  name: z.string().trim().min(1).max(60),
  /** `#rrggbb` */
  colour: z.string().regex(/^#[0-9a-f]{6}$/i),
  side: z.enum(PART_SIDES),
  kind: z.enum(PART_KINDS),
  /** Where drawn shapes overlap, the part with the higher priority owns the pixel. */
  priority: z.number().int().min(0).max(1000),
  /** Order in lists and charts, and the part's index in label rasters. */
  position: z.number().int().min(0),
});
export interface Part extends Omit<z.infer<typeof partSchema>, "id"> {
  id: PartId;
}

export type PartTemplate = Omit<Part, "id">;

export interface PartPreset {
  name: string;
  description: string;
  /** Whether Background takes part in the scores (the paper's birds: no). */
  backgroundInScores: boolean;
  parts: readonly PartTemplate[];
}

const part = (
  position: number,
  name: string,
  colour: string,
  side: PartSide = "none",
  priority = 10,
  kind: PartKind = "part",
): PartTemplate => ({ position, name, colour, side, priority, kind });

/** The part sets of the paper (K = 7 each), colours chosen to stay apart for colour-blind readers. */
export const PART_PRESETS = {
  cat: {
    name: "Cat",
    description: "Seven regions: eyes, ears, nose, body and background.",
    backgroundInScores: true,
    parts: [
      part(0, "Left Eye", "#0072b2", "left", 30),
      part(1, "Right Eye", "#56b4e9", "right", 30),
      part(2, "Left Ear", "#009e73", "left", 20),
      part(3, "Right Ear", "#7fc97f", "right", 20),
      part(4, "Nose", "#d55e00", "none", 40),
      part(5, "Body", "#cc79a7", "none", 0, "rest"),
      part(6, "Background", "#8a8f98", "none", 0, "background"),
    ],
  },
  bird: {
    name: "Bird",
    description: "Seven regions: eyes, wings, beak, tail and body; the background is left out of the scores.",
    backgroundInScores: false,
    parts: [
      part(0, "Left Eye", "#0072b2", "left", 40),
      part(1, "Right Eye", "#56b4e9", "right", 40),
      part(2, "Left Wing", "#009e73", "left", 20),
      part(3, "Right Wing", "#7fc97f", "right", 20),
      part(4, "Beak", "#d55e00", "none", 30),
      part(5, "Tail", "#e69f00", "none", 10),
      part(6, "Body", "#cc79a7", "none", 0, "rest"),
      part(7, "Background", "#8a8f98", "none", 0, "background"),
    ],
  },
} as const satisfies Record<string, PartPreset>;

export type PartPresetName = keyof typeof PART_PRESETS;

/** What is wrong with a project's part list, in words; empty when it can own every pixel exactly once. */
export function partListProblems(parts: readonly PartTemplate[]): string[] {
  const problems: string[] = [];
  const count = (kind: PartKind) => parts.filter((p) => p.kind === kind).length;
  if (count("part") === 0) problems.push("Add at least one part to draw.");
  if (count("rest") > 1) problems.push("Only one part can be the rest of the silhouette.");
  if (count("background") !== 1) problems.push("Exactly one part must be the background.");
  const names = parts.map((p) => p.name.trim().toLowerCase());
  for (const name of new Set(names)) {
    if (names.filter((n) => n === name).length > 1)
      problems.push(`Two parts are called “${name}”; rename one.`);
  }
  if (parts.length > 254) problems.push("A project can have at most 254 parts.");
  return problems;
}
