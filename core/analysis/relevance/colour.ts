/** A colour in OKLab (Ottosson 2020): lightness 0…1, a and b chroma axes. Equal steps look equal. */
type OkLab = readonly [l: number, a: number, b: number];

/** The ends and middle of the diverging scale: blue speaks against, red for, as in the paper's Fig. 7. */
const AGAINST: OkLab = [0.45, -0.03, -0.19];
const FOR: OkLab = [0.52, 0.19, 0.1];
const NEUTRAL: OkLab = [0.97, 0, 0];

export interface ColourOptions {
  /** The |relevance| drawn in full colour; both signs share it, so 0 is always neutral. */
  scale: number;
  /**
   * `overlay`: colour stays strong and opacity grows with |relevance|, to lie on a photograph.
   * `map`: opaque, neutral in the middle, to stand alone.
   */
  mode: "overlay" | "map";
}

/**
 * RGBA bytes (H×W×4, not premultiplied) of a relevance map under a symmetric diverging scale: red for
 * positive, blue for negative. Values beyond ±scale are clamped.
 */
export function relevanceToRgba(
  relevance: Float32Array,
  { scale, mode }: ColourOptions,
): Uint8ClampedArray<ArrayBuffer> {
  const table = colourTable(mode);
  const out = new Uint8ClampedArray(relevance.length * 4);
  const factor = scale > 0 ? 255 / scale : 0;
  for (let i = 0; i < relevance.length; i++) {
    const level = Math.max(-255, Math.min(255, Math.round(relevance[i]! * factor))) + 255;
    out[i * 4] = table[level * 4]!;
    out[i * 4 + 1] = table[level * 4 + 1]!;
    out[i * 4 + 2] = table[level * 4 + 2]!;
    out[i * 4 + 3] = table[level * 4 + 3]!;
  }
  return out;
}

/**
 * The scale to draw a map with: the `quantile` of |R|, so that a handful of extreme pixels does not make the
 * rest invisible. Falls back to the largest |R| when the quantile is 0; 0 only for an all-zero map.
 */
export function relevanceScale(relevance: Float32Array, quantile = 0.995): number {
  if (relevance.length === 0) return 0;
  const magnitudes = relevance.map(Math.abs).sort();
  const at = magnitudes[Math.min(magnitudes.length - 1, Math.floor(quantile * magnitudes.length))]!;
  return at > 0 ? at : magnitudes[magnitudes.length - 1]!;
}

/** 511 colours for levels −255…255, four bytes each. */
function colourTable(mode: ColourOptions["mode"]): Uint8ClampedArray {
  const table = new Uint8ClampedArray(511 * 4);
  for (let level = -255; level <= 255; level++) {
    const t = Math.abs(level) / 255;
    const end = level < 0 ? AGAINST : FOR;
    const blend = mode === "map" ? t : 0.55 + 0.45 * t;
    const rgb = toSrgb(NEUTRAL.map((v, i) => v + (end[i]! - v) * blend) as unknown as OkLab);
    table.set([...rgb, mode === "map" ? 255 : 255 * t ** 0.7], (level + 255) * 4);
  }
  return table;
}

/** OKLab to 8-bit sRGB (Ottosson's matrices), clipped to the gamut. */
function toSrgb([L, a, b]: OkLab): [number, number, number] {
  const l = (L + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (L - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (L - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const linear = [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ];
  return linear.map((c) => {
    const v = Math.max(0, Math.min(1, c));
    return 255 * (v <= 0.0031308 ? 12.92 * v : 1.055 * v ** (1 / 2.4) - 0.055);
  }) as [number, number, number];
}
