import type { Part } from "@/core/domain/parts";
import type { Size } from "@/core/domain/spaces";
import { boundsOf, centre, type Point, signedArea } from "./geometry/polygon";
import { unflatten } from "./geometry/simplify";
import { firstSelfIntersection } from "./geometry/validity";
import { boxRing } from "./raster/spans";
import type { DocumentSnapshot, Shape } from "./snapshot";

/** `blocks`: a revision cannot be frozen until it is mended. `asks`: worth a look, never in the way. */
export const PROBLEM_SEVERITY = {
  too_few_vertices: "blocks",
  self_intersecting: "blocks",
  no_area: "blocks",
  outside_image: "blocks",
  unknown_part: "blocks",
  drawn_and_absent: "blocks",
  missing: "asks",
  several_shapes: "asks",
  swapped_sides: "asks",
} as const;
export type ProblemCode = keyof typeof PROBLEM_SEVERITY;

export interface Problem {
  code: ProblemCode;
  severity: "blocks" | "asks";
  /** For people: what is wrong and what to do. */
  message: string;
  partId: string | null;
  shapeId: string | null;
}

type ValidatedPart = Pick<Part, "id" | "name" | "side" | "kind">;

/** All that is wrong or doubtful (SPEC.md §5); never a reason to refuse an edit. */
export function validateSnapshot(
  snapshot: DocumentSnapshot,
  parts: readonly ValidatedPart[],
  image: Size,
): Problem[] {
  const drawable = parts.filter((p) => p.kind === "part");
  const problems: Problem[] = [];
  const add = (code: ProblemCode, message: string, partId: string | null, shapeId: string | null) =>
    problems.push({ code, severity: PROBLEM_SEVERITY[code], message, partId, shapeId });
  for (const shape of snapshot.shapes) {
    const part = drawable.find((p) => p.id === shape.partId);
    if (!part) {
      add(
        "unknown_part",
        "A shape belongs to no part of this project. Choose its part or delete it.",
        null,
        shape.id,
      );
      continue;
    }
    const fault = shapeFault(shape, image);
    if (fault) add(fault, `${part.name}: ${FAULT_TEXT[fault]}`, part.id, shape.id);
  }
  for (const part of drawable) {
    const shapes = snapshot.shapes.filter((s) => s.partId === part.id);
    const absent = snapshot.absent.includes(part.id);
    if (absent && shapes.length > 0)
      add("drawn_and_absent", `${part.name} is drawn and marked absent. Choose one.`, part.id, shapes[0]!.id);
    if (!absent && shapes.length === 0) add("missing", `${part.name} is not drawn yet.`, part.id, null);
    if (shapes.length > 1)
      add(
        "several_shapes",
        `${part.name} consists of ${shapes.length} shapes. Is one of them another part?`,
        part.id,
        shapes.at(-1)!.id,
      );
  }
  for (const [left, right] of swappedPairs(snapshot, drawable))
    add(
      "swapped_sides",
      `${left.name} and ${right.name} look swapped: sides are the animal's own.`,
      left.id,
      null,
    );
  return problems;
}

export function blocksSubmit(problems: readonly Problem[]): boolean {
  return problems.some((p) => p.severity === "blocks");
}

const FAULT_TEXT = {
  too_few_vertices: "the outline needs at least three points.",
  self_intersecting: "the outline crosses itself. Drag a point until it no longer does.",
  no_area: "the shape covers nothing. Enlarge it or delete it.",
  outside_image: "the shape lies outside the photograph. Move it back or delete it.",
} as const;

function shapeFault(shape: Shape, image: Size): keyof typeof FAULT_TEXT | null {
  const points = shapePoints(shape);
  const bounds = boundsOf(points);
  if (shape.type === "polygon") {
    if (shape.vertices.length < 3) return "too_few_vertices";
    const ring = shape.vertices.map((v): Point => [v.x, v.y]);
    if (firstSelfIntersection(ring)) return "self_intersecting";
    if (signedArea(ring) === 0) return "no_area";
  }
  if (shape.type === "box" && (shape.box[2] === 0 || shape.box[3] === 0)) return "no_area";
  if (shape.type === "brush" && !shape.strokes.some((s) => s.mode === "add")) return "no_area";
  if (!bounds) return "no_area";
  if (bounds.maxX <= 0 || bounds.maxY <= 0 || bounds.minX >= image.width || bounds.minY >= image.height)
    return "outside_image";
  return null;
}

/** Corners of the outline, and the paths of painting strokes. */
export function shapePoints(shape: Shape): Point[] {
  const outline =
    shape.type === "polygon"
      ? shape.vertices.map((v): Point => [v.x, v.y])
      : shape.type === "box"
        ? boxRing(shape.box)
        : [];
  const painted = shape.strokes.filter((s) => s.mode === "add").flatMap((s) => unflatten(s.path));
  return [...outline, ...painted];
}

/**
 * Pairs whose order across the image disagrees with the other pairs. An animal that faces the camera shows
 * its left at the image's right; all pairs reversed together means it is seen from behind. A tie, and so a
 * single pair, is read as facing.
 */
export function swappedPairs<P extends ValidatedPart>(
  snapshot: DocumentSnapshot,
  parts: readonly P[],
): [left: P, right: P][] {
  const middleX = (part: P) =>
    centre(snapshot.shapes.filter((s) => s.partId === part.id).flatMap(shapePoints))?.[0] ?? null;
  const pairs: { pair: [P, P]; facing: boolean }[] = [];
  for (const left of parts.filter((p) => p.side === "left")) {
    const right = parts.find((p) => p.side === "right" && sideless(p.name) === sideless(left.name));
    const leftX = middleX(left);
    const rightX = right ? middleX(right) : null;
    if (!right || leftX === null || rightX === null || leftX === rightX) continue;
    pairs.push({ pair: [left, right], facing: leftX > rightX });
  }
  const facing = pairs.filter((p) => p.facing).length;
  const reversed = pairs.length - facing;
  const seenFromFront = reversed < 2 || facing >= reversed;
  return pairs.filter((p) => p.facing !== seenFromFront).map((p) => p.pair);
}

/** “Left Ear” and “Ear, right” → “ear”: what makes two parts a pair. */
export function sideless(name: string): string {
  return name
    .toLowerCase()
    .replace(/\b(left|right)\b/g, " ")
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}
