import { CAT_BREEDS } from "./cats";

/** Classes of the demo classifier, in output order, in the paper's three groups. */
export const CAT_CLASSES = CAT_BREEDS;
export const ANIMAL_CLASSES = ["dog", "fox", "rabbit", "bear", "hamster", "robin", "parrot"] as const;
export const THING_CLASSES = ["pumpkin", "teapot", "ball", "flower pot", "table lamp"] as const;
export const DEMO_CLASSES = [...CAT_CLASSES, ...ANIMAL_CLASSES, ...THING_CLASSES] as const;
export type DemoClass = (typeof DEMO_CLASSES)[number];

/** Classes of the demo segmenter, in output order. */
export const SEGMENT_CLASSES = [
  "background",
  "bear",
  "bird",
  "cat",
  "dog",
  "fox",
  "hamster",
  "rabbit",
] as const;

export const isCat = (name: string): boolean => (CAT_CLASSES as readonly string[]).includes(name);
export const isThing = (name: string): boolean => (THING_CLASSES as readonly string[]).includes(name);

export type DemoGroup = "cat" | "other animal" | "thing";
export function groupOf(name: string): DemoGroup {
  if (isCat(name)) return "cat";
  return isThing(name) ? "thing" : "other animal";
}
