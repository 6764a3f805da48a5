import type { Coat } from "./coats";
import { createIris, EYE_SURFACE, type IrisSpec } from "./eyes";
import { smoothstep } from "./noise";
import type { Paint, Surface } from "./prims";
import type { Rig, Style } from "./rig";
import { add, basisFromUp, child, euler, type Frame, normalize, scale, toWorld, type Vec3 } from "./vec";

/** All lengths in head radii; x to the animal's left, y up, z forward. */
export interface HeadSpec {
  /** Head radius, 1 for a cat. */
  size: number;
  skull: Vec3;
  cheeks: { at: Vec3; radii: Vec3 };
  muzzle: { length: number; width: number; height: number; drop: number; pads: number };
  ears: {
    shape: "prick" | "round" | "flop";
    /** Base and tip of the left ear. */
    base: Vec3;
    tip: Vec3;
    width: number;
    tipWidth: number;
    flat: number;
  };
  eyes: { at: Vec3; radius: number; slant: number; squash: number; iris: IrisSpec; rim: Vec3 };
  nose: { radii: Vec3; colour: Vec3 };
  whiskers: number;
}

const SIDES = [1, -1] as const;

/** Skull, muzzle, ears, eyes, nose and whiskers in the given head frame (scale: one head radius). */
export function buildHead(
  rig: Rig,
  f: Frame,
  spec: HeadSpec,
  parts: readonly string[],
  coat: Coat,
  bodyFur: Surface,
  gaze: readonly [number, number],
): void {
  const body = parts.indexOf("Body");
  const fur: Surface = { ...bodyFur, strand: bodyFur.strand * 0.62, density: bodyFur.density };
  const short: Surface = { ...bodyFur, strand: bodyFur.strand * 0.35 };
  const { muzzle, ears, eyes, nose } = spec;
  const tipZ = spec.skull[2] * 0.88 + muzzle.length * 0.55;
  const noseAt: Vec3 = [0, -0.14 - muzzle.drop, tipZ + muzzle.length * 0.22];
  const skin: Style = {
    part: body,
    group: 1,
    k: 0.28,
    paint: coat.head,
    surface: fur,
    along: [0, 1],
    flowFrom: [0, noseAt[1] + 0.1, noseAt[2] + 0.25],
  };
  rig.ellipsoid(f, [0, 0, 0], spec.skull, skin);
  for (const s of SIDES) {
    const [x, y, z] = spec.cheeks.at;
    rig.ellipsoid(f, [s * x, y, z], spec.cheeks.radii, skin);
  }
  const face: Style = { ...skin, k: 0.16, surface: short, paint: mouth(coat.head, noseAt, muzzle.pads) };
  rig.ellipsoid(
    f,
    [0, 0.06 - muzzle.drop * 0.5, spec.skull[2] * 0.6 + muzzle.length * 0.18],
    [0.27, 0.34, 0.34 + muzzle.length * 0.3],
    face,
  );
  for (const s of SIDES) {
    rig.ellipsoid(
      f,
      [s * muzzle.width * 0.48, -0.3 - muzzle.drop, tipZ - 0.06],
      [muzzle.width * 0.58, muzzle.height, muzzle.length * 0.55 + 0.12],
      face,
    );
  }
  rig.ellipsoid(
    f,
    [0, -0.5 - muzzle.drop, tipZ - 0.16],
    [muzzle.width * 0.55, 0.16, muzzle.length * 0.5 + 0.06],
    face,
  );

  const wet: Style = {
    part: parts.indexOf("Nose"),
    group: 2,
    k: 0.04,
    paint: noseSkin(nose.colour, nose.radii, noseAt),
    surface: { kind: "wet", strand: 0, density: 0, gloss: 0.35 },
    along: [0, 1],
    shadow: false,
  };
  if (wet.part >= 0) {
    const [a, b, c] = nose.radii;
    rig.ellipsoid(f, noseAt, [a, b * 0.72, c], wet);
    rig.ellipsoid(f, [0, noseAt[1] - b * 0.55, noseAt[2] - c * 0.05], [a * 0.5, b * 0.75, c * 0.8], wet);
  }

  for (const s of SIDES) {
    const side = s === 1 ? "Left" : "Right";
    buildEar(rig, f, ears, s, {
      ...skin,
      part: parts.indexOf(`${side} Ear`),
      k: 0.1,
      paint: coat.ear,
      surface: short,
    });
    const eyePart = parts.indexOf(`${side} Eye`);
    const at: Vec3 = [s * eyes.at[0], eyes.at[1], eyes.at[2]];
    // The eye looks a little outwards and where the animal looks; the lids' slant turns it in its plane.
    const turned = euler(s * 0.22 + gaze[0], 0.04 + gaze[1], s * eyes.slant);
    const eyeFrame = child(f, at, turned, eyes.radius);
    rig.ellipsoid(eyeFrame, [0, 0, 0], [1, eyes.squash, 0.95], {
      part: eyePart,
      group: 3,
      k: 0.01,
      paint: createIris(eyes.iris),
      surface: EYE_SURFACE,
      along: [0, 1],
      shadow: false,
    });
    // The upper lid: fur that lies on the ball and gives the eye its almond shape.
    rig.ellipsoid(eyeFrame, [0, eyes.squash * 0.84, 0.2], [1.0, 0.4, 0.8], {
      ...skin,
      k: 0.35,
      surface: short,
      pattern: f,
      flowFrom: undefined,
      flow: [s * 0.4, 1, 0],
    });
    rig.halo(
      f,
      add(at, scale(normalize([at[0] * 0.6, at[1] * 0.5, at[2]]), eyes.radius * 0.5)),
      eyes.radius * 0.82,
      eyes.radius * 1.0,
      eyePart,
      eyes.rim,
    );
  }
  addWhiskers(rig, f, spec, body, tipZ);
}

function buildEar(rig: Rig, f: Frame, ears: HeadSpec["ears"], s: 1 | -1, style: Style): void {
  const base: Vec3 = [s * ears.base[0], ears.base[1], ears.base[2]];
  const tip: Vec3 = [s * ears.tip[0], ears.tip[1], ears.tip[2]];
  const flow: Vec3 = [tip[0] - base[0], tip[1] - base[1], tip[2] - base[2]];
  const leaf: Style = { ...style, flow, flowFrom: undefined };
  if (ears.shape === "round") {
    const turn = basisFromUp(flow, [s * 0.35, 0, 1]);
    rig.ellipsoid(f, tip, [ears.width, ears.width, ears.width * ears.flat], leaf, turn);
  } else {
    const front: Vec3 = ears.shape === "flop" ? [s, 0, 0.3] : [s * 0.4, -0.1, 1];
    rig.cup(f, base, tip, ears.width, ears.tipWidth, ears.flat, front, leaf);
  }
}

/** Face colour with the dark line of the mouth below the nose, and whisker rows. */
function mouth(under: Paint, nose: Vec3, pads: number): Paint {
  return (at, out) => {
    under(at, out);
    const below = nose[1] - at.y;
    const ahead = smoothstep(nose[2] - 0.5, nose[2] - 0.25, at.z);
    const philtrum =
      smoothstep(0.035, 0.012, Math.abs(at.x)) * smoothstep(0.02, 0.06, below) * smoothstep(0.36, 0.3, below);
    const lipY = 0.3 + 0.12 * Math.cos(Math.min(1, Math.abs(at.x) / 0.32) * Math.PI) * -1 + 0.02;
    const lip = smoothstep(0.045, 0.015, Math.abs(below - lipY)) * smoothstep(0.42, 0.34, Math.abs(at.x));
    const w = 0.8 * ahead * Math.max(philtrum, lip);
    const dots =
      pads *
      ahead *
      smoothstep(0.75, 0.95, Math.cos(at.x * 46) * Math.cos(at.y * 46)) *
      smoothstep(0.08, 0.16, Math.abs(at.x)) *
      smoothstep(0.28, 0.1, Math.abs(below - 0.15));
    for (let c = 0; c < 3; c++) out[c] = out[c]! * (1 - w * 0.85) * (1 - 0.4 * dots);
  };
}

function noseSkin(colour: Vec3, radii: Vec3, centre: Vec3): Paint {
  return (at, out) => {
    const x = (Math.abs(at.x - centre[0]) - radii[0] * 0.5) / (radii[0] * 0.3);
    const y = (at.y - centre[1] + radii[1] * 0.35) / (radii[1] * 0.3);
    const hole = smoothstep(1.2, 0.6, Math.hypot(x, y));
    for (let c = 0; c < 3; c++) out[c] = colour[c]! * (1 - 0.85 * hole);
  };
}

function addWhiskers(rig: Rig, f: Frame, spec: HeadSpec, part: number, tipZ: number): void {
  const { width, drop } = spec.muzzle;
  for (const s of SIDES) {
    for (let i = 0; i < spec.whiskers; i++) {
      const t = spec.whiskers === 1 ? 0.5 : i / (spec.whiskers - 1);
      const root: Vec3 = [s * width * 0.8, -0.2 - drop - 0.16 * t, tipZ - 0.02];
      const reach = 1.15 - 0.35 * Math.abs(t - 0.4);
      const tip = add(root, [s * reach, 0.28 - 0.62 * t, -0.18]);
      const bend = add(root, [s * reach * 0.5, 0.24 - 0.4 * t, 0.12]);
      rig.whiskers.push({ points: [toWorld(f, root), toWorld(f, bend), toWorld(f, tip)], part });
    }
  }
}
