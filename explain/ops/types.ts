import type { Builder } from "../emit/builder";
import type { Node } from "../graph/ir";

/**
 * Relevance or gradient arriving at the outputs of a node; null where nothing arrives. Something always does, so an
 * operation of one output may count on its first.
 */
export type Incoming = readonly (string | null)[];
/** What leaves through the inputs of a node; null where an input gets nothing. */
export type Outgoing = (string | null)[];

/**
 * How relevance treats an operation:
 * `linear` has weights and a z; `activation` is passed through; `sum` and `average` share out in proportion;
 * `winner` gives all to the maximum; `route` moves values about; `gate` scales a signal by another one;
 * `frozen` is linear once its statistics are held constant.
 */
export type Family = "linear" | "activation" | "sum" | "average" | "winner" | "route" | "gate" | "frozen";

export interface OpDefinition {
  readonly family: Family;
  /** Emits the forward computation under the node's own output names. */
  forward(b: Builder, node: Node): void;
  /** Vector-Jacobian product: the gradient at the outputs → the gradient at the inputs. */
  vjp(b: Builder, node: Node, incoming: Incoming): Outgoing;
  /** Where statistics or gates are held constant, the Jacobian differs from the true one; used by relevance only. */
  frozenVjp?(b: Builder, node: Node, incoming: Incoming): Outgoing;
}

export type OpTable<K extends string> = Readonly<Record<K, OpDefinition>>;
