import type { CompileOptions } from "@partwise/explain";
import type { ExplainerOptions } from "@partwise/explain/runtime";
import { DEFAULT_EXPLANATION, type Explanation } from "@/core/domain/explanation";
import type { InputTransform } from "@/core/domain/spaces";

/** What the compiler and the runtime are told of a method. */
export type MapOptions = CompileOptions & Pick<ExplainerOptions, "steps">;

const EPSILON = 1e-6;

/** Points on integrated gradients' path: so many backward passes an image. */
const STEPS = 32;

/** The paper's: LRP-ε in every layer. */
export const PAPERS = { ...DEFAULT_EXPLANATION, epsilon: EPSILON } as const satisfies MapOptions;

/** A project's choice for one network, in full: part of every map's key. */
export function mapOptions(explanation: Explanation, transform: InputTransform): MapOptions {
  if (explanation.method === "integrated-gradients") return { ...explanation, steps: STEPS };
  if (explanation.method !== "lrp") return explanation;
  const { method, composite } = explanation;
  const box = composite === "epsilon-gamma-box" ? pixelRange(transform) : {};
  return { method, composite, epsilon: EPSILON, ...box };
}

/** Lowest and highest value a pixel can have in the network's frame, by channel: the bounds of the z^B rule. */
function pixelRange({ scale, mean, std }: InputTransform): { low: number[]; high: number[] } {
  const ends = mean.map((m, c) => [(0 - m) / std[c]!, (255 * scale - m) / std[c]!]);
  return { low: ends.map((e) => Math.min(...e)), high: ends.map((e) => Math.max(...e)) };
}
