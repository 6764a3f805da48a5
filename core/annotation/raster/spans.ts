import { crossingX, type Point, segmentDistance2 } from "../geometry/polygon";
import type { Box, Stroke } from "../snapshot";
import { type Clip, columnX, type Frame, rowY } from "./frame";

/** Receives the run of pixels x0 ≤ x < x1 of row y. */
export type SpanSink = (y: number, x0: number, x1: number) => void;

/** The first column whose centre is not left of x (frame pixels). */
const firstColumn = (x: number) => Math.ceil(x - 0.5);

/** Scanline fill by the even-odd rule; `ring` in frame pixels. Exactly the pixels whose centre is inside. */
export function polygonSpans(ring: readonly Point[], clip: Clip, sink: SpanSink): void {
  if (ring.length < 3) return;
  let top = Infinity;
  let bottom = -Infinity;
  for (const [, y] of ring) {
    top = Math.min(top, y);
    bottom = Math.max(bottom, y);
  }
  const y0 = Math.max(clip.y0, firstColumn(top));
  const y1 = Math.min(clip.y1, firstColumn(bottom) + 1);
  const crossings: number[] = [];
  for (let j = y0; j < y1; j++) {
    const y = j + 0.5;
    crossings.length = 0;
    for (let i = 0; i < ring.length; i++) {
      const [ax, ay] = ring[i]!;
      const [bx, by] = ring[i + 1 === ring.length ? 0 : i + 1]!;
      if (ay <= y !== by <= y) crossings.push(crossingX(ax, ay, bx, by, y));
    }
    crossings.sort((a, b) => a - b);
    for (let k = 0; k + 1 < crossings.length; k += 2) {
      const from = Math.max(clip.x0, firstColumn(crossings[k]!));
      const to = Math.min(clip.x1, firstColumn(crossings[k + 1]!));
      if (from < to) sink(j, from, to);
    }
  }
}

/** The ring of a box, clockwise from the top left. */
export function boxRing([x, y, w, h]: Box): Point[] {
  return [
    [x, y],
    [x + w, y],
    [x + w, y + h],
    [x, y + h],
  ];
}

/**
 * A stroke's pixels: centres within `radius` of the path, measured in image pixels whatever the frame. The
 * swept disc of one segment is convex, so each row holds one run: its ends are estimated in closed form and
 * then settled by the exact test. Runs of neighbouring segments overlap.
 */
export function strokeSpans(stroke: Stroke, frame: Frame, clip: Clip, sink: SpanSink): void {
  const { path, radius } = stroke;
  const r2 = radius * radius;
  const segments = Math.max(1, path.length / 2 - 1);
  const { scaleX, scaleY, offsetX, offsetY } = frame.map;
  const chord: Chord = { from: 0, to: 0 };
  for (let s = 0; s < segments; s++) {
    const ax = path[2 * s]!;
    const ay = path[2 * s + 1]!;
    const bx = path[2 * s + 2] ?? ax;
    const by = path[2 * s + 3] ?? ay;
    const top = (Math.min(ay, by) - radius) * scaleY + offsetY;
    const bottom = (Math.max(ay, by) + radius) * scaleY + offsetY;
    const y0 = Math.max(clip.y0, Math.floor(top - 0.5));
    const y1 = Math.min(clip.y1, Math.ceil(bottom + 0.5));
    for (let j = y0; j < y1; j++) {
      const y = rowY(frame, j);
      if (!capsuleChord(ax, ay, bx, by, radius, y, chord)) continue;
      let from = Math.max(clip.x0, Math.floor(chord.from * scaleX + offsetX - 0.5));
      let to = Math.min(clip.x1, Math.ceil(chord.to * scaleX + offsetX - 0.5) + 1);
      while (from < to && segmentDistance2(columnX(frame, from), y, ax, ay, bx, by) > r2) from++;
      while (to > from && segmentDistance2(columnX(frame, to - 1), y, ax, ay, bx, by) > r2) to--;
      if (from < to) sink(j, from, to);
    }
  }
}

/** Reused between rows: thousands are needed for every frame of a drag. */
interface Chord {
  from: number;
  to: number;
}

/** Slightly more than rounding can take away from a chord, image pixels. */
const SLACK = 1e-6;

/** The x-interval (image pixels) of the segment's swept disc on the line at y, a hair wide; false if none. */
function capsuleChord(
  ax: number,
  ay: number,
  bx: number,
  by: number,
  radius: number,
  y: number,
  out: Chord,
): boolean {
  const r2 = radius * radius + SLACK;
  const ha = r2 - (y - ay) * (y - ay);
  const hb = r2 - (y - by) * (y - by);
  let lo = ha >= 0 ? ax - Math.sqrt(ha) : Infinity;
  let hi = ha >= 0 ? ax + Math.sqrt(ha) : -Infinity;
  if (hb >= 0) {
    lo = Math.min(lo, bx - Math.sqrt(hb));
    hi = Math.max(hi, bx + Math.sqrt(hb));
  }
  const dx = bx - ax;
  const dy = by - ay;
  const length2 = dx * dx + dy * dy;
  if (length2 > 0 && dy !== 0) {
    // Between the two parallels at `radius`: |(y − ay)·dx − (x − ax)·dy| ≤ radius·length …
    const middle = ax + ((y - ay) * dx) / dy;
    const half = (radius * Math.sqrt(length2)) / Math.abs(dy);
    let from = middle - half;
    let to = middle + half;
    // … and beside the segment, not before its start or after its end.
    if (dx !== 0) {
      const start = ax - ((y - ay) * dy) / dx;
      const end = start + length2 / dx;
      from = Math.max(from, Math.min(start, end));
      to = Math.min(to, Math.max(start, end));
    } else if (y < Math.min(ay, by) || y > Math.max(ay, by)) return chordOf(out, lo, hi);
    if (from <= to) {
      lo = Math.min(lo, from);
      hi = Math.max(hi, to);
    }
  }
  return chordOf(out, lo, hi);
}

function chordOf(out: Chord, lo: number, hi: number): boolean {
  out.from = lo - SLACK;
  out.to = hi + SLACK;
  return lo <= hi;
}
