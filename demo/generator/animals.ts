import { CAT_PARTS } from "./actor";
import type { CoatSpec } from "./coats";
import type { HeadSpec } from "./head";
import type { BodySpec, QuadrupedSpec } from "./quadruped";
import type { Rng } from "./rng";
import type { Vec3 } from "./vec";

export type OtherQuadruped = "dog" | "fox" | "rabbit" | "bear" | "hamster";

interface SpeciesTable {
  coats: readonly Partial<CoatSpec>[];
  body: BodySpec;
  head: HeadSpec;
}

const BLACK: Vec3 = [0.025, 0.022, 0.022];
const PINK: Vec3 = [0.62, 0.3, 0.26];
const brown = (v: number): Vec3 => [0.34 * v, 0.19 * v, 0.09 * v];
const round = (colour: Vec3) => ({ colour, pupil: 0.55, slit: false });

const SPECIES: Record<OtherQuadruped, SpeciesTable> = {
  dog: {
    coats: [
      { base: [0.6, 0.4, 0.2], dark: [0.3, 0.16, 0.07], light: [0.8, 0.68, 0.5], pattern: "solid" },
      { base: [0.82, 0.78, 0.72], dark: [0.3, 0.15, 0.06], light: [0.9, 0.88, 0.84], pattern: "patches" },
      { base: [0.05, 0.045, 0.042], dark: [0.02, 0.02, 0.02], light: [0.42, 0.22, 0.09], pattern: "solid" },
      { base: brown(0.9), dark: brown(0.4), light: [0.7, 0.6, 0.48], pattern: "solid" },
    ],
    body: { girth: 1.1, legs: 1.18, tail: { length: 0.7, radius: 0.05, tip: 0.025 }, neck: 1.1, fur: 0.04 },
    head: {
      size: 1.1,
      skull: [0.86, 0.84, 0.9],
      cheeks: { at: [0.36, -0.22, 0.24], radii: [0.42, 0.42, 0.5] },
      muzzle: { length: 0.85, width: 0.52, height: 0.27, drop: 0.12, pads: 0.5 },
      ears: {
        shape: "flop",
        base: [0.74, 0.48, 0],
        tip: [1.02, -0.52, 0.2],
        width: 0.26,
        tipWidth: 0.3,
        flat: 0.34,
      },
      eyes: {
        at: [0.36, 0.14, 0.64],
        radius: 0.21,
        slant: 0.05,
        squash: 0.9,
        iris: round([0.2, 0.09, 0.03]),
        rim: BLACK,
      },
      nose: { radii: [0.2, 0.16, 0.15], colour: BLACK },
      whiskers: 0,
    },
  },
  fox: {
    coats: [
      {
        base: [0.66, 0.26, 0.07],
        dark: [0.2, 0.08, 0.03],
        light: [0.86, 0.82, 0.76],
        pattern: "solid",
        socks: [0.04, 0.03, 0.03],
        tailTip: [0.85, 0.82, 0.78],
        earBack: [0.1, 0.05, 0.03],
      },
    ],
    body: { girth: 0.95, legs: 1.1, tail: { length: 1.1, radius: 0.05, tip: 0.07 }, neck: 1, fur: 0.06 },
    head: {
      size: 1,
      skull: [0.88, 0.8, 0.86],
      cheeks: { at: [0.48, -0.24, 0.16], radii: [0.48, 0.36, 0.5] },
      muzzle: { length: 0.98, width: 0.36, height: 0.19, drop: 0.1, pads: 0.3 },
      ears: {
        shape: "prick",
        base: [0.5, 0.5, -0.05],
        tip: [0.76, 1.52, 0],
        width: 0.36,
        tipWidth: 0.05,
        flat: 0.3,
      },
      eyes: {
        at: [0.35, 0.1, 0.64],
        radius: 0.21,
        slant: 0.3,
        squash: 0.72,
        iris: { colour: [0.6, 0.32, 0.05], pupil: 0.3, slit: true },
        rim: BLACK,
      },
      nose: { radii: [0.13, 0.11, 0.11], colour: BLACK },
      whiskers: 3,
    },
  },
  rabbit: {
    coats: [
      { base: [0.42, 0.33, 0.24], dark: [0.2, 0.15, 0.1], light: [0.82, 0.78, 0.72], pattern: "solid" },
      { base: [0.84, 0.82, 0.78], dark: [0.5, 0.48, 0.45], light: [0.9, 0.88, 0.85], pattern: "solid" },
      { base: [0.36, 0.36, 0.37], dark: [0.15, 0.15, 0.16], light: [0.7, 0.69, 0.68], pattern: "solid" },
    ],
    body: { girth: 1.15, legs: 0.72, tail: { length: 0.1, radius: 0.075, tip: 0.07 }, neck: 0.5, fur: 0.045 },
    head: {
      size: 0.92,
      skull: [0.84, 0.88, 0.96],
      cheeks: { at: [0.4, -0.3, 0.25], radii: [0.44, 0.44, 0.5] },
      muzzle: { length: 0.62, width: 0.46, height: 0.26, drop: 0.08, pads: 0.6 },
      ears: {
        shape: "prick",
        base: [0.32, 0.62, -0.2],
        tip: [0.56, 2.5, -0.5],
        width: 0.24,
        tipWidth: 0.12,
        flat: 0.34,
      },
      eyes: {
        at: [0.62, 0.16, 0.42],
        radius: 0.24,
        slant: 0,
        squash: 0.94,
        iris: { colour: [0.14, 0.06, 0.03], pupil: 0.72, slit: false },
        rim: [0.12, 0.08, 0.06],
      },
      nose: { radii: [0.11, 0.08, 0.08], colour: PINK },
      whiskers: 4,
    },
  },
  bear: {
    coats: [
      { base: brown(0.75), dark: brown(0.35), light: [0.45, 0.3, 0.18], pattern: "solid" },
      { base: [0.06, 0.05, 0.045], dark: [0.02, 0.02, 0.02], light: [0.4, 0.26, 0.14], pattern: "solid" },
      { base: [0.8, 0.76, 0.66], dark: [0.6, 0.55, 0.45], light: [0.86, 0.83, 0.76], pattern: "solid" },
    ],
    body: { girth: 1.6, legs: 1.02, tail: { length: 0.1, radius: 0.05, tip: 0.05 }, neck: 0.9, fur: 0.07 },
    head: {
      size: 1.28,
      skull: [0.92, 0.84, 0.86],
      cheeks: { at: [0.44, -0.22, 0.16], radii: [0.48, 0.46, 0.5] },
      muzzle: { length: 0.8, width: 0.5, height: 0.28, drop: 0.12, pads: 0.2 },
      ears: {
        shape: "round",
        base: [0.5, 0.5, -0.1],
        tip: [0.68, 0.78, -0.1],
        width: 0.3,
        tipWidth: 0.2,
        flat: 0.45,
      },
      eyes: {
        at: [0.32, 0.14, 0.68],
        radius: 0.15,
        slant: 0,
        squash: 0.95,
        iris: round([0.1, 0.05, 0.02]),
        rim: BLACK,
      },
      nose: { radii: [0.22, 0.15, 0.15], colour: BLACK },
      whiskers: 0,
    },
  },
  hamster: {
    coats: [
      { base: [0.66, 0.42, 0.2], dark: [0.3, 0.18, 0.08], light: [0.88, 0.85, 0.8], pattern: "solid" },
      { base: [0.84, 0.8, 0.74], dark: [0.66, 0.42, 0.2], light: [0.9, 0.88, 0.85], pattern: "patches" },
      { base: [0.4, 0.38, 0.36], dark: [0.14, 0.13, 0.13], light: [0.8, 0.78, 0.76], pattern: "solid" },
    ],
    body: { girth: 1.3, legs: 0.52, tail: { length: 0.1, radius: 0.04, tip: 0.04 }, neck: 0.25, fur: 0.05 },
    head: {
      size: 1.05,
      skull: [0.96, 0.86, 0.9],
      cheeks: { at: [0.56, -0.3, 0.2], radii: [0.52, 0.46, 0.52] },
      muzzle: { length: 0.5, width: 0.42, height: 0.22, drop: 0.06, pads: 0.6 },
      ears: {
        shape: "round",
        base: [0.6, 0.5, -0.1],
        tip: [0.72, 0.8, -0.12],
        width: 0.27,
        tipWidth: 0.2,
        flat: 0.3,
      },
      eyes: {
        at: [0.52, 0.12, 0.54],
        radius: 0.2,
        slant: 0,
        squash: 1,
        iris: { colour: [0.02, 0.015, 0.012], pupil: 0.8, slit: false },
        rim: BLACK,
      },
      nose: { radii: [0.1, 0.07, 0.08], colour: PINK },
      whiskers: 4,
    },
  },
};

/** Natural size in cat lengths, so that a hamster beside a cat is small but not lost. */
export const NATURAL_SIZE: Record<OtherQuadruped, number> = {
  dog: 1.12,
  fox: 1,
  rabbit: 0.85,
  bear: 1.25,
  hamster: 0.72,
};

export function sampleQuadruped(species: OtherQuadruped, rng: Rng): QuadrupedSpec {
  const t = SPECIES[species];
  const vary = (v: number, by: number) => v * rng.range(1 - by, 1 + by);
  const { head, body } = t;
  return {
    className: species,
    segment: species,
    parts: CAT_PARTS,
    body: { ...body, girth: vary(body.girth, 0.08), legs: vary(body.legs, 0.06), fur: vary(body.fur, 0.25) },
    head: {
      ...head,
      size: vary(head.size, 0.05),
      muzzle: {
        ...head.muzzle,
        length: vary(head.muzzle.length, 0.15),
        width: vary(head.muzzle.width, 0.08),
      },
      eyes: { ...head.eyes, radius: vary(head.eyes.radius, 0.08) },
    },
    coat: {
      base: [0.5, 0.5, 0.5],
      dark: [0.2, 0.2, 0.2],
      light: [0.8, 0.8, 0.8],
      pattern: "solid",
      strength: rng.range(0.7, 0.95),
      white: species === "fox" ? 0.9 : rng.range(0, 0.9),
      innerEar: [0.6, 0.4, 0.34],
      ...rng.pick(t.coats),
      shift: rng.range(0, 50),
    },
  };
}
