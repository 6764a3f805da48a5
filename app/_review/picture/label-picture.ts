import type { Part } from "@/core/domain/parts";
import type { Size } from "@/core/domain/spaces";

type RGBA = readonly [r: number, g: number, b: number, a: number];

/** Kept, added and removed pixels of a comparison; told apart without colour by the stripes of what was removed. */
export const DIFF_COLOURS = {
  added: "#0072b2",
  removed: "#e69f00",
  kept: "#ffffff",
} as const;

function rgb(colour: string): readonly [number, number, number] {
  const value = Number.parseInt(colour.slice(1), 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}

/**
 * A label raster as a picture: drawn parts in their colours, the rest faint, the background veiled. With a part in
 * `focus` (a position) that one is full and edged, the others step back.
 */
export function regionPicture(
  labels: Uint8Array,
  { width }: Size,
  parts: readonly Part[],
  focus: number | null,
): Uint8ClampedArray<ArrayBuffer> {
  const out = new Uint8ClampedArray(4 * labels.length);
  const palette: (RGBA | undefined)[] = [];
  for (const part of parts) {
    const [r, g, b] = part.kind === "background" ? [12, 14, 20] : rgb(part.colour);
    const strength = part.kind === "part" ? 0.62 : part.kind === "rest" ? 0.2 : 0.5;
    const seen =
      focus === null || part.kind === "background" ? strength : part.position === focus ? 0.5 : 0.12;
    palette[part.position] = [r, g, b, Math.round(255 * seen)];
  }
  for (let i = 0; i < labels.length; i++) {
    const colour = labels[i] === focus && onEdge(labels, i, width) ? EDGE : palette[labels[i]!];
    if (colour) out.set(colour, 4 * i);
  }
  return out;
}

const EDGE: RGBA = [255, 255, 255, 255];

/** Whether the pixel's owner ends here: some neighbour to a side is another's, or there is none. */
function onEdge(labels: Uint8Array, i: number, width: number): boolean {
  const own = labels[i];
  const x = i % width;
  return (
    x === 0 ||
    x === width - 1 ||
    labels[i - 1] !== own ||
    labels[i + 1] !== own ||
    labels[i - width] !== own ||
    labels[i + width] !== own
  );
}

/**
 * What changed from `before` to `after` (label rasters of one frame), for the part at `focus`, or for all drawn
 * parts at once: added, removed and kept pixels.
 */
export function diffPicture(
  before: Uint8Array,
  after: Uint8Array,
  { width }: Size,
  parts: readonly Part[],
  focus: number | null,
): Uint8ClampedArray<ArrayBuffer> {
  const out = new Uint8ClampedArray(4 * after.length);
  const shown = new Uint8Array(256);
  for (const part of parts)
    if (focus === null ? part.kind === "part" : part.position === focus) shown[part.position] = 1;
  const added: RGBA = [...rgb(DIFF_COLOURS.added), 200];
  const removed: RGBA = [...rgb(DIFF_COLOURS.removed), 220];
  const kept: RGBA = [...rgb(DIFF_COLOURS.kept), 70];
  const veil: RGBA = [12, 14, 20, 110];
  for (let i = 0; i < after.length; i++) {
    const [a, b] = [before[i]!, after[i]!];
    const striped = (((i % width) + Math.floor(i / width)) >> 1) % 3 !== 2;
    let colour = veil;
    if (a === b) colour = shown[a] ? kept : veil;
    else if (shown[b]) colour = added;
    else if (shown[a]) colour = striped ? removed : veil;
    out.set(colour, 4 * i);
  }
  return out;
}
