import type { Builder } from "../emit/builder";
import type { Node } from "../graph/ir";
import type { Incoming, Outgoing } from "../ops/types";
import type { Relevance } from "./relevance";

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
  /** Vector-Jacobian product of a node, by the cheapest way where the backward pass starts at one class. */
  vjp(node: Node, incoming: Incoming): Outgoing;
  /** True where a value cannot be negative, whatever the image: work on negative parts can then be left out. */
  nonNegative(value: string): boolean;
  /** The node that makes a value; undefined for the image. */
  producer(value: string): Node | undefined;
  /** ε by which what arrives at this (non-negative) value is divided next, and by nothing before; null if not so. */
  dividedNext(value: string): number | null;
  /** Where it is asked for: what constants took, one value `[N]` for every layer that has some. */
  readonly absorbed: string[] | null;
}

/** Redistributes what arrives at the outputs of a node to its inputs, by emitting nodes. */
export type Rule = (
  context: RuleContext,
  node: Node,
  incoming: readonly (Relevance | null)[],
) => (Relevance | null)[];
