/** Colours for selections: told apart from each other and from the parts' colours, on white and on black. */
export const SELECTION_COLOURS = [
  "#a15a2a",
  "#d9a400",
  "#2e9e5b",
  "#7d56c2",
  "#d1495b",
  "#159aa6",
  "#e2711d",
  "#4c6fe0",
  "#b8448f",
  "#7a8f1e",
] as const;

/** The first colour no selection has yet; when all are taken, the least used. */
export function nextColour(used: readonly string[]): string {
  const counts = SELECTION_COLOURS.map((c) => used.filter((u) => u.toLowerCase() === c).length);
  return SELECTION_COLOURS[counts.indexOf(Math.min(...counts))]!;
}
