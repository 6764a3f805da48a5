import { ExplainError } from "../../errors";
import type { Method } from "../../options";
import { gradientShap, integratedGradients, smoothGrad } from "./path";
import { occlusion, partShapley } from "./removal";
import { FILLS, type Fill, type MethodSettings, type MultiPassMethod } from "./types";

/** Methods that feed the graph many variants of an image; all others take one pass. */
export const MULTI_PASS: Readonly<Partial<Record<Method, MultiPassMethod>>> = {
  "integrated-gradients": integratedGradients,
  smoothgrad: smoothGrad,
  "gradient-shap": gradientShap,
  occlusion,
  "part-shapley": partShapley,
};

/** What a caller may set; everything has a default. */
export interface MethodOptions {
  /** Points along the path, or noisy copies; default 32. */
  readonly steps?: number;
  /** Default 1. */
  readonly seed?: number;
  /** Deviation of the noise: a share of the image's range (smoothgrad, default 0.15), or absolute (gradient-shap, 0.09). */
  readonly noise?: number;
  /** The image that stands for "nothing", `[C·H·W]`; default all zeros. */
  readonly baseline?: Float32Array;
  /** Side of the occlusion window, pixels; default an eighth of the image. */
  readonly window?: number;
  /** Step of the occlusion window; default half of it. */
  readonly stride?: number;
  /** What an absent part is replaced by; default `blur`. */
  readonly fill?: Fill;
  /** Sampled orders of more than ten parts; default 64. */
  readonly permutations?: number;
}

function positive(name: string, value: number): number {
  if (!(Number.isInteger(value) && value > 0)) {
    throw new ExplainError("BAD_OPTION", `${name} must be a whole number above 0, not ${value}.`);
  }
  return value;
}

export function resolveSettings(
  method: Method,
  options: MethodOptions,
  imageShape: readonly number[],
): MethodSettings {
  const size = imageShape.reduce((p, d) => p * d, 1);
  const side = Math.min(...imageShape.slice(1));
  const window = positive("window", options.window ?? Math.max(1, Math.round(side / 8)));
  const fill = options.fill ?? "blur";
  if (!FILLS.includes(fill))
    throw new ExplainError("BAD_OPTION", `Unknown fill "${fill}"; choose one of ${FILLS.join(", ")}.`);
  if (options.baseline && options.baseline.length !== size) {
    throw new ExplainError(
      "BAD_OPTION",
      `The baseline holds ${options.baseline.length} numbers; one image has ${size}.`,
    );
  }
  return {
    steps: positive("steps", options.steps ?? 32),
    seed: options.seed ?? 1,
    noise: options.noise ?? (method === "smoothgrad" ? 0.15 : 0.09),
    baseline: options.baseline ?? null,
    window,
    stride: positive("stride", options.stride ?? Math.max(1, Math.floor(window / 2))),
    fill,
    permutations: positive("permutations", options.permutations ?? 64),
  };
}
