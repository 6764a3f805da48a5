import { type Actor, BIRD_PARTS } from "./actor";
import { createIris, EYE_SURFACE } from "./eyes";
import { clamp, fbm3, lerp, smoothstep } from "./noise";
import type { Paint, Surface } from "./prims";
import { Rig, type Style } from "./rig";
import type { Rng } from "./rng";
import { child, euler, type Frame, type Vec3 } from "./vec";

export type BirdSpecies = "robin" | "parrot";

interface BirdSpec {
  back: Vec3;
  breast: Vec3;
  belly: Vec3;
  face: Vec3;
  wing: Vec3;
  wingTip: Vec3;
  tail: Vec3;
  beak: Vec3;
  hooked: boolean;
  tailLength: number;
  shift: number;
}

export function sampleBird(species: BirdSpecies, rng: Rng): BirdSpec {
  const shift = rng.range(0, 50);
  if (species === "robin") {
    const red = rng.range(0.85, 1.15);
    const orange: Vec3 = [0.66 * red, 0.22 * red, 0.05];
    const back = rng.pick<Vec3>([
      [0.25, 0.19, 0.12],
      [0.24, 0.24, 0.23],
    ]);
    return {
      back,
      breast: orange,
      belly: [0.74, 0.7, 0.64],
      face: orange,
      wing: [back[0] * 0.85, back[1] * 0.8, back[2] * 0.75],
      wingTip: [back[0] * 0.5, back[1] * 0.5, back[2] * 0.5],
      tail: [back[0] * 0.7, back[1] * 0.7, back[2] * 0.7],
      beak: [0.07, 0.06, 0.05],
      hooked: false,
      tailLength: 1,
      shift,
    };
  }
  const [body, wing, tip] = rng.pick<[Vec3, Vec3, Vec3]>([
    [
      [0.12, 0.42, 0.06],
      [0.08, 0.34, 0.1],
      [0.05, 0.15, 0.5],
    ],
    [
      [0.6, 0.05, 0.04],
      [0.7, 0.5, 0.05],
      [0.05, 0.15, 0.55],
    ],
    [
      [0.08, 0.3, 0.66],
      [0.06, 0.22, 0.55],
      [0.6, 0.5, 0.08],
    ],
    [
      [0.7, 0.6, 0.1],
      [0.3, 0.5, 0.1],
      [0.08, 0.3, 0.2],
    ],
  ]);
  return {
    back: body,
    breast: [body[0] * 1.1, body[1] * 1.1, body[2] * 1.05],
    belly: body,
    face: rng.pick<Vec3>([body, [0.75, 0.6, 0.1], [0.7, 0.68, 0.65]]),
    wing,
    wingTip: tip,
    tail: tip,
    beak: rng.pick<Vec3>([
      [0.08, 0.07, 0.06],
      [0.7, 0.55, 0.35],
    ]),
    hooked: true,
    tailLength: 1.7,
    shift,
  };
}

export interface BirdPose {
  headYaw: number;
  headPitch: number;
  /** Lean of the body: 0 level, 1 upright. */
  upright: number;
  /** How far the wings are held from the body, 0 … 1. */
  spread: number;
}

const SIDES = [1, -1] as const;

/** A perching bird on the origin of `root`, facing +z; +x is its left. */
export function buildBird(
  index: number,
  firstGroup: number,
  root: Frame,
  species: BirdSpecies,
  spec: BirdSpec,
  pose: BirdPose,
): Actor & { headFrame: Frame } {
  const rig = new Rig(index, firstGroup);
  const part = (name: (typeof BIRD_PARTS)[number]) => BIRD_PARTS.indexOf(name);
  const down: Surface = { kind: "feather", strand: 0.032 * root.s, density: 0.4, gloss: 0.1 };
  const vane: Surface = { kind: "feather", strand: 0.045 * root.s, density: 0.22, gloss: 0.14 };
  const trunk = child(root, [0, 0.36, 0], euler(0, 0.35 + 0.55 * pose.upright, 0));
  const head = child(
    trunk,
    [0, 0.17, 0.25],
    euler(pose.headYaw, -0.35 - 0.55 * pose.upright + pose.headPitch, 0),
    0.135,
  );
  const feathers: Style = {
    part: part("Body"),
    group: 0,
    k: 0.09,
    paint: plumage(spec),
    surface: down,
    along: [0, 1],
    flow: [0, -0.25, -1],
    pattern: trunk,
  };
  rig.ellipsoid(trunk, [0, 0, 0], [0.165, 0.165, 0.26], feathers);
  rig.ellipsoid(trunk, [0, -0.02, 0.1], [0.155, 0.17, 0.17], feathers);
  rig.taper(trunk, [0, 0.04, 0.12], [0, 0.15, 0.24], 0.13, 0.105, feathers);
  rig.ellipsoid(head, [0, 0, 0], [0.95, 0.98, 1.05], {
    ...feathers,
    k: 0.3,
    paint: facePaint(spec),
    pattern: head,
    surface: { ...down, strand: down.strand * 0.6 },
  });
  for (const s of SIDES) {
    const wing = child(
      trunk,
      [s * (0.135 + 0.06 * pose.spread), 0.02, -0.06],
      euler(s * (-0.06 - 0.5 * pose.spread), 0.08, s * (0.12 + 0.5 * pose.spread)),
    );
    const style: Style = {
      ...feathers,
      part: part(s === 1 ? "Left Wing" : "Right Wing"),
      group: s === 1 ? 1 : 2,
      k: 0.03,
      paint: wingPaint(spec),
      surface: vane,
      pattern: wing,
    };
    rig.ellipsoid(wing, [0, 0, 0], [0.042, 0.125, 0.23], style);
    rig.ellipsoid(wing, [0, -0.045, -0.17], [0.03, 0.065, 0.18], style);
    rig.taper(root, [s * 0.06, 0.24, 0], [s * 0.06, 0.02, 0.03], 0.018, 0.011, legStyle(feathers, 5));
    for (const toe of [-1, 0, 1]) {
      rig.taper(
        root,
        [s * 0.06, 0.014, 0.03],
        [s * 0.06 + toe * 0.03, 0.01, 0.095],
        0.011,
        0.008,
        legStyle(feathers, 5),
      );
    }
    const eye = child(head, [s * 0.68, 0.2, 0.6], euler(s * 0.85, 0, 0), 0.24);
    rig.ellipsoid(eye, [0, 0, 0], [1, 1, 1], {
      part: part(s === 1 ? "Left Eye" : "Right Eye"),
      group: 4,
      k: 0.01,
      paint: createIris({ colour: [0.05, 0.03, 0.02], pupil: 0.75, slit: false }),
      surface: EYE_SURFACE,
      along: [0, 1],
      shadow: false,
    });
  }
  const tail: Style = {
    ...feathers,
    part: part("Tail"),
    group: 3,
    k: 0.03,
    paint: tailPaint(spec),
    surface: vane,
  };
  const far = 0.2 * spec.tailLength;
  rig.ellipsoid(trunk, [0, -0.03, -0.24 - far * 0.8], [0.075, 0.02, far], tail, euler(0, -0.12, 0));
  rig.ellipsoid(trunk, [0, -0.02, -0.24 - far * 0.4], [0.085, 0.03, far * 0.7], tail, euler(0, -0.06, 0));
  buildBeak(rig, head, spec, part("Beak"));
  return {
    className: species,
    segment: "bird",
    parts: BIRD_PARTS,
    prims: rig.prims,
    halos: [],
    whiskers: [],
    headFrame: head,
  };
}

function legStyle(feathers: Style, group: number): Style {
  return {
    ...feathers,
    group,
    k: 0.01,
    paint: (_at, out) => out.set([0.2, 0.13, 0.08]),
    surface: { kind: "hard", strand: 0, density: 0, gloss: 0.1 },
  };
}

function buildBeak(rig: Rig, head: Frame, spec: BirdSpec, part: number): void {
  const horn: Style = {
    part,
    group: 6,
    k: 0.12,
    paint: (at, out) => {
      const v = 0.8 + 0.4 * fbm3(at.x * 4, at.y * 4, at.z * 4, 2);
      out.set([spec.beak[0] * v, spec.beak[1] * v, spec.beak[2] * v]);
    },
    surface: { kind: "hard", strand: 0, density: 0, gloss: 0.3 },
    along: [0, 1],
    shadow: false,
  };
  if (spec.hooked) {
    rig.taper(head, [0, -0.02, 0.85], [0, -0.08, 1.35], 0.36, 0.26, horn);
    rig.taper(head, [0, -0.08, 1.35], [0, -0.52, 1.45], 0.25, 0.05, horn);
    rig.taper(head, [0, -0.3, 0.85], [0, -0.42, 1.2], 0.22, 0.12, horn);
  } else {
    rig.taper(head, [0, -0.02, 0.85], [0, -0.1, 1.75], 0.24, 0.03, horn);
    rig.taper(head, [0, -0.14, 0.85], [0, -0.16, 1.6], 0.17, 0.03, horn);
  }
}

function tone(out: Float64Array, a: Vec3, b: Vec3, w: number, gain: number): void {
  const t = clamp(w, 0, 1);
  for (let c = 0; c < 3; c++) out[c] = lerp(a[c]!, b[c]!, t) * gain;
}

function plumage(spec: BirdSpec): Paint {
  return (at, out) => {
    const v = 0.75 + 0.5 * fbm3(at.x * 14 + spec.shift, at.y * 14, at.z * 8, 3);
    const under = smoothstep(0.06, -0.06, at.y + 0.04 * (v - 1));
    tone(out, spec.back, spec.belly, under, v);
    const breast = smoothstep(0.0, 0.1, at.z) * smoothstep(0.1, 0.0, at.y - at.z * 0.35);
    for (let c = 0; c < 3; c++) out[c] = lerp(out[c]!, spec.breast[c]! * v, breast);
  };
}

function facePaint(spec: BirdSpec): Paint {
  return (at, out) => {
    const v = 0.8 + 0.4 * fbm3(at.x * 3 + spec.shift, at.y * 3, at.z * 3, 3);
    const crown = smoothstep(0.15, 0.4, at.y - at.z * 0.25);
    tone(out, spec.face, spec.back, Math.max(crown, smoothstep(0.1, -0.35, at.z)), v);
  };
}

function wingPaint(spec: BirdSpec): Paint {
  return (at, out) => {
    // Rows of feathers, each darker towards its edge.
    const row = at.z * 22 + Math.abs(at.y) * 6;
    const edge = row - Math.floor(row);
    const barb = 0.85 + 0.3 * fbm3(at.y * 60, at.z * 10, spec.shift, 2);
    tone(out, spec.wing, spec.wingTip, smoothstep(0, -0.3, at.z + 0.6 * at.y), barb * (0.7 + 0.45 * edge));
    const bar = smoothstep(0.02, 0.008, Math.abs(at.z + 0.02 + at.y * 0.4));
    for (let c = 0; c < 3; c++) out[c] = lerp(out[c]!, spec.belly[c]!, 0.55 * bar);
  };
}

function tailPaint(spec: BirdSpec): Paint {
  return (at, out) => {
    const vane = 0.5 + 0.5 * Math.cos(at.x * 160);
    tone(out, spec.tail, spec.back, 0.25 * vane, 0.75 + 0.35 * vane);
  };
}
