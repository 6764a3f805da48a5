import { normalOf, randomOf } from "../../random";
import { batches } from "../passes";
import type { MethodRun, MultiPassMethod } from "./types";

/** Nodes and weights of n-point Gauss–Legendre quadrature on [0, 1] (Newton on the Legendre polynomial). */
export function gaussLegendre(n: number): { nodes: number[]; weights: number[] } {
  const nodes: number[] = [];
  const weights: number[] = [];
  for (let i = 0; i < n; i++) {
    let x = Math.cos((Math.PI * (i + 0.75)) / (n + 0.5));
    let slope = 1;
    for (let round = 0; round < 100; round++) {
      let [previous, value] = [1, x];
      for (let k = 2; k <= n; k++)
        [previous, value] = [value, ((2 * k - 1) * x * value - (k - 1) * previous) / k];
      slope = (n * (x * value - previous)) / (x * x - 1);
      const step = value / slope;
      x -= step;
      if (Math.abs(step) < 1e-15) break;
    }
    nodes.push((1 - x) / 2);
    weights.push(1 / ((1 - x * x) * slope * slope));
  }
  return { nodes, weights };
}

function accumulate(into: Float32Array, values: Float32Array, weight: number): void {
  for (let i = 0; i < into.length; i++) into[i]! += weight * values[i]!;
}

/** Σ_k weight_k · ∇score(point_k) ⊙ scale_k over `n` points, a batch at a time. */
async function sumGradients(
  { passes, target, signal }: MethodRun,
  n: number,
  point: (k: number, into: Float32Array) => void,
  add: (k: number, gradient: Float32Array) => void,
): Promise<void> {
  const size = passes.imageSize;
  for (const { start, count } of batches(n, passes.batchSize)) {
    const input = new Float32Array(count * size);
    for (let i = 0; i < count; i++) point(start + i, input.subarray(i * size, (i + 1) * size));
    const { relevance } = await passes.backward(input, new Array<number>(count).fill(target), signal);
    for (let i = 0; i < count; i++) add(start + i, relevance.subarray(i * size, (i + 1) * size));
  }
}

/** Integrated gradients (Sundararajan 2017) from the baseline to the image, by Gauss–Legendre quadrature. */
export const integratedGradients: MultiPassMethod = async (run) => {
  const { image, passes, settings, target, signal } = run;
  const baseline = settings.baseline ?? new Float32Array(image.length);
  const { nodes, weights } = gaussLegendre(settings.steps);
  const relevance = new Float32Array(image.length);
  await sumGradients(
    run,
    nodes.length,
    (k, into) => into.set(image.map((v, i) => baseline[i]! + nodes[k]! * (v - baseline[i]!))),
    (k, gradient) => accumulate(relevance, gradient, weights[k]!),
  );
  let sum = 0;
  relevance.forEach((r, i) => {
    relevance[i] = r * (image[i]! - baseline[i]!);
    sum += relevance[i]!;
  });
  const ends = new Float32Array(2 * image.length);
  ends.set(image);
  ends.set(baseline, image.length);
  const scores = await passes.forward(ends, signal);
  const difference = scores[target]! - scores[passes.compiled.classCount + target]!;
  return { relevance, completeness: (sum - difference) / Math.abs(difference) };
};

/** SmoothGrad (Smilkov 2017): the mean gradient of noisy copies; the noise is a share of the image's range. */
export const smoothGrad: MultiPassMethod = async (run) => {
  const { image, settings } = run;
  const range =
    image.reduce((m, v) => Math.max(m, v), -Infinity) - image.reduce((m, v) => Math.min(m, v), Infinity);
  const normal = normalOf(settings.seed);
  const relevance = new Float32Array(image.length);
  await sumGradients(
    run,
    settings.steps,
    (_, into) => into.set(image.map((v) => v + settings.noise * range * normal())),
    (_, gradient) => accumulate(relevance, gradient, 1 / settings.steps),
  );
  return { relevance };
};

/**
 * Gradient SHAP (Lundberg 2017; expected gradients): the mean of (x − b) ⊙ ∇score at random points between noisy baselines b
 * and the image.
 */
export const gradientShap: MultiPassMethod = async (run) => {
  const { image, settings } = run;
  const base = settings.baseline ?? new Float32Array(image.length);
  const [normal, uniform] = [normalOf(settings.seed), randomOf(settings.seed + 1)];
  const starts = Array.from({ length: settings.steps }, () => base.map((v) => v + settings.noise * normal()));
  const relevance = new Float32Array(image.length);
  await sumGradients(
    run,
    settings.steps,
    (k, into) => {
      const t = uniform();
      into.set(image.map((v, i) => starts[k]![i]! + t * (v - starts[k]![i]!)));
    },
    (k, gradient) => {
      const contribution = gradient.map((g, i) => g * (image[i]! - starts[k]![i]!));
      accumulate(relevance, contribution, 1 / settings.steps);
    },
  );
  return { relevance };
};
