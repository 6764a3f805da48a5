import type { Prim } from "./prims";
import type { Vec3 } from "./vec";

/** A ring of dark skin around an eye; it belongs to the eye and goes with it. */
export interface Halo {
  centre: Vec3;
  inner: number;
  outer: number;
  part: number;
  colour: Vec3;
}

/** A single long hair, as a quadratic curve in the world. */
export interface Whisker {
  points: readonly [Vec3, Vec3, Vec3];
  part: number;
}

/** One animal or thing of a scene. */
export interface Actor {
  /** Class name, one of the classifier's. Null for furniture. */
  className: string | null;
  /** Class of the segmentation network; null counts as background. */
  segment: string | null;
  /** Names of the parts, in label order; the last is the background. */
  parts: readonly string[];
  prims: Prim[];
  halos: Halo[];
  whiskers: Whisker[];
}

export const CAT_PARTS = [
  "Left Eye",
  "Right Eye",
  "Left Ear",
  "Right Ear",
  "Nose",
  "Body",
  "Background",
] as const;
export const BIRD_PARTS = [
  "Left Eye",
  "Right Eye",
  "Left Wing",
  "Right Wing",
  "Beak",
  "Tail",
  "Body",
  "Background",
] as const;
export const THING_PARTS = ["Object", "Background"] as const;
