import type { Builder } from "../emit/builder";
import type { Node } from "../graph/ir";
import type { Incoming, Outgoing } from "../ops/types";

/** Parameters of the relevance rules, all resolved. */
export interface RuleParameters {
  /** ε of the ε-rule. */
  readonly epsilon: number;
  /** ε in the denominators of all other rules. */
  readonly stabilizer: number;
  readonly gamma: number;
  readonly alpha: number;
  readonly beta: number;
  /** Lowest and highest value a normalised pixel can take, a channel each; for the box rule. */
  readonly low: readonly number[];
  readonly high: readonly number[];
}

export interface RuleContext {
  readonly b: Builder;
  readonly parameters: RuleParameters;
  /** True where a value cannot be negative, whatever the image: work on negative parts can then be left out. */
  nonNegative(value: string): boolean;
}

/** Redistributes what arrives at the outputs of a node to its inputs, by emitting nodes. */
export type Rule = (context: RuleContext, node: Node, incoming: Incoming) => Outgoing;
