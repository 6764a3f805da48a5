import type { Actor } from "./actor";
import { type Coat, type CoatSpec, createCoat } from "./coats";
import { buildHead, type HeadSpec } from "./head";
import type { Surface } from "./prims";
import { Rig, type Style } from "./rig";
import { child, euler, type Frame, type Vec3 } from "./vec";

export type Posture = "sit" | "stand" | "lie";

export interface BodySpec {
  /** Thickness of torso and legs, 1 for a cat. */
  girth: number;
  /** Height of the legs, 1 for a cat. */
  legs: number;
  tail: { length: number; radius: number; tip: number };
  /** Neck length, 1 for a cat. */
  neck: number;
  /** Strand length on the torso in body units. */
  fur: number;
}

export interface QuadrupedSpec {
  className: string;
  segment: string;
  parts: readonly string[];
  body: BodySpec;
  head: HeadSpec;
  coat: CoatSpec;
}

export interface Pose {
  posture: Posture;
  /** Head turn relative to the body, radians: yaw (positive to the animal's left), pitch (up), roll. */
  headYaw: number;
  headPitch: number;
  headRoll: number;
  /** Where the eyes look relative to the head: yaw, pitch. */
  gaze: readonly [number, number];
  /** Which side the tail lies on. */
  tailSide: 1 | -1;
  /** Height of a raised tail, 0 … 1. */
  tailLift: number;
}

/** A four-legged animal standing on the origin of `root`, facing its +z; +x is the animal's left. */
export function buildQuadruped(
  index: number,
  firstGroup: number,
  root: Frame,
  spec: QuadrupedSpec,
  pose: Pose,
): Actor & { headFrame: Frame } {
  const rig = new Rig(index, firstGroup);
  const coat = createCoat(spec.coat);
  const body = spec.parts.indexOf("Body");
  const fur = (strand: number, density = 0.55): Surface => ({
    kind: "fur",
    strand: strand * root.s,
    density,
    gloss: 0.08,
  });
  const torsoFur = fur(spec.body.fur);
  const at = POSTURES[pose.posture];
  const neckTop = at(rig, root, spec.body, pose, coat, torsoFur, body);
  const headFrame = child(
    root,
    neckTop,
    euler(pose.headYaw, pose.headPitch, pose.headRoll),
    0.2 * spec.head.size,
  );
  buildHead(rig, headFrame, spec.head, spec.parts, coat, torsoFur, pose.gaze);
  return {
    className: spec.className,
    segment: spec.segment,
    parts: spec.parts,
    prims: rig.prims,
    halos: rig.halos,
    whiskers: rig.whiskers,
    headFrame,
  };
}

type BuildPosture = (
  rig: Rig,
  root: Frame,
  body: BodySpec,
  pose: Pose,
  coat: Coat,
  fur: Surface,
  part: number,
) => Vec3;

const SIDES = [1, -1] as const;

function styles(root: Frame, coat: Coat, surface: Surface, part: number, spine: Frame) {
  const torso: Style = {
    part,
    group: 0,
    k: 0.09,
    paint: coat.torso,
    surface,
    along: [0, 1],
    pattern: spine,
    flow: [0, -0.75, -0.65],
  };
  const limb: Style = { ...torso, paint: coat.limb, k: 0.05, pattern: root, flow: [0, -1, 0.05] };
  const tail: Style = { ...torso, paint: coat.tail, k: 0.03, pattern: root };
  return { torso, limb, tail };
}

function buildTail(rig: Rig, root: Frame, body: BodySpec, style: Style, points: readonly Vec3[]): void {
  const steps = points.length - 1;
  const { radius, tip, length } = body.tail;
  if (length < 0.35) {
    // A stub: one tuft where the tail begins.
    const [x, y, z] = points[0]!;
    rig.ellipsoid(root, [x, y + 0.02, z], [radius, radius, radius], style);
    return;
  }
  const bulge = (t: number) =>
    radius + (tip - radius) * t + 0.9 * Math.max(0, tip - radius) * Math.sin(Math.PI * t);
  for (let i = 0; i < steps; i++) {
    const a = points[i]!;
    const b = points[i + 1]!;
    rig.taper(root, a, b, bulge(i / steps), bulge((i + 1) / steps), {
      ...style,
      along: [i / steps, (i + 1) / steps],
      flow: [b[0] - a[0], b[1] - a[1], b[2] - a[2]],
    });
  }
}

const sit: BuildPosture = (rig, root, body, pose, coat, fur, part) => {
  const { girth: g, legs: l } = body;
  const spine = child(root, [0, 0.3 * l, -0.04], euler(0, 1.0, 0));
  const { torso, limb, tail } = styles(root, coat, fur, part, spine);
  rig.ellipsoid(root, [0, 0.22, -0.12], [0.2 * g, 0.21, 0.22 * g], torso);
  rig.ellipsoid(root, [0, 0.45 * l, 0.04], [0.15 * g, 0.22 * l, 0.16 * g], torso, euler(0, -0.25, 0));
  rig.ellipsoid(root, [0, 0.52 * l, 0.1], [0.115 * g, 0.16 * l, 0.11 * g], { ...torso, flow: [0, -1, 0.1] });
  rig.taper(root, [0, 0.52 * l, 0.06], [0, 0.52 * l + 0.2 * body.neck, 0.11], 0.13 * g, 0.105 * g, torso);
  for (const s of SIDES) {
    rig.ellipsoid(root, [s * 0.1 * g, 0.4 * l, 0.09], [0.07 * g, 0.15 * l, 0.085], torso);
    rig.taper(root, [s * 0.085 * g, 0.38 * l, 0.13], [s * 0.075 * g, 0.05, 0.2], 0.062 * g, 0.046 * g, {
      ...limb,
      along: [0, 0.85],
    });
    rig.ellipsoid(root, [s * 0.075 * g, 0.037, 0.235], [0.056 * g, 0.04, 0.075], {
      ...limb,
      along: [0.9, 1],
    });
    rig.ellipsoid(root, [s * 0.165 * g, 0.15, -0.02], [0.085 * g, 0.15, 0.17], {
      ...torso,
      flow: [0, -0.8, 0.5],
    });
    rig.ellipsoid(root, [s * 0.175 * g, 0.036, 0.14], [0.054 * g, 0.04, 0.1], { ...limb, along: [0.9, 1] });
  }
  const t = pose.tailSide;
  const far = body.tail.length;
  buildTail(rig, root, body, tail, [
    [0, 0.07, -0.3],
    [t * 0.17, 0.055, -0.36],
    [t * (0.24 + 0.1 * far), 0.055, -0.24],
    [t * (0.26 + 0.12 * far), 0.05, -0.24 + 0.22 * far],
    [t * (0.24 + 0.08 * far), 0.05, -0.24 + 0.45 * far],
  ]);
  return [0, 0.52 * l + 0.2 * body.neck + 0.08, 0.15];
};

const stand: BuildPosture = (rig, root, body, pose, coat, fur, part) => {
  const { girth: g, legs: l } = body;
  const spine = child(root, [0, 0.46 * l, 0]);
  const { torso, limb, tail } = styles(root, coat, fur, part, spine);
  const back: Style = { ...torso, flow: [0, -0.35, -0.9] };
  rig.ellipsoid(root, [0, 0.46 * l, 0.2], [0.14 * g, 0.165 * g, 0.19], back);
  rig.ellipsoid(root, [0, 0.45 * l, -0.02], [0.142 * g, 0.15 * g, 0.27], back);
  rig.ellipsoid(root, [0, 0.47 * l, -0.25], [0.135 * g, 0.155 * g, 0.17], back);
  rig.taper(root, [0, 0.51 * l, 0.27], [0, 0.5 * l + 0.17 * body.neck, 0.39], 0.125 * g, 0.1 * g, torso);
  for (const s of SIDES) {
    const step = s * 0.05;
    rig.taper(root, [s * 0.085 * g, 0.4 * l, 0.24], [s * 0.08 * g, 0.05, 0.26 + step], 0.068 * g, 0.042 * g, {
      ...limb,
      along: [0, 0.85],
    });
    rig.ellipsoid(root, [s * 0.08 * g, 0.034, 0.29 + step], [0.052 * g, 0.036, 0.07], {
      ...limb,
      along: [0.9, 1],
    });
    rig.ellipsoid(root, [s * 0.1 * g, 0.36 * l, -0.26], [0.075 * g, 0.16 * l, 0.115], torso);
    rig.taper(
      root,
      [s * 0.1 * g, 0.27 * l, -0.27],
      [s * 0.095 * g, 0.16 * l, -0.37 - step],
      0.062 * g,
      0.042 * g,
      { ...limb, along: [0.2, 0.55] },
    );
    rig.taper(
      root,
      [s * 0.095 * g, 0.16 * l, -0.37 - step],
      [s * 0.095 * g, 0.05, -0.34 - step],
      0.042 * g,
      0.04 * g,
      { ...limb, along: [0.55, 0.85] },
    );
    rig.ellipsoid(root, [s * 0.095 * g, 0.034, -0.31 - step], [0.05 * g, 0.036, 0.075], {
      ...limb,
      along: [0.9, 1],
    });
  }
  const far = body.tail.length;
  const lift = pose.tailLift;
  const t = pose.tailSide;
  buildTail(rig, root, body, tail, [
    [0, 0.5 * l, -0.38],
    [0, 0.5 * l + (0.12 * lift - 0.02) * far, -0.38 - 0.16 * far],
    [t * 0.03, 0.5 * l + (0.4 * lift - 0.12) * far, -0.38 - 0.28 * far],
    [t * 0.08, 0.5 * l + (0.66 * lift - 0.2) * far, -0.38 - 0.3 * far],
    [t * 0.14, 0.5 * l + (0.86 * lift - 0.24) * far, -0.38 - 0.24 * far],
  ]);
  return [0, 0.5 * l + 0.17 * body.neck + 0.1, 0.45];
};

const lie: BuildPosture = (rig, root, body, pose, coat, fur, part) => {
  const { girth: g } = body;
  const spine = child(root, [0, 0.2, -0.05]);
  const { torso, limb, tail } = styles(root, coat, fur, part, spine);
  const back: Style = { ...torso, flow: [0, -0.4, -0.85] };
  rig.ellipsoid(root, [0, 0.175, -0.05], [0.18 * g, 0.17 * g, 0.33], back);
  rig.ellipsoid(root, [0, 0.17, -0.27], [0.185 * g, 0.165 * g, 0.19], back);
  rig.ellipsoid(root, [0, 0.21, 0.2], [0.145 * g, 0.18 * g, 0.17], torso);
  rig.taper(root, [0, 0.25, 0.24], [0, 0.27 + 0.13 * body.neck, 0.31], 0.13 * g, 0.105 * g, torso);
  for (const s of SIDES) {
    rig.taper(root, [s * 0.105 * g, 0.09, 0.2], [s * 0.09 * g, 0.046, 0.46], 0.062 * g, 0.047 * g, {
      ...limb,
      along: [0.2, 0.85],
    });
    rig.ellipsoid(root, [s * 0.09 * g, 0.038, 0.5], [0.055 * g, 0.04, 0.075], { ...limb, along: [0.9, 1] });
    rig.ellipsoid(root, [s * 0.175 * g, 0.13, -0.2], [0.085 * g, 0.13, 0.17], {
      ...torso,
      flow: [0, -0.8, 0.5],
    });
    rig.ellipsoid(root, [s * 0.215 * g, 0.036, -0.05], [0.05 * g, 0.038, 0.1], { ...limb, along: [0.9, 1] });
  }
  const t = pose.tailSide;
  const far = body.tail.length;
  buildTail(rig, root, body, tail, [
    [0, 0.08, -0.43],
    [t * 0.16, 0.055, -0.5],
    [t * (0.26 + 0.08 * far), 0.05, -0.38],
    [t * (0.28 + 0.12 * far), 0.05, -0.4 + 0.26 * far],
    [t * (0.26 + 0.1 * far), 0.05, -0.4 + 0.5 * far],
  ]);
  return [0, 0.27 + 0.13 * body.neck + 0.08, 0.36];
};

const POSTURES: Record<Posture, BuildPosture> = { sit, stand, lie };
