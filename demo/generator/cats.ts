import { CAT_PARTS } from "./actor";
import type { CoatSpec } from "./coats";
import type { HeadSpec } from "./head";
import type { QuadrupedSpec } from "./quadruped";
import type { Rng } from "./rng";
import type { Vec3 } from "./vec";

export const CAT_BREEDS = ["tabby cat", "ginger cat", "Persian cat", "Siamese cat", "Egyptian cat"] as const;
export type CatBreed = (typeof CAT_BREEDS)[number];

/** Ranges of what varies within a breed. */
interface BreedTable {
  coats: readonly { base: Vec3; dark: Vec3; light: Vec3; pattern: CoatSpec["pattern"]; weight: number }[];
  strength: readonly [number, number];
  white: readonly [number, number];
  irises: readonly Vec3[];
  noses: readonly Vec3[];
  innerEar: Vec3;
  /** Strand length. */
  fur: readonly [number, number];
  girth: readonly [number, number];
  /** Ear length and width relative to an ordinary cat; muzzle length; width of the face. */
  ear: readonly [number, number];
  muzzle: readonly [number, number];
  face: readonly [number, number];
}

const AMBER: Vec3 = [0.75, 0.4, 0.06];
const GREEN: Vec3 = [0.36, 0.5, 0.12];
const COPPER: Vec3 = [0.7, 0.24, 0.04];
const BLUE: Vec3 = [0.14, 0.42, 0.85];
const PINK: Vec3 = [0.62, 0.26, 0.22];
const BRICK: Vec3 = [0.38, 0.13, 0.1];
const BLACK: Vec3 = [0.03, 0.025, 0.025];
const CREAM: Vec3 = [0.82, 0.72, 0.56];
const WHITE: Vec3 = [0.85, 0.83, 0.8];

const BREEDS: Record<CatBreed, BreedTable> = {
  "tabby cat": {
    coats: [
      {
        base: [0.34, 0.24, 0.15],
        dark: [0.045, 0.032, 0.024],
        light: [0.62, 0.5, 0.36],
        pattern: "stripes",
        weight: 3,
      },
      {
        base: [0.36, 0.34, 0.31],
        dark: [0.04, 0.04, 0.042],
        light: [0.72, 0.7, 0.66],
        pattern: "stripes",
        weight: 2,
      },
    ],
    strength: [0.4, 0.95],
    white: [0.1, 0.9],
    irises: [GREEN, AMBER, [0.5, 0.46, 0.1]],
    noses: [BRICK, PINK],
    innerEar: [0.6, 0.36, 0.3],
    fur: [0.034, 0.05],
    girth: [0.95, 1.15],
    ear: [0.92, 1.05],
    muzzle: [0.95, 1.1],
    face: [0.97, 1.06],
  },
  "ginger cat": {
    coats: [
      {
        base: [0.68, 0.34, 0.11],
        dark: [0.42, 0.14, 0.03],
        light: [0.88, 0.74, 0.56],
        pattern: "stripes",
        weight: 3,
      },
      {
        base: [0.74, 0.48, 0.24],
        dark: [0.55, 0.26, 0.08],
        light: [0.9, 0.82, 0.7],
        pattern: "stripes",
        weight: 1,
      },
    ],
    strength: [0.5, 0.9],
    white: [0.15, 1],
    irises: [AMBER, COPPER, GREEN],
    noses: [PINK],
    innerEar: [0.72, 0.42, 0.34],
    fur: [0.036, 0.058],
    girth: [0.98, 1.2],
    ear: [0.92, 1.05],
    muzzle: [0.95, 1.1],
    face: [0.98, 1.08],
  },
  "Persian cat": {
    coats: [
      { base: CREAM, dark: [0.6, 0.45, 0.3], light: [0.92, 0.88, 0.8], pattern: "solid", weight: 2 },
      { base: WHITE, dark: [0.6, 0.58, 0.56], light: [0.92, 0.9, 0.88], pattern: "solid", weight: 2 },
      {
        base: [0.3, 0.31, 0.34],
        dark: [0.14, 0.14, 0.16],
        light: [0.42, 0.43, 0.46],
        pattern: "solid",
        weight: 2,
      },
      { base: [0.8, 0.76, 0.7], dark: [0.34, 0.3, 0.28], light: WHITE, pattern: "patches", weight: 1 },
    ],
    strength: [0.5, 0.9],
    white: [0.2, 0.7],
    irises: [COPPER, AMBER, COPPER],
    noses: [PINK, BRICK],
    innerEar: [0.66, 0.44, 0.38],
    fur: [0.085, 0.12],
    girth: [1.15, 1.35],
    ear: [0.62, 0.74],
    muzzle: [0.35, 0.55],
    face: [1.12, 1.22],
  },
  "Siamese cat": {
    coats: [
      {
        base: [0.78, 0.66, 0.5],
        dark: [0.06, 0.04, 0.034],
        light: [0.86, 0.76, 0.62],
        pattern: "points",
        weight: 3,
      },
      {
        base: [0.8, 0.74, 0.66],
        dark: [0.14, 0.13, 0.15],
        light: [0.88, 0.84, 0.78],
        pattern: "points",
        weight: 1,
      },
    ],
    strength: [0.85, 0.98],
    white: [0.1, 0.3],
    irises: [BLUE, [0.2, 0.5, 0.9]],
    noses: [BLACK, [0.1, 0.06, 0.055]],
    innerEar: [0.3, 0.18, 0.16],
    fur: [0.022, 0.034],
    girth: [0.82, 0.95],
    ear: [1.12, 1.3],
    muzzle: [1.12, 1.35],
    face: [0.86, 0.94],
  },
  "Egyptian cat": {
    coats: [
      {
        base: [0.5, 0.42, 0.32],
        dark: [0.06, 0.05, 0.042],
        light: [0.72, 0.64, 0.52],
        pattern: "spots",
        weight: 2,
      },
      {
        base: [0.4, 0.38, 0.35],
        dark: [0.045, 0.045, 0.045],
        light: [0.7, 0.68, 0.64],
        pattern: "spots",
        weight: 2,
      },
    ],
    strength: [0.35, 0.9],
    white: [0.05, 0.5],
    irises: [GREEN, [0.55, 0.6, 0.2]],
    noses: [BRICK],
    innerEar: [0.6, 0.38, 0.32],
    fur: [0.026, 0.038],
    girth: [0.84, 1],
    ear: [1.02, 1.16],
    muzzle: [1, 1.16],
    face: [0.9, 1],
  },
};

export function sampleCat(breed: CatBreed, rng: Rng): QuadrupedSpec {
  const t = BREEDS[breed];
  const within = ([low, high]: readonly [number, number]) => rng.range(low, high);
  const colours = rng.pick(t.coats.flatMap((c) => Array.from({ length: c.weight }, () => c)));
  const ear = within(t.ear);
  const muzzle = within(t.muzzle);
  const face = within(t.face);
  const iris = rng.pick(t.irises);
  const coat: CoatSpec = {
    ...colours,
    strength: within(t.strength),
    white: within(t.white),
    innerEar: t.innerEar,
    shift: rng.range(0, 50),
  };
  const head: HeadSpec = {
    size: rng.range(0.96, 1.08),
    skull: [0.98 * face, 0.88, 0.92],
    cheeks: { at: [0.45 * face, -0.26, 0.2], radii: [0.46 * face, 0.42, 0.5] },
    muzzle: { length: 0.42 * muzzle, width: 0.5 * (0.6 + 0.4 * face), height: 0.2, drop: 0.02, pads: 1 },
    ears: {
      shape: "prick",
      base: [0.56 * face, 0.5, -0.05],
      tip: [0.84 * face, 0.62 + 0.78 * ear, 0.02],
      width: 0.36 * (0.5 + 0.5 * ear),
      tipWidth: 0.05,
      flat: 0.3,
    },
    eyes: {
      at: [0.4 * face, 0.12, 0.63],
      radius: 0.265 * rng.range(0.94, 1.08),
      slant: rng.range(-0.02, 0.16),
      squash: rng.range(0.74, 0.94),
      iris: {
        colour: iris.map((v) => v * rng.range(0.8, 1.15)) as unknown as Vec3,
        pupil: rng.range(0.16, 0.62),
        slit: true,
      },
      rim: [0.02, 0.017, 0.015],
    },
    nose: { radii: [0.14, 0.11, 0.11], colour: rng.pick(t.noses) },
    whiskers: 4,
  };
  return {
    className: breed,
    segment: "cat",
    parts: CAT_PARTS,
    body: {
      girth: within(t.girth),
      legs: rng.range(0.94, 1.05),
      tail: {
        length: rng.range(0.8, 1.1),
        radius: 0.042 * (t.fur[1] > 0.08 ? 1.6 : 1),
        tip: 0.034 * (t.fur[1] > 0.08 ? 1.8 : 1),
      },
      neck: rng.range(0.9, 1.1),
      fur: within(t.fur),
    },
    head,
    coat,
  };
}
