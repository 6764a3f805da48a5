import { type Rng, seededRng } from "../random";
import { normalCdf, normalQuantile } from "./normal";

export interface Interval {
  low: number;
  high: number;
}

export interface BootstrapOptions {
  /** Resamples; at least 2,000 for an interval one can publish. 0: no interval, for a quick look. */
  resamples?: number;
  /** 0.95 by default. */
  level?: number;
  seed?: number;
}

/**
 * Bias-corrected and accelerated bootstrap interval (Efron 1987) of the mean of `values`. Seeded, so the same
 * data shows the same interval. Null for fewer than two values: nothing can be said about their spread.
 */
export function bcaMeanInterval(values: readonly number[], options: BootstrapOptions = {}): Interval | null {
  const { resamples = 2000, level = 0.95, seed = 1 } = options;
  const n = values.length;
  if (n < 2 || resamples < 1) return null;
  const mean = average(values);
  const means = resampledMeans(values, resamples, seededRng(seed)).sort();
  if (means[0] === means[resamples - 1]) return { low: mean, high: mean };

  return bcaEndpoints(means, mean, jackknifeAcceleration(values, mean), level);
}

/**
 * The bias-corrected and accelerated percentiles (Efron 1987) of `sorted` bootstrap estimates around `estimate`;
 * `acceleration` is â, a sixth of the skewness of the estimate's influence values.
 */
export function bcaEndpoints(
  sorted: Float64Array,
  estimate: number,
  acceleration: number,
  level: number,
): Interval {
  const count = sorted.length;
  let below = 0;
  for (const m of sorted) below += m < estimate ? 1 : m === estimate ? 0.5 : 0;
  const clipped = Math.min(Math.max(below / count, 1 / count), 1 - 1 / count);
  const bias = normalQuantile(clipped);
  const at = (p: number) => {
    const z = bias + normalQuantile(p);
    const adjusted = normalCdf(bias + z / (1 - acceleration * z));
    return sorted[Math.min(count - 1, Math.max(0, Math.floor(adjusted * count)))]!;
  };
  return { low: at((1 - level) / 2), high: at((1 + level) / 2) };
}

function resampledMeans(values: readonly number[], resamples: number, rng: Rng): Float64Array {
  const means = new Float64Array(resamples);
  for (let b = 0; b < resamples; b++) {
    let sum = 0;
    for (let i = 0; i < values.length; i++) sum += values[Math.floor(rng() * values.length)]!;
    means[b] = sum / values.length;
  }
  return means;
}

/** Σ u³ / 6 (Σ u²)^1.5 of the leave-one-out means' deviations; for a mean these are proportional to v − v̄. */
function jackknifeAcceleration(values: readonly number[], mean: number): number {
  let squares = 0;
  let cubes = 0;
  for (const v of values) {
    squares += (v - mean) ** 2;
    cubes += (v - mean) ** 3;
  }
  return squares === 0 ? 0 : cubes / (6 * squares ** 1.5);
}

export function average(values: readonly number[]): number {
  let sum = 0;
  for (const v of values) sum += v;
  return sum / values.length;
}
