import type { InputTransform } from "@/core/domain/spaces";

/** How networks usually want their input. */
export const TRANSFORMS: Record<string, { label: string; transform: InputTransform }> = {
  imagenet: {
    label: "ImageNet (torchvision): mean .485 .456 .406, crop 224 of 256",
    transform: {
      size: { width: 224, height: 224 },
      resize: "shorter-side",
      resizeTo: 256,
      scale: 1 / 255,
      mean: [0.485, 0.456, 0.406],
      std: [0.229, 0.224, 0.225],
      channelOrder: "RGB",
    },
  },
  unit: {
    label: "RGB from 0 to 1, stretched to 224",
    transform: {
      size: { width: 224, height: 224 },
      resize: "stretch",
      scale: 1 / 255,
      mean: [0, 0, 0],
      std: [1, 1, 1],
      channelOrder: "RGB",
    },
  },
  symmetric: {
    label: "RGB from −1 to 1, longer side 513, padded (DeepLab)",
    transform: {
      size: { width: 513, height: 513 },
      resize: "longer-side-pad",
      scale: 1 / 127.5,
      mean: [1, 1, 1],
      std: [1, 1, 1],
      channelOrder: "RGB",
    },
  },
};

export const DEFAULT_TRANSFORM = { classifier: "imagenet", segmenter: "symmetric" } as const;

/** Three numbers as people type them: “0.485, 0.456, 0.406”, or one for all. Null when it is neither. */
export function parseTriple(text: string): [number, number, number] | null {
  const numbers = text
    .split(/[\s,;]+/)
    .filter(Boolean)
    .map(Number);
  if (numbers.some((n) => !Number.isFinite(n))) return null;
  const [a, b, c] = numbers;
  if (a !== undefined && numbers.length === 1) return [a, a, a];
  return a !== undefined && b !== undefined && c !== undefined && numbers.length === 3 ? [a, b, c] : null;
}

/** Class names out of a file: one a line, as plain text or with ImageNet's synset ids before them, or a JSON list. */
export function parseClassList(text: string): string[] {
  const trimmed = text.trim();
  if (trimmed.startsWith("[")) return (JSON.parse(trimmed) as unknown[]).map(String);
  return trimmed.split(/\r?\n/).map((line) => line.trim().replace(/^n\d{8}\s+/, ""));
}
