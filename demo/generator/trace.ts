import { floorAlbedo, skyRadiance, wallAlbedo } from "./backdrop";
import { focalPixels } from "./camera";
import { type ConeList, coneList, march } from "./field";
import { createGBuffer, type GBuffer } from "./gbuffer";
import { floorOpenness, keyVisibility, shade } from "./light";
import { clamp, smoothstep } from "./noise";
import { type Prim, packPrims } from "./prims";
import type { Scene } from "./scene";
import { evaluate, type Hit } from "./surface";
import { normalize, type Vec3 } from "./vec";

const TILE = 14;

/** Everything seen along one ray. */
interface Sample {
  colour: Float64Array;
  depth: number;
  actor: number;
  part: number;
  light: number;
  hit: boolean;
}

/** Traces a scene into a G-buffer: one ray a pixel, four more where neighbours differ. */
export function traceScene(scene: Scene, width: number, height: number): GBuffer {
  const tracer = new Tracer(scene, width, height);
  tracer.primary();
  tracer.smoothEdges();
  return tracer.buffer;
}

class Tracer {
  readonly buffer: GBuffer;
  private readonly prims: Prim[];
  private readonly data: Float64Array;
  private readonly casters: Prim[];
  private readonly cones: ConeList[] = [];
  private readonly columns: number;
  private readonly pixelScale: number;
  private readonly sample: Sample = {
    colour: new Float64Array(3),
    depth: 0,
    actor: 0,
    part: 0,
    light: 1,
    hit: false,
  };
  private readonly hit: Hit;
  private readonly albedo = new Float64Array(3);

  constructor(
    private readonly scene: Scene,
    private readonly width: number,
    private readonly height: number,
  ) {
    this.buffer = createGBuffer(width, height);
    this.prims = scene.actors.flatMap((a) => a.prims);
    this.data = packPrims(this.prims);
    this.casters = this.prims.filter((q) => q.spec.shadow);
    this.pixelScale = 1 / focalPixels(scene.camera, width, height);
    this.columns = Math.ceil(width / TILE);
    this.hit = { prim: this.prims[0]!, part: 0, nx: 0, ny: 0, nz: 0, albedo: new Float64Array(3), open: 1 };
    const { eye } = scene.camera;
    for (let ty = 0; ty < Math.ceil(height / TILE); ty++) {
      for (let tx = 0; tx < this.columns; tx++) {
        const centre = normalize(this.direction((tx + 0.5) * TILE, (ty + 0.5) * TILE));
        const spread = this.pixelScale * (TILE * 0.5 + 1) * Math.SQRT2;
        this.cones.push(coneList(this.prims, eye, centre, spread, 0.09));
      }
    }
  }

  private direction(px: number, py: number): Vec3 {
    const { right, up, forward } = this.scene.camera;
    const u = (px - this.width / 2) * this.pixelScale;
    const v = (this.height / 2 - py) * this.pixelScale;
    return [
      forward[0] + right[0] * u + up[0] * v,
      forward[1] + right[1] * u + up[1] * v,
      forward[2] + right[2] * u + up[2] * v,
    ];
  }

  primary(): void {
    const { buffer, width, height, sample } = this;
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        this.shoot(x + 0.5, y + 0.5, x, y);
        const i = y * width + x;
        buffer.colour.set(sample.colour, 3 * i);
        buffer.depth[i] = sample.depth;
        buffer.actor[i] = sample.actor;
        buffer.part[i] = sample.part;
        buffer.light[i] = sample.light;
        if (sample.hit) this.grow(i);
      }
    }
  }

  /** Averages four rays in pixels whose right or lower neighbour shows something else. */
  smoothEdges(): void {
    const { buffer, width, height, sample } = this;
    const differs = (i: number, j: number) =>
      buffer.actor[i] !== buffer.actor[j] ||
      buffer.part[i] !== buffer.part[j] ||
      Math.abs(buffer.depth[i]! - buffer.depth[j]!) > 0.04 * buffer.depth[i]!;
    const edge = new Uint8Array(width * height);
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const i = y * width + x;
        const right = x + 1 < width && differs(i, i + 1);
        const below = y + 1 < height && differs(i, i + width);
        if (right) edge[i] = edge[i + 1] = 1;
        if (below) edge[i] = edge[i + width] = 1;
      }
    }
    for (let i = 0; i < edge.length; i++) {
      if (!edge[i]) continue;
      const x = i % width;
      const y = (i - x) / width;
      const sum = [0, 0, 0];
      for (let s = 0; s < 4; s++) {
        this.shoot(x + 0.25 + 0.5 * (s & 1), y + 0.25 + 0.5 * (s >> 1), x, y);
        for (let c = 0; c < 3; c++) sum[c] = sum[c]! + Math.min(4, sample.colour[c]!) / 4;
      }
      buffer.colour.set(sum, 3 * i);
    }
  }

  /** Fills `sample` for image position (px, py) inside pixel (x, y). */
  private shoot(px: number, py: number, x: number, y: number): void {
    const { scene, sample } = this;
    const { eye, forward } = scene.camera;
    const [rx, ry, rz] = this.direction(px, py);
    const inv = 1 / Math.sqrt(rx * rx + ry * ry + rz * rz);
    const dx = rx * inv;
    const dy = ry * inv;
    const dz = rz * inv;
    const floor = dy < -1e-4 ? -eye[1] / dy : Infinity;
    const wallZ = scene.backdrop.wall?.z;
    const wall = wallZ !== undefined && dz < -1e-4 ? (wallZ - eye[2]) / dz : Infinity;
    const behind = Math.min(floor, wall, 60);
    const cone = this.cones[Math.floor(y / TILE) * this.columns + Math.floor(x / TILE)]!;
    const t = cone.n > 0 ? march(this.data, cone, eye[0], eye[1], eye[2], dx, dy, dz, behind) : -1;
    const far = t < 0;
    const end = far ? behind : t;
    const wx = eye[0] + dx * end;
    const wy = eye[1] + dy * end;
    const wz = eye[2] + dz * end;
    sample.depth = end * (dx * forward[0] + dy * forward[1] + dz * forward[2]);
    sample.hit = !far;
    if (far) {
      sample.actor = 0;
      sample.part = 0;
      if (behind >= 60) {
        sample.light = 1;
        skyRadiance(scene.backdrop, dx, dy, dz, sample.colour);
      } else this.backdrop(wx, wy, wz, floor <= wall, end);
      return;
    }
    evaluate(this.prims, this.data, scene.actors, cone, wx, wy, wz, this.hit);
    const visible = keyVisibility(this.casters, scene.light, wx, wy, wz);
    shade(this.hit, scene.light, visible, wy, dx, dy, dz, sample.colour);
    sample.actor = this.hit.prim.spec.actor + 1;
    sample.part = this.hit.part;
    sample.light = visible;
  }

  private backdrop(x: number, y: number, z: number, onFloor: boolean, distance: number): void {
    const { scene, albedo, sample } = this;
    const { light } = scene;
    const visible = keyVisibility(this.casters, light, x, y, z);
    let open = 1;
    let diffuse: number;
    let up: number;
    if (onFloor) {
      floorAlbedo(scene.backdrop, x, z, smoothstep(7, 1.5, distance), albedo);
      open = floorOpenness(this.casters, x, z);
      diffuse = Math.max(0, light.key[1]);
      up = 1;
    } else {
      wallAlbedo(scene.backdrop, x, y, albedo);
      diffuse = Math.max(0, light.key[2]);
      up = 0.5;
      open = 0.75 + 0.25 * clamp(y / 0.3, 0, 1);
    }
    sample.light = visible * open;
    for (let c = 0; c < 3; c++) {
      const around = light.sky[c]! * up + light.ground[c]! * (1 - up);
      sample.colour[c] = albedo[c]! * (light.keyColour[c]! * visible * diffuse + around * open);
    }
  }

  /** Where a strand that grows at the last hit would end, on the image. */
  private grow(i: number): void {
    const { hit, buffer, scene } = this;
    const { surface, flow, flowFrom } = hit.prim.spec;
    if (surface.strand <= 0 || hit.part !== hit.prim.spec.part) return;
    const { camera } = scene;
    const depth = buffer.depth[i]!;
    const px = i % this.width;
    const py = (i - px) / this.width;
    const u = (px + 0.5 - this.width / 2) * this.pixelScale;
    const v = (this.height / 2 - py - 0.5) * this.pixelScale;
    let [fx, fy, fz] = flow;
    if (flowFrom) {
      fx = camera.eye[0] + (camera.forward[0] + camera.right[0] * u + camera.up[0] * v) * depth - flowFrom[0];
      fy = camera.eye[1] + (camera.forward[1] + camera.right[1] * u + camera.up[1] * v) * depth - flowFrom[1];
      fz = camera.eye[2] + (camera.forward[2] + camera.right[2] * u + camera.up[2] * v) * depth - flowFrom[2];
    }
    const along = fx * hit.nx + fy * hit.ny + fz * hit.nz;
    // Mostly along the skin, a little away from it.
    fx += hit.nx * (0.3 - along);
    fy += hit.ny * (0.3 - along);
    fz += hit.nz * (0.3 - along);
    const norm = surface.strand / (Math.sqrt(fx * fx + fy * fy + fz * fz) || 1);
    const { right, up, forward } = camera;
    const away = (fx * forward[0] + fy * forward[1] + fz * forward[2]) * norm;
    const sx = (fx * right[0] + fy * right[1] + fz * right[2]) * norm - u * away;
    const sy = (fx * up[0] + fy * up[1] + fz * up[2]) * norm - v * away;
    buffer.strand[2 * i] = sx / (this.pixelScale * depth);
    buffer.strand[2 * i + 1] = -sy / (this.pixelScale * depth);
    buffer.density[i] = surface.density;
  }
}
