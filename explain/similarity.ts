/** How alike two relevance maps are; for the randomisation check (Adebayo 2018). Pure. */

/** Ranks from 1; equal values share the mean of their ranks. */
export function ranks(values: ArrayLike<number>): Float64Array {
  const order = Uint32Array.from({ length: values.length }, (_, i) => i).sort(
    (a, b) => values[a]! - values[b]!,
  );
  const result = new Float64Array(values.length);
  for (let from = 0; from < order.length; ) {
    let to = from + 1;
    while (to < order.length && values[order[to]!] === values[order[from]!]) to++;
    for (let i = from; i < to; i++) result[order[i]!] = (from + to + 1) / 2;
    from = to;
  }
  return result;
}

function pearson(a: Float64Array, b: Float64Array): number | null {
  const n = a.length;
  let [meanA, meanB] = [0, 0];
  for (let i = 0; i < n; i++) {
    meanA += a[i]! / n;
    meanB += b[i]! / n;
  }
  let [ab, aa, bb] = [0, 0, 0];
  for (let i = 0; i < n; i++) {
    const [x, y] = [a[i]! - meanA, b[i]! - meanB];
    ab += x * y;
    aa += x * x;
    bb += y * y;
  }
  return aa > 0 && bb > 0 ? ab / Math.sqrt(aa * bb) : null;
}

/** Rank correlation ρ in −1…1, ties at their mean rank; null where one side is constant or has fewer than two values. */
export function spearman(a: ArrayLike<number>, b: ArrayLike<number>): number | null {
  if (a.length !== b.length) throw new RangeError(`${a.length} values cannot be compared with ${b.length}.`);
  return pearson(ranks(a), ranks(b));
}

const RADIUS = 5;
const SIGMA = 1.5;
const GAUSSIAN = (() => {
  const raw = Array.from({ length: 2 * RADIUS + 1 }, (_, i) =>
    Math.exp(-((i - RADIUS) ** 2) / (2 * SIGMA ** 2)),
  );
  const sum = raw.reduce((total, v) => total + v, 0);
  return raw.map((v) => v / sum);
})();

/** Weighted means over all 11 × 11 windows that lie within the image. */
function windowMeans(at: (i: number) => number, height: number, width: number): Float64Array {
  const [h, w] = [height - 2 * RADIUS, width - 2 * RADIUS];
  const rows = new Float64Array(height * w);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < w; x++) {
      for (const [k, g] of GAUSSIAN.entries()) rows[y * w + x]! += g * at(y * width + x + k);
    }
  }
  const result = new Float64Array(h * w);
  for (let y = 0; y < h; y++) {
    for (let x = 0; x < w; x++) {
      for (const [k, g] of GAUSSIAN.entries()) result[y * w + x]! += g * rows[(y + k) * w + x]!;
    }
  }
  return result;
}

/**
 * Mean structural similarity of two maps `[H·W]` (Wang 2004: 11 × 11 Gaussian windows, σ 1.5, K 0.01 and 0.03), each
 * scaled to a largest absolute value of 1 first, so that the dynamic range is 2. 1 for equal maps.
 *
 * @throws RangeError for maps smaller than one window or of another size
 */
export function ssim(a: ArrayLike<number>, b: ArrayLike<number>, height: number, width: number): number {
  if (a.length !== height * width || b.length !== a.length) {
    throw new RangeError(`Maps of ${a.length} and ${b.length} values are not ${height} × ${width}.`);
  }
  if (Math.min(height, width) <= 2 * RADIUS) {
    throw new RangeError(`Structural similarity needs maps of 11 × 11 or more, not ${height} × ${width}.`);
  }
  const largest = (m: ArrayLike<number>) => {
    let result = 0;
    for (let i = 0; i < m.length; i++) result = Math.max(result, Math.abs(m[i]!));
    return result || 1;
  };
  const [p, q] = [1 / largest(a), 1 / largest(b)];
  const means = (f: (x: number, y: number) => number) =>
    windowMeans((i) => f(p * a[i]!, q * b[i]!), height, width);
  const [mx, my] = [means((x) => x), means((_, y) => y)];
  const [xx, yy, xy] = [means((x) => x * x), means((_, y) => y * y), means((x, y) => x * y)];
  const [c1, c2] = [(0.01 * 2) ** 2, (0.03 * 2) ** 2];
  let total = 0;
  for (let i = 0; i < mx.length; i++) {
    const product = mx[i]! * my[i]!;
    const squares = mx[i]! ** 2 + my[i]! ** 2;
    const structure = (2 * (xy[i]! - product) + c2) / (xx[i]! + yy[i]! - squares + c2);
    total += ((2 * product + c1) / (squares + c1)) * structure;
  }
  return total / mx.length;
}
