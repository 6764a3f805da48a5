import { klDivergence, klGradient } from "./gradient";

export interface TsneOptions {
  iterations: number;
  /** Iterations, counted from the start, with p multiplied by `exaggeration`; 0 for a warm start. */
  earlyIterations: number;
  exaggeration: number;
  /** A frame is yielded every so many iterations, and after the last. */
  frameEvery: number;
}

/** From a PCA start to the end; as in the usual implementations (factor 12 for the first third). */
export const COLD_START: TsneOptions = {
  iterations: 750,
  earlyIterations: 250,
  exaggeration: 12,
  frameEvery: 15,
};
/** From present positions: follows a change of weights without tearing the map apart. */
export const WARM_START: TsneOptions = {
  iterations: 200,
  earlyIterations: 0,
  exaggeration: 1,
  frameEvery: 10,
};

export interface TsneFrame {
  iteration: number;
  iterations: number;
  /** n×2; a copy, centred on the origin. */
  positions: Float64Array;
  /** KL(P‖Q), nats, without exaggeration. */
  kl: number;
}

/**
 * Exact t-SNE: gradient descent with momentum and per-coordinate gains, from `start` (n×2). Deterministic;
 * the same start gives the same frames. Yields frames as it goes, so a caller can show them or stop.
 * Costs n²/2 kernel evaluations per iteration: meant for up to about 2,000 points.
 */
export function* tsne(
  p: Float64Array,
  start: Float64Array,
  options: TsneOptions,
): Generator<TsneFrame, TsneFrame> {
  const y = Float64Array.from(start);
  const gradient = new Float64Array(y.length);
  const velocity = new Float64Array(y.length);
  const gains = new Float64Array(y.length).fill(1);
  const n = y.length / 2;
  const rate = Math.max(n / Math.max(options.exaggeration, 4) / 4, 50);

  const frame = (iteration: number): TsneFrame => {
    centre(y);
    return { iteration, iterations: options.iterations, positions: y.slice(), kl: klDivergence(p, y) };
  };

  for (let iteration = 1; iteration <= options.iterations; iteration++) {
    const early = iteration <= options.earlyIterations;
    klGradient(p, y, early ? options.exaggeration : 1, gradient);
    const momentum = early || iteration <= 20 ? 0.5 : 0.8;
    for (let c = 0; c < y.length; c++) {
      const same = gradient[c]! * velocity[c]! > 0;
      gains[c] = same ? Math.max(0.01, gains[c]! * 0.8) : gains[c]! + 0.2;
      velocity[c] = momentum * velocity[c]! - rate * gains[c]! * gradient[c]!;
      y[c]! += velocity[c]!;
    }
    if (iteration % options.frameEvery === 0 && iteration < options.iterations) yield frame(iteration);
  }
  const last = frame(options.iterations);
  yield last;
  return last;
}

function centre(y: Float64Array): void {
  const n = y.length / 2;
  for (const axis of [0, 1]) {
    let mean = 0;
    for (let i = 0; i < n; i++) mean += y[2 * i + axis]! / n;
    for (let i = 0; i < n; i++) y[2 * i + axis]! -= mean;
  }
}
