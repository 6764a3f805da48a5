/** A run of class indices, both ends included. */
export type Run = readonly [first: number, last: number];

/**
 * Indices out of what people type: “281-285, 3 7”. Null when it is not a list of numbers and ranges, or when one
 * lies outside 0 … count − 1.
 */
export function parseRanges(text: string, count: number): number[] | null {
  const pieces = text
    .trim()
    .replace(/\s*[-–]\s*/g, "-")
    .split(/[\s,;]+/)
    .filter(Boolean);
  if (pieces.length === 0) return null;
  const indices = new Set<number>();
  for (const piece of pieces) {
    const match = /^(\d+)(?:-(\d+))?$/.exec(piece);
    if (!match) return null;
    const first = Number(match[1]);
    const last = Number(match[2] ?? match[1]);
    if (first > last || last >= count) return null;
    for (let i = first; i <= last; i++) indices.add(i);
  }
  return [...indices].sort((a, b) => a - b);
}

/** The longest runs that make up a set of indices, in order. */
export function runsOf(indices: readonly number[]): Run[] {
  const runs: [number, number][] = [];
  for (const index of [...new Set(indices)].sort((a, b) => a - b)) {
    const last = runs.at(-1);
    if (last && last[1] === index - 1) last[1] = index;
    else runs.push([index, index]);
  }
  return runs;
}

export function withRun(indices: readonly number[], added: readonly number[]): number[] {
  return [...new Set([...indices, ...added])].sort((a, b) => a - b);
}

export function withoutRun(indices: readonly number[], [first, last]: Run): number[] {
  return indices.filter((index) => index < first || index > last);
}

/** Classes whose name or number holds the words typed, best first: names that begin with them. */
export function searchClasses(names: readonly string[], query: string, limit: number): number[] {
  const words = query.trim().toLowerCase();
  if (words === "") return [];
  const hits: { index: number; rank: number }[] = [];
  for (const [index, name] of names.entries()) {
    const lower = name.toLowerCase();
    const rank = lower.startsWith(words) ? 0 : lower.includes(words) ? 1 : String(index) === words ? 0 : -1;
    if (rank >= 0) hits.push({ index, rank });
  }
  return hits
    .sort((a, b) => a.rank - b.rank || a.index - b.index)
    .slice(0, limit)
    .map((hit) => hit.index);
}
