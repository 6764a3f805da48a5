import type { Part } from "@/core/domain/parts";

/**
 * Which parts take part in a project's scores, one entry per part *position* (the label in rasters).
 * All do, but for Background when the project leaves it out (the paper's birds).
 */
export function includedParts(
  parts: readonly Pick<Part, "kind" | "position">[],
  backgroundInScores: boolean,
): boolean[] {
  const count = parts.reduce((max, p) => Math.max(max, p.position + 1), 0);
  const include = new Array<boolean>(count).fill(false);
  for (const p of parts) include[p.position] = p.kind !== "background" || backgroundInScores;
  return include;
}

/** The parts in the order of their positions: index in a raster, in sums and in score vectors. */
export function partsInOrder<P extends Pick<Part, "position">>(parts: readonly P[]): P[] {
  return [...parts].sort((a, b) => a.position - b.position);
}
