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

/** Of the colours least used, the one that looks least like any in use: two selections lie side by side in every chart. */
export function nextColour(used: readonly string[]): string {
  const taken = used.map((colour) => colour.toLowerCase());
  const ranked = SELECTION_COLOURS.map((colour) => ({
    colour,
    uses: taken.filter((u) => u === colour).length,
    apart: Math.min(...taken.map((u) => difference(colour, u))),
  }));
  ranked.sort((a, b) => a.uses - b.uses || (taken.length > 0 ? b.apart - a.apart : 0));
  return ranked[0]!.colour;
}

/** How different two colours look (“redmean”): near enough to perception, without a colour space. */
function difference(a: string, b: string): number {
  const [p, q] = [a, b].map((hex) => [1, 3, 5].map((i) => Number.parseInt(hex.slice(i, i + 2), 16)));
  const [red, green, blue] = p!.map((v, i) => v - q![i]!);
  const mean = (p![0]! + q![0]!) / 2;
  return Math.sqrt((2 + mean / 256) * red! ** 2 + 4 * green! ** 2 + (2 + (255 - mean) / 256) * blue! ** 2);
}
