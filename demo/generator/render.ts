import { circleOfConfusion, defocus, develop } from "./lens";
import type { Scene } from "./scene";
import { comb, drawWhiskers } from "./strands";
import { traceScene } from "./trace";

/** A finished picture with its truth. All rasters are row-major, one entry a pixel. */
export interface Rendered {
  width: number;
  height: number;
  /** 8-bit sRGB, three entries a pixel. */
  rgb: Uint8Array;
  /** Index into the subject's part names; every pixel has exactly one. */
  labels: Uint8Array;
  /** 0 where the backdrop shows, otherwise index of the actor + 1. */
  actors: Uint8Array;
  /** Share of direct light: together with labels it says what a missing part may have changed. */
  light: Float32Array;
}

export function renderScene(scene: Scene, width: number, height: number): Rendered {
  const buffer = traceScene(scene, width, height);
  const blur = circleOfConfusion(buffer, scene.camera);
  const combed = comb(buffer, defocus(buffer, blur), blur, scene.seed);
  drawWhiskers(combed, buffer, scene.camera, scene.actors, 0.75 / scene.light.exposure);
  const subject = scene.subject + 1;
  const background = scene.actors[scene.subject]!.parts.length - 1;
  const labels = new Uint8Array(width * height);
  for (let i = 0; i < labels.length; i++) {
    labels[i] = combed.actor[i] === subject ? combed.part[i]! : background;
  }
  return {
    width,
    height,
    rgb: develop(combed.colour, width, height, scene.light.exposure, scene.seed),
    labels,
    actors: combed.actor,
    light: buffer.light,
  };
}
