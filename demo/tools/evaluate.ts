import sharp from "sharp";
import { composeScene, type SceneSpec } from "../generator/compose";
import { renderScene } from "../generator/render";
import { truthOf } from "../generator/truth";
import { outlineParts, type PartOutline } from "../outlines";
import { argmax, type DemoNetwork, decodeFor } from "./network";

/** Side of a demo photograph in pixels: twice the networks' input, so that scaling down is a plain average. */
export const DEMO_SIZE = 448;
export const JPEG_OPTIONS = { quality: 85, mozjpeg: true, chromaSubsampling: "4:2:0" } as const;

export interface Evaluated {
  jpeg: Uint8Array;
  logits: number[];
  top1: number;
  /** Smallest lead of the best class over the second, over the ways of scaling tried. */
  margin: number;
  /** Whether every way of scaling the JPEG leads to the same class. */
  stable: boolean;
  pixels: number[];
  outlines: PartOutline[];
}

/** Renders a scene as a demo photograph and asks the network about the JPEG, as the platform will. */
export async function evaluateScene(spec: SceneSpec, network: DemoNetwork): Promise<Evaluated> {
  const composed = composeScene(spec);
  const rendered = renderScene(composed.scene, DEMO_SIZE, DEMO_SIZE);
  const jpeg = await encodeJpeg(rendered.rgb, DEMO_SIZE);
  const outputs: Float32Array[] = [];
  for (const kernel of ["linear", "lanczos3"] as const) {
    outputs.push(await network.run(await decodeFor(network.card, jpeg, kernel)));
  }
  const winners = outputs.map((o) => argmax(o));
  const truth = truthOf(composed, rendered);
  const drawn = truth.parts.flatMap((p, i) => (["Body", "Background"].includes(p.name) ? [] : [i]));
  return {
    jpeg,
    logits: [...outputs[0]!],
    top1: winners[0]!,
    margin: Math.min(...outputs.map(lead)),
    stable: winners.every((w) => w === winners[0]),
    pixels: truth.parts.map((p) => p.pixels),
    outlines: outlineParts(rendered.labels, DEMO_SIZE, DEMO_SIZE, drawn, { minPixels: 40 }),
  };
}

export function encodeJpeg(rgb: Uint8Array, size: number): Promise<Buffer> {
  return sharp(rgb, { raw: { width: size, height: size, channels: 3 } })
    .jpeg(JPEG_OPTIONS)
    .toBuffer();
}

function lead(logits: Float32Array): number {
  const sorted = [...logits].sort((a, b) => b - a);
  return sorted[0]! - sorted[1]!;
}
