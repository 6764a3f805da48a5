import { cross, dot, normalize, sub, type Vec3 } from "./vec";

/** A pinhole camera; `tan` is the tangent of half the field of view along the longer side. */
export interface Camera {
  eye: Vec3;
  right: Vec3;
  up: Vec3;
  forward: Vec3;
  tan: number;
  /** Distance in focus, and how fast focus is lost (0: everything sharp). */
  focus: number;
  aperture: number;
}

export function lookAt(eye: Vec3, target: Vec3, fieldOfView: number, aperture = 0): Camera {
  const toTarget = sub(target, eye);
  const forward = normalize(toTarget);
  const right = normalize(cross(forward, [0, 1, 0]));
  return {
    eye,
    right,
    up: cross(right, forward),
    forward,
    tan: Math.tan(fieldOfView / 2),
    focus: Math.sqrt(dot(toTarget, toTarget)),
    aperture,
  };
}

/** Pixels per unit of (x / depth): multiply a lateral offset by this and divide by its depth. */
export function focalPixels(camera: Camera, width: number, height: number): number {
  return Math.max(width, height) / 2 / camera.tan;
}

/** Image position (pixels, y down) and depth of a world point; depth ≤ 0 is behind the camera. */
export function project(camera: Camera, width: number, height: number, p: Vec3): [number, number, number] {
  const d = sub(p, camera.eye);
  const depth = dot(d, camera.forward);
  const f = focalPixels(camera, width, height) / depth;
  return [width / 2 + dot(d, camera.right) * f, height / 2 - dot(d, camera.up) * f, depth];
}
