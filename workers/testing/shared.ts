import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import type { InputTransform } from "@/core/domain/spaces";

const SHARED = fileURLToPath(new URL("../../../shared", import.meta.url));

export const sharedFile = (name: string) => path.join(SHARED, name);

/** Whether the real networks and photographs lie beside the checkout; a test on them says so when it is skipped. */
export const hasShared =
  existsSync(sharedFile("models/README.md")) && existsSync(sharedFile("photos/README.md"));
if (!hasShared) console.warn("Skipped: ../shared with real networks and photographs is not here.");

export const labels = (name: string) =>
  readFileSync(sharedFile(`models/labels/${name}`), "utf8")
    .trimEnd()
    .split(/\r?\n/);

export const SQUEEZENET: { file: string; labels: string; transform: InputTransform } = {
  file: "models/squeezenet1.1.onnx",
  labels: "labels1000.txt",
  transform: {
    size: { width: 224, height: 224 },
    resize: "shorter-side",
    resizeTo: 256,
    scale: 1 / 255,
    mean: [0.485, 0.456, 0.406],
    std: [0.229, 0.224, 0.225],
    channelOrder: "RGB",
  },
};

export const DEEPLAB: { file: string; labels: string; transform: InputTransform } = {
  file: "models/deeplabv3_mnv2_pascal.onnx",
  labels: "voc21.txt",
  transform: {
    size: { width: 513, height: 513 },
    resize: "longer-side-pad",
    scale: 1 / 127.5,
    mean: [1, 1, 1],
    std: [1, 1, 1],
    channelOrder: "RGB",
  },
};

/** ImageNet's cats: tabby, tiger cat, Persian, Siamese, Egyptian. */
export const CAT_CLASSES = [281, 282, 283, 284, 285];

interface ForegroundEntry {
  filename: string;
  foreground: { polygon: { x: number; y: number }[] };
}

/** The outline of the animal in an Oxford-IIIT photograph, in fractions of its width and height. */
export function foregroundOf(filename: string): { x: number; y: number }[] | null {
  const groups = JSON.parse(readFileSync(sharedFile("photos/oxford-foreground-polygons.json"), "utf8"));
  for (const species of Object.values(groups) as Record<string, ForegroundEntry[]>[]) {
    for (const entries of Object.values(species)) {
      const entry = Array.isArray(entries) ? entries.find((e) => e.filename === filename) : undefined;
      if (entry) return entry.foreground.polygon;
    }
  }
  return null;
}
