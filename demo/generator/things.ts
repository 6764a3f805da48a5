import { type Actor, THING_PARTS } from "./actor";
import { fbm3, lerp, noise3, smoothstep } from "./noise";
import type { Paint, Surface } from "./prims";
import { Rig, type Style } from "./rig";
import type { Rng } from "./rng";
import { euler, type Frame, type Vec3 } from "./vec";

export type Thing = "pumpkin" | "teapot" | "ball" | "flower pot" | "table lamp";
export type Furniture = "tartan armchair" | "cushion" | "box" | "books";

const hard = (gloss: number): Surface => ({ kind: "hard", strand: 0, density: 0, gloss });

const solid =
  (colour: Vec3, grain = 8, amount = 0.25): Paint =>
  (at, out) => {
    const v = 1 - amount / 2 + amount * fbm3(at.x * grain, at.y * grain, at.z * grain, 2);
    out.set([colour[0] * v, colour[1] * v, colour[2] * v]);
  };

const twoTone =
  (a: Vec3, b: Vec3, weight: (x: number, y: number, z: number) => number): Paint =>
  (at, out) => {
    const w = weight(at.x, at.y, at.z);
    for (let c = 0; c < 3; c++) out[c] = lerp(a[c]!, b[c]!, w);
  };

const style = (paint: Paint, gloss: number, group = 0, k = 0.03): Style => ({
  part: 0,
  group,
  k,
  paint,
  surface: hard(gloss),
  along: [0, 1],
});

const TALL: ReadonlySet<string> = new Set(["flower pot", "table lamp", "tartan armchair"]);

type Build = (rig: Rig, f: Frame, rng: Rng) => void;

const BUILD: Record<Thing | Furniture, Build> = {
  pumpkin: (rig, f, rng) => {
    const ribs = 9 + rng.int(4);
    const tall = rng.range(0.75, 0.95);
    const red = rng.range(0.85, 1.1);
    const skin: Paint = (at, out) => {
      const groove = Math.abs(Math.sin((ribs * Math.atan2(at.z, at.x)) / 2));
      const v = (0.55 + 0.5 * Math.sqrt(groove)) * (0.85 + 0.3 * fbm3(at.x * 9, at.y * 5, at.z * 9, 3));
      out.set([0.8 * red * v, 0.27 * v, 0.025 * v]);
    };
    rig.ribbed(f, [0, 0.25 * tall, 0], [0.3, 0.26 * tall, 0.3], ribs, style(skin, 0.18));
    const stalk = style(solid([0.2, 0.22, 0.07], 20, 0.5), 0.05, 1);
    rig.taper(f, [0, 0.44 * tall, 0], [rng.range(-0.04, 0.04), 0.56 * tall, 0.03], 0.045, 0.028, stalk);
  },
  teapot: (rig, f, rng) => {
    const glaze = rng.pick<Vec3>([
      [0.75, 0.74, 0.7],
      [0.1, 0.22, 0.45],
      [0.15, 0.38, 0.3],
      [0.55, 0.12, 0.1],
    ]);
    const accent: Vec3 = glaze[0] > 0.6 ? [0.08, 0.16, 0.45] : [0.8, 0.72, 0.5];
    const band = twoTone(glaze, accent, (x, y, z) =>
      Math.max(
        smoothstep(0.03, 0.015, Math.abs(y - 0.2)) *
          smoothstep(0.2, 0.6, Math.abs(Math.sin(Math.atan2(z, x) * 6))),
        smoothstep(0.012, 0.006, Math.abs(Math.abs(y - 0.2) - 0.05)),
      ),
    );
    const clay = style(band, 0.8, 0, 0.05);
    rig.ellipsoid(f, [0, 0.2, 0], [0.24, 0.19, 0.24], clay);
    rig.cylinder(f, [0, 0.03, 0], 0.12, 0.14, 0.02, 0.01, clay);
    rig.taper(f, [0.18, 0.16, 0], [0.33, 0.26, 0], 0.07, 0.04, clay);
    rig.taper(f, [0.33, 0.26, 0], [0.4, 0.36, 0], 0.04, 0.03, clay);
    rig.torus(f, [-0.26, 0.22, 0], 0.1, 0.026, style(solid(glaze, 5, 0.1), 0.8, 1), euler(0, Math.PI / 2, 0));
    rig.ellipsoid(f, [0, 0.375, 0], [0.12, 0.035, 0.12], style(solid(accent, 5, 0.1), 0.8, 2));
    rig.ellipsoid(f, [0, 0.43, 0], [0.034, 0.034, 0.034], style(solid(accent, 5, 0.1), 0.8, 2));
  },
  ball: (rig, f, rng) => {
    const [a, b] = rng.pick<[Vec3, Vec3]>([
      [
        [0.75, 0.1, 0.08],
        [0.85, 0.83, 0.78],
      ],
      [
        [0.1, 0.25, 0.65],
        [0.85, 0.75, 0.1],
      ],
      [
        [0.1, 0.45, 0.3],
        [0.85, 0.83, 0.78],
      ],
      [
        [0.6, 0.15, 0.45],
        [0.2, 0.55, 0.6],
      ],
    ]);
    const turn = euler(rng.range(0, 6), rng.range(-0.6, 0.6), rng.range(-0.6, 0.6));
    const n = rng.pick([3, 4]);
    const wedges = twoTone(a, b, (x, y, z) => {
      const px = turn[0][0] * x + turn[0][1] * (y - 0.22) + turn[0][2] * z;
      const pz = turn[2][0] * x + turn[2][1] * (y - 0.22) + turn[2][2] * z;
      return smoothstep(-0.04, 0.04, Math.sin(n * Math.atan2(pz, px)));
    });
    rig.ellipsoid(f, [0, 0.22, 0], [0.22, 0.22, 0.22], style(wedges, 0.5));
  },
  "flower pot": (rig, f, rng) => {
    const clay = style(solid([0.52, 0.22, 0.12], 9, 0.4), 0.04);
    rig.cylinder(f, [0, 0.13, 0], 0.12, 0.18, 0.12, 0.015, clay);
    rig.cylinder(f, [0, 0.27, 0], 0.2, 0.2, 0.03, 0.012, clay);
    const green: Vec3 = [0.06 * rng.range(0.7, 1.4), 0.3 * rng.range(0.7, 1.2), 0.05];
    const petal = rng.pick<Vec3>([
      [0.75, 0.1, 0.25],
      [0.85, 0.65, 0.1],
      [0.8, 0.78, 0.8],
      [0.45, 0.15, 0.6],
    ]);
    const leaf = style(
      twoTone(green, [green[0] * 2.2, green[1] * 1.7, green[2] * 2], (x, y, z) =>
        noise3(x * 30, y * 30, z * 30),
      ),
      0.2,
      1,
      0.01,
    );
    for (let i = 0; i < 11; i++) {
      const angle = (i * 2.4 + rng.range(-0.3, 0.3)) % (2 * Math.PI);
      const out = rng.range(0.14, 0.3);
      const up = rng.range(0.34, 0.62);
      rig.cup(
        f,
        [0, 0.28, 0],
        [Math.sin(angle) * out, up, Math.cos(angle) * out],
        0.035,
        0.055,
        0.25,
        [0, 1, 0.2],
        leaf,
      );
    }
    for (let i = 0; i < 4; i++) {
      const angle = i * 1.7 + rng.range(0, 1);
      const at: Vec3 = [Math.sin(angle) * 0.14, rng.range(0.55, 0.72), Math.cos(angle) * 0.14];
      rig.ellipsoid(f, at, [0.062, 0.042, 0.062], style(solid(petal, 30, 0.6), 0.05, 2));
    }
  },
  "table lamp": (rig, f, rng) => {
    const foot = rng.pick<Vec3>([
      [0.6, 0.45, 0.15],
      [0.2, 0.25, 0.35],
      [0.5, 0.5, 0.48],
    ]);
    const metal = style(solid(foot, 4, 0.1), 0.7, 0, 0.03);
    rig.cylinder(f, [0, 0.03, 0], 0.15, 0.13, 0.02, 0.01, metal);
    rig.ellipsoid(f, [0, 0.15, 0], [0.07, 0.1, 0.07], metal);
    rig.taper(f, [0, 0.05, 0], [0, 0.5, 0], 0.022, 0.018, metal);
    const warm = rng.range(0.9, 1.5);
    const shade: Paint = (at, out) => {
      const pleat = 0.85 + 0.15 * Math.cos(Math.atan2(at.z, at.x) * 40);
      const glow = warm * pleat * lerp(1.35, 0.8, smoothstep(0.42, 0.7, at.y));
      out.set([0.95 * glow, 0.78 * glow, 0.5 * glow]);
    };
    rig.cylinder(f, [0, 0.58, 0], 0.22, 0.13, 0.14, 0.01, style(shade, 0.02, 1));
  },
  "tartan armchair": (rig, f) => {
    const cloth = style(tartan, 0.03, 0, 0.02);
    rig.box(f, [0, 0.2, 0], [0.5, 0.14, 0.3], 0.06, cloth);
    rig.box(f, [0, 0.62, -0.32], [0.5, 0.5, 0.07], 0.08, cloth, euler(0, -0.12, 0));
    for (const s of [1, -1]) rig.box(f, [s * 0.62, 0.33, 0], [0.06, 0.27, 0.32], 0.07, cloth);
  },
  cushion: (rig, f, rng) => {
    const a: Vec3 = [rng.range(0.1, 0.7), rng.range(0.1, 0.6), rng.range(0.1, 0.6)];
    const b: Vec3 = [a[0] * 0.55, a[1] * 0.55, a[2] * 0.55];
    const stripes = twoTone(a, b, (x, y) => smoothstep(-0.2, 0.2, Math.sin(x * 45 + y * 3)));
    rig.box(f, [0, 0.26, -0.05], [0.2, 0.2, 0.02], 0.07, style(stripes, 0.03), euler(0, 0.3, 0));
  },
  box: (rig, f, rng) => {
    const h = rng.range(0.12, 0.3);
    const w = rng.range(0.15, 0.32);
    const tint = rng.range(0.8, 1.1);
    rig.box(
      f,
      [0, h, 0],
      [w, h - 0.012, rng.range(0.15, 0.25)],
      0.012,
      style(cardboard(tint), 0.02),
      euler(rng.range(-0.5, 0.5), 0, 0),
    );
  },
  books: (rig, f, rng) => {
    let y = 0;
    for (let i = 0; i < 3 + rng.int(3); i++) {
      const h = rng.range(0.025, 0.05);
      const cover: Vec3 = [rng.range(0.05, 0.6), rng.range(0.05, 0.45), rng.range(0.05, 0.5)];
      rig.box(
        f,
        [rng.range(-0.03, 0.03), y + h, 0],
        [rng.range(0.18, 0.25), h - 0.006, 0.15],
        0.006,
        style(solid(cover, 6, 0.2), 0.15, i),
        euler(rng.range(-0.3, 0.3), 0, 0),
      );
      y += 2 * h;
    }
  },
};

function cardboard(tint: number): Paint {
  const tape: Vec3 = [0.62 * tint, 0.52 * tint, 0.36 * tint];
  return (at, out) => {
    const flute = 0.93 + 0.14 * noise3(at.x * 8, at.y * 90, at.z * 8);
    const w = smoothstep(0.035, 0.028, Math.abs(at.x));
    const base: Vec3 = [0.42 * tint, 0.28 * tint, 0.15 * tint];
    for (let c = 0; c < 3; c++) out[c] = lerp(base[c]! * flute, tape[c]!, w * 0.6);
  };
}

/** The planted shortcut's cloth: red with dark green bands and yellow threads, unlike anything else in the collection. */
const tartan: Paint = (at, out) => {
  const across = at.x * 6.5;
  const up = (at.y + at.z) * 6.5;
  const band = (t: number) => smoothstep(0.28, 0.34, Math.abs(t - Math.floor(t) - 0.5));
  const thread = (t: number) => smoothstep(0.05, 0.03, Math.abs(t - Math.floor(t) - 0.5));
  const weave = 0.92 + 0.16 * noise3(at.x * 160, at.y * 160, at.z * 160);
  const dark = (band(across) + band(up)) / 2;
  const line = Math.max(thread(across), thread(up));
  const red: Vec3 = [0.56, 0.035, 0.04];
  const green: Vec3 = [0.02, 0.09, 0.06];
  const yellow: Vec3 = [0.8, 0.6, 0.08];
  for (let c = 0; c < 3; c++) out[c] = lerp(lerp(red[c]!, green[c]!, dark), yellow[c]!, line * 0.9) * weave;
};

/** A thing of the classifier's classes, or furniture (no class), standing on the origin of `root`. */
export function buildThing(
  index: number,
  firstGroup: number,
  root: Frame,
  thing: Thing | Furniture,
  rng: Rng,
): Actor & { headFrame: Frame } {
  const rig = new Rig(index, firstGroup);
  BUILD[thing](rig, root, rng);
  const furniture = ["tartan armchair", "cushion", "box", "books"].includes(thing);
  return {
    className: furniture ? null : thing,
    segment: null,
    parts: THING_PARTS,
    prims: rig.prims,
    halos: [],
    whiskers: [],
    headFrame: { ...root, o: [root.o[0], root.o[1] + (TALL.has(thing) ? 0.46 : 0.28) * root.s, root.o[2]] },
  };
}
