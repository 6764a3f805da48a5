import type { Backdrop, FloorKind, WallKind } from "./backdrop";
import type { Light } from "./light";
import type { Rng } from "./rng";
import { normalize, scale, type Vec3 } from "./vec";

export interface Surroundings {
  light: Light;
  backdrop: Backdrop;
}

const grey = (v: number, tint = 0): Vec3 => [v * (1 + tint), v, v * (1 - tint)];

const FLOORS: readonly { kind: FloorKind; pairs: readonly [Vec3, Vec3][]; scale: number }[] = [
  {
    kind: "wood",
    scale: 1,
    pairs: [
      [
        [0.22, 0.11, 0.05],
        [0.36, 0.2, 0.1],
      ],
      [
        [0.42, 0.3, 0.19],
        [0.52, 0.4, 0.27],
      ],
      [
        [0.1, 0.06, 0.04],
        [0.17, 0.1, 0.06],
      ],
    ],
  },
  {
    kind: "carpet",
    scale: 1,
    pairs: [
      [
        [0.35, 0.3, 0.24],
        [0.45, 0.4, 0.33],
      ],
      [
        [0.12, 0.18, 0.28],
        [0.3, 0.34, 0.4],
      ],
      [
        [0.32, 0.12, 0.1],
        [0.45, 0.3, 0.2],
      ],
      [
        [0.2, 0.25, 0.18],
        [0.3, 0.34, 0.26],
      ],
    ],
  },
  {
    kind: "tiles",
    scale: 1,
    pairs: [
      [
        [0.5, 0.48, 0.44],
        [0.36, 0.33, 0.29],
      ],
      [
        [0.45, 0.26, 0.17],
        [0.38, 0.2, 0.12],
      ],
      [
        [0.58, 0.58, 0.57],
        [0.12, 0.12, 0.13],
      ],
    ],
  },
  {
    kind: "cloth",
    scale: 1,
    pairs: [
      [
        [0.4, 0.42, 0.48],
        [0.52, 0.54, 0.58],
      ],
      [
        [0.45, 0.34, 0.3],
        [0.6, 0.5, 0.44],
      ],
      [
        [0.14, 0.2, 0.22],
        [0.22, 0.3, 0.32],
      ],
      [
        [0.5, 0.46, 0.36],
        [0.6, 0.57, 0.48],
      ],
    ],
  },
];

const WALLS: readonly { kind: WallKind; pairs: readonly [Vec3, Vec3][] }[] = [
  {
    kind: "paint",
    pairs: [
      [grey(0.5, 0.05), grey(0.44)],
      [
        [0.38, 0.44, 0.46],
        [0.34, 0.4, 0.42],
      ],
      [
        [0.5, 0.42, 0.3],
        [0.46, 0.38, 0.28],
      ],
      [
        [0.24, 0.3, 0.25],
        [0.2, 0.26, 0.21],
      ],
      [
        [0.2, 0.24, 0.34],
        [0.17, 0.2, 0.3],
      ],
      [
        [0.46, 0.32, 0.3],
        [0.42, 0.28, 0.26],
      ],
    ],
  },
  {
    kind: "paper",
    pairs: [
      [
        [0.5, 0.46, 0.38],
        [0.36, 0.42, 0.36],
      ],
      [
        [0.36, 0.42, 0.48],
        [0.52, 0.54, 0.55],
      ],
      [
        [0.44, 0.34, 0.34],
        [0.55, 0.5, 0.45],
      ],
    ],
  },
  {
    kind: "brick",
    pairs: [
      [
        [0.34, 0.14, 0.09],
        [0.45, 0.4, 0.36],
      ],
      [
        [0.5, 0.48, 0.45],
        [0.4, 0.38, 0.36],
      ],
    ],
  },
  {
    kind: "panel",
    pairs: [
      [
        [0.28, 0.16, 0.08],
        [0.2, 0.11, 0.05],
      ],
      [
        [0.5, 0.5, 0.47],
        [0.44, 0.44, 0.42],
      ],
    ],
  },
];

const TREES: readonly Vec3[] = [
  [0.07, 0.16, 0.04],
  [0.16, 0.2, 0.05],
  [0.3, 0.17, 0.05],
  [0.05, 0.11, 0.05],
];

function towards(rng: Rng, height: readonly [number, number]): Vec3 {
  return normalize([rng.sign() * rng.range(0.35, 1), rng.range(...height), rng.range(0.25, 0.9)]);
}

function indoor(rng: Rng, furnished: boolean): Surroundings {
  const floor = rng.pick(FLOORS);
  const [fa, fb] = rng.pick(floor.pairs);
  const wall = rng.pick(WALLS);
  const [wa, wb] = rng.pick(wall.pairs);
  const evening = rng.chance(0.3);
  const warmth = evening ? rng.range(0.3, 0.5) : rng.range(-0.06, 0.12);
  const power = evening ? rng.range(1.1, 1.8) : rng.range(1.3, 2.4);
  const fill = evening ? rng.range(0.12, 0.28) : rng.range(0.3, 0.6);
  return {
    light: {
      key: towards(rng, [0.5, 1.2]),
      keyColour: [power * (1 + warmth * 0.3), power, power * (1 - warmth)],
      sky: [fill * (1 + warmth * 0.15), fill, fill * (1 - warmth * 0.5)],
      ground: scale(fa, 0.5),
      softness: rng.range(0.15, 0.5),
      exposure: evening ? rng.range(0.75, 0.95) : rng.range(0.62, 0.82),
    },
    backdrop: {
      floor: {
        kind: floor.kind,
        a: fa,
        b: fb,
        scale: floor.scale * rng.range(0.8, 1.4),
        turn: rng.range(0, 3.1),
      },
      wall: {
        kind: wall.kind,
        a: wa,
        b: wb,
        z: furnished ? rng.range(-2.3, -1.5) : rng.range(-2.6, -0.95),
        skirting: rng.chance(0.6) ? grey(0.55) : null,
        window: !evening && rng.chance(0.35) ? rng.range(0.1, 0.9) : 0,
      },
      sky: { zenith: grey(0.4), horizon: grey(0.5), trees: grey(0.2), treeLine: -9 },
      shift: rng.range(0, 40),
    },
  };
}

function outdoor(rng: Rng): Surroundings {
  const kind = rng.pick<FloorKind>(["grass", "grass", "grass", "sand", "stone"]);
  const colours: Record<string, [Vec3, Vec3]> = {
    grass: [
      [0.07, 0.15, 0.03],
      [0.2, 0.28, 0.07],
    ],
    sand: [
      [0.5, 0.42, 0.3],
      [0.62, 0.54, 0.4],
    ],
    stone: [
      [0.24, 0.23, 0.22],
      [0.38, 0.36, 0.33],
    ],
  };
  const tint = rng.range(0.75, 1.2);
  const [a, b] = colours[kind]!;
  const overcast = rng.chance(0.35);
  const power = overcast ? rng.range(0.6, 1) : rng.range(2, 3);
  const low = !overcast && rng.chance(0.3);
  const fill = overcast ? rng.range(0.6, 0.8) : rng.range(0.35, 0.5);
  return {
    light: {
      key: towards(rng, low ? [0.25, 0.45] : [0.7, 1.5]),
      keyColour: [power, power * (low ? 0.78 : 0.94), power * (low ? 0.5 : 0.84)],
      sky: overcast ? grey(fill, -0.03) : [fill * 0.85, fill, fill * 1.25],
      ground: scale(a, 0.7),
      softness: overcast ? 0.9 : rng.range(0.06, 0.15),
      exposure: overcast ? rng.range(0.7, 0.9) : rng.range(0.52, 0.7),
    },
    backdrop: {
      floor: {
        kind,
        a: scale(a, tint),
        b: scale(b, tint),
        scale: rng.range(0.8, 1.3),
        turn: rng.range(0, 3.1),
      },
      wall: null,
      sky: {
        zenith: overcast ? grey(0.75) : [0.32, 0.52, 0.92],
        horizon: overcast ? grey(0.85) : [0.82, 0.88, 0.95],
        trees: scale(rng.pick(TREES), 1.6),
        treeLine: rng.chance(0.75) ? rng.range(0.08, 0.4) : rng.range(-0.15, 0.02),
      },
      shift: rng.range(0, 40),
    },
  };
}

/** A room or the open with its light; `furnished` leaves room for a chair before the wall. */
export function sampleSurroundings(rng: Rng, furnished: boolean): Surroundings {
  return rng.chance(furnished ? 0.85 : 0.62) ? indoor(rng, furnished) : outdoor(rng);
}
