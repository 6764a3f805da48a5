/** Black or white, whichever stands out more on `colour` (WCAG relative luminance). */
export function readableOn(colour: string): string {
  const channel = (shift: number) => {
    const v = ((Number.parseInt(colour.slice(1), 16) >> shift) & 255) / 255;
    return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
  };
  const luminance = 0.2126 * channel(16) + 0.7152 * channel(8) + 0.0722 * channel(0);
  return luminance > 0.179 ? "#000000" : "#ffffff";
}
