import type { Passes } from "../passes";

/** Settings of the methods that need more than one pass; all resolved. */
export interface MethodSettings {
  /** Points along the path, or noisy copies. */
  readonly steps: number;
  readonly seed: number;
  /** Deviation of the noise, as a share of the image's range. */
  readonly noise: number;
  /** The image that stands for "nothing", `[C·H·W]`; null: all zeros, the mean colour of a normalised image. */
  readonly baseline: Float32Array | null;
  /** Side of the occlusion window and its step, pixels. */
  readonly window: number;
  readonly stride: number;
  /** What an absent part is replaced by. */
  readonly fill: Fill;
  /** Sampled orders of parts, where there are too many parts for all coalitions. */
  readonly permutations: number;
}

export type Fill = "blur" | "mean" | "inpaint";
export const FILLS: readonly Fill[] = ["blur", "mean", "inpaint"];

export interface PartValue {
  readonly index: number;
  /** Shapley value: this part's share of score(all) − score(none). */
  readonly value: number;
  /** 0 where all coalitions were tried. */
  readonly standardError: number;
}

/** One explained image, `[C·H·W]`, with what the method tells besides. */
export interface MethodOutcome {
  readonly relevance: Float32Array;
  /** Integrated gradients: (Σ R − (score − score of the baseline)) / |score − score of the baseline| */
  readonly completeness?: number;
  readonly parts?: readonly PartValue[];
}

export interface MethodRun {
  readonly passes: Passes;
  /** One image. */
  readonly image: Float32Array;
  readonly target: number;
  readonly labels: Uint8Array | null;
  readonly settings: MethodSettings;
  readonly signal?: AbortSignal;
}

export type MultiPassMethod = (run: MethodRun) => Promise<MethodOutcome>;
