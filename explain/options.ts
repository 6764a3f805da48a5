import { COMPOSITE_NAMES, type CompositeName, LAYER_RULE_NAMES, type LayerRule } from "./composites";
import { ExplainError } from "./errors";
import type { Randomisation } from "./randomise";
import type { RuleParameters } from "./rules/types";

/** Explanation methods; all but the last two use the backward pass. */
export const METHODS = [
  "lrp",
  "gradient",
  "gradient-x-input",
  "integrated-gradients",
  "smoothgrad",
  "grad-cam",
  "guided-backprop",
  "gradient-shap",
  "occlusion",
  "part-shapley",
] as const;

export type Method = (typeof METHODS)[number];

export interface CompileOptions {
  /** Default `lrp`. */
  readonly method?: Method;
  /** Rules of `lrp`; default `epsilon`, the paper's. */
  readonly composite?: CompositeName;
  /** Rule of the layers that see the image, instead of the composite's own. */
  readonly first?: LayerRule;
  /** ε of the ε-rule, > 0; default 1e-6. */
  readonly epsilon?: number;
  /** ε in the denominators of all other rules, > 0; default 1e-6. */
  readonly stabilizer?: number;
  /** γ of the γ-rule, ≥ 0; default 0.25. */
  readonly gamma?: number;
  /** Lowest and highest normalised pixel value a channel, for the box rule; default: those of ImageNet normalisation. */
  readonly low?: readonly number[];
  readonly high?: readonly number[];
  /** Grad-CAM: a value (or node) whose activations are weighed; default: the last convolutional stage. */
  readonly layer?: string;
  /** Name of the class scores before softmax; default: found by structure. */
  readonly logits?: string;
  /** Input shape where the model leaves it open. */
  readonly inputShape?: readonly number[];
  /**
   * `target` (default): the score of the class at that class, 0 elsewhere. `given`: the graph has an input `initial [N,K]`
   * instead of `target`.
   */
  readonly initial?: "target" | "given";
  /** Also output what arrived at every value on the way. */
  readonly intermediates?: boolean;
  /** Explain the network with its topmost layers as before training: the randomisation check. */
  readonly randomise?: Randomisation;
  /** `lrp` only: also output how much relevance the constants of the network (biases) took. */
  readonly absorbed?: boolean;
}

export interface ResolvedOptions extends RuleParameters {
  readonly method: Method;
  readonly composite: CompositeName;
  readonly first: LayerRule | null;
  readonly layer: string | null;
  readonly initial: "target" | "given";
  readonly intermediates: boolean;
  /** Left out, not null, where nothing is randomised: hashes of such graphs stay what they were. */
  readonly randomise?: Randomisation;
  readonly absorbed: boolean;
}

const IMAGENET = { mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] };

function bad(message: string): never {
  throw new ExplainError("BAD_OPTION", message);
}

function positive(name: string, value: number): number {
  if (!(Number.isFinite(value) && value > 0)) bad(`${name} must be a positive number, not ${value}.`);
  return value;
}

function perChannel(
  name: string,
  values: readonly number[] | undefined,
  channels: number,
  fallback: (c: number) => number,
) {
  const list = values ?? Array.from({ length: channels }, (_, c) => fallback(c % 3));
  if (list.length !== channels)
    bad(`${name} needs one value for each of the ${channels} channels, got ${list.length}.`);
  return list;
}

/** Options with every default filled in. `channels`: of the model's input. */
export function resolveOptions(options: CompileOptions, channels: number): ResolvedOptions {
  const method = options.method ?? "lrp";
  const composite = options.composite ?? "epsilon";
  if (!METHODS.includes(method)) bad(`Unknown method "${method}"; choose one of ${METHODS.join(", ")}.`);
  if (!COMPOSITE_NAMES.includes(composite)) {
    bad(`Unknown composite "${composite}"; choose one of ${COMPOSITE_NAMES.join(", ")}.`);
  }
  if (options.first && !LAYER_RULE_NAMES.includes(options.first)) {
    bad(`Unknown rule "${options.first}"; choose one of ${LAYER_RULE_NAMES.join(", ")}.`);
  }
  const gamma = options.gamma ?? 0.25;
  if (!(Number.isFinite(gamma) && gamma >= 0)) bad(`gamma must be a number of at least 0, not ${gamma}.`);
  return {
    method,
    composite,
    first: options.first ?? null,
    epsilon: positive("epsilon", options.epsilon ?? 1e-6),
    stabilizer: positive("stabilizer", options.stabilizer ?? 1e-6),
    gamma,
    alpha: 2,
    beta: 1,
    low: perChannel("low", options.low, channels, (c) => (0 - IMAGENET.mean[c]!) / IMAGENET.std[c]!),
    high: perChannel("high", options.high, channels, (c) => (1 - IMAGENET.mean[c]!) / IMAGENET.std[c]!),
    layer: options.layer ?? null,
    initial: options.initial ?? "target",
    intermediates: options.intermediates ?? false,
    ...(options.randomise && { randomise: options.randomise }),
    // The classifier alone is compiled with the same options, and has no backward pass to tell it of.
    absorbed: (options.absorbed ?? false) && method === "lrp",
  };
}
