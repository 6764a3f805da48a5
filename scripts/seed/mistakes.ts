import { seededRng } from "@/core/analysis/random";
import type { PartOutlines } from "./annotations";

/** What a hurried annotator gets wrong, drawn on purpose so that there is something to review. */
export type Mistake = "swapped eyes" | "sloppy ear" | "forgotten nose";

const PLANTED: readonly { mistake: Mistake; times: number; needs: readonly string[] }[] = [
  { mistake: "swapped eyes", times: 4, needs: ["Left Eye", "Right Eye"] },
  { mistake: "sloppy ear", times: 3, needs: ["Left Ear"] },
  { mistake: "forgotten nose", times: 2, needs: ["Nose"] },
];

/** Which of the images are drawn wrongly, and how; the same ones every time. `mayErr`: by index, whose hand slips. */
export function plantMistakes(
  images: readonly PartOutlines[],
  mayErr: (index: number) => boolean,
): Map<number, Mistake> {
  const random = seededRng(404);
  const order = images
    .map((_, index) => ({ index, at: random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ index }) => index)
    .filter(mayErr);
  const planted = new Map<number, Mistake>();
  for (const { mistake, times, needs } of PLANTED)
    order
      .filter((i) => !planted.has(i) && needs.every((part) => (images[i]!.get(part)?.length ?? 0) > 0))
      .slice(0, times)
      .map((i) => planted.set(i, mistake));
  return planted;
}

/** The true outlines as that annotator draws them. */
export function withMistake(truth: PartOutlines, mistake: Mistake | undefined): PartOutlines {
  const drawn = new Map(truth);
  switch (mistake) {
    case "swapped eyes":
      return drawn.set("Left Eye", truth.get("Right Eye")!).set("Right Eye", truth.get("Left Eye")!);
    case "sloppy ear":
      return drawn.set("Left Ear", truth.get("Left Ear")!.map(coarse));
    case "forgotten nose":
      return drawn.set("Nose", []);
    case undefined:
      return drawn;
  }
}

/** A quick loop around the thing: every other corner, and too wide by a third. */
function coarse(ring: readonly (readonly [number, number])[]): [number, number][] {
  const middle = (axis: 0 | 1) => ring.reduce((sum, p) => sum + p[axis], 0) / ring.length;
  const [cx, cy] = [middle(0), middle(1)];
  const corners = ring.length >= 8 ? ring.filter((_, i) => i % 2 === 0) : ring;
  return corners.map(([x, y]) => [cx + (x - cx) * 1.34, cy + (y - cy) * 1.34]);
}
