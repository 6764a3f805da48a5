export type Vec3 = readonly [x: number, y: number, z: number];
/** Rows of a rotation matrix. */
export type Mat3 = readonly [Vec3, Vec3, Vec3];

export const add = (a: Vec3, b: Vec3): Vec3 => [a[0] + b[0], a[1] + b[1], a[2] + b[2]];
export const sub = (a: Vec3, b: Vec3): Vec3 => [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
export const scale = (a: Vec3, s: number): Vec3 => [a[0] * s, a[1] * s, a[2] * s];
export const dot = (a: Vec3, b: Vec3): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
export const cross = (a: Vec3, b: Vec3): Vec3 => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
];
export const length = (a: Vec3): number => Math.sqrt(dot(a, a));
export const normalize = (a: Vec3): Vec3 => scale(a, 1 / (length(a) || 1));
export const mixVec = (a: Vec3, b: Vec3, t: number): Vec3 => [
  a[0] + (b[0] - a[0]) * t,
  a[1] + (b[1] - a[1]) * t,
  a[2] + (b[2] - a[2]) * t,
];

export const IDENTITY: Mat3 = [
  [1, 0, 0],
  [0, 1, 0],
  [0, 0, 1],
];

export const apply = (m: Mat3, v: Vec3): Vec3 => [dot(m[0], v), dot(m[1], v), dot(m[2], v)];
export const transpose = (m: Mat3): Mat3 => [
  [m[0][0], m[1][0], m[2][0]],
  [m[0][1], m[1][1], m[2][1]],
  [m[0][2], m[1][2], m[2][2]],
];
export function multiply(a: Mat3, b: Mat3): Mat3 {
  const t = transpose(b);
  return [
    [dot(a[0], t[0]), dot(a[0], t[1]), dot(a[0], t[2])],
    [dot(a[1], t[0]), dot(a[1], t[1]), dot(a[1], t[2])],
    [dot(a[2], t[0]), dot(a[2], t[1]), dot(a[2], t[2])],
  ];
}

/** Rotation about y (yaw, positive turns +z towards +x), then x (pitch, positive looks up), then z (roll). Radians. */
export function euler(yaw: number, pitch: number, roll: number): Mat3 {
  const cy = Math.cos(yaw);
  const sy = Math.sin(yaw);
  const cp = Math.cos(pitch);
  const sp = Math.sin(pitch);
  const cr = Math.cos(roll);
  const sr = Math.sin(roll);
  const ry: Mat3 = [
    [cy, 0, sy],
    [0, 1, 0],
    [-sy, 0, cy],
  ];
  const rx: Mat3 = [
    [1, 0, 0],
    [0, cp, sp],
    [0, -sp, cp],
  ];
  const rz: Mat3 = [
    [cr, -sr, 0],
    [sr, cr, 0],
    [0, 0, 1],
  ];
  return multiply(ry, multiply(rx, rz));
}

/** A rotation whose local y axis is `up` and whose local z axis is as near to `front` as that allows. */
export function basisFromUp(up: Vec3, front: Vec3): Mat3 {
  const y = normalize(up);
  let side = cross(y, front);
  if (length(side) < 1e-6) side = cross(y, Math.abs(y[0]) < 0.9 ? [1, 0, 0] : [0, 0, 1]);
  const x = normalize(side);
  const z = cross(x, y);
  return transpose([x, y, z]);
}

/** A place with axes: `m` takes local directions to world directions, `s` scales lengths. */
export interface Frame {
  o: Vec3;
  m: Mat3;
  s: number;
}

export const toWorld = (f: Frame, p: Vec3): Vec3 => add(f.o, scale(apply(f.m, p), f.s));
export const dirToWorld = (f: Frame, d: Vec3): Vec3 => apply(f.m, d);
export const child = (f: Frame, o: Vec3, m: Mat3 = IDENTITY, s = 1): Frame => ({
  o: toWorld(f, o),
  m: multiply(f.m, m),
  s: f.s * s,
});
