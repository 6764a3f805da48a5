import type { Builder } from "../emit/builder";
import type { Graph } from "../graph/ir";
import type { ResolvedOptions } from "../options";

export interface MethodContext {
  readonly b: Builder;
  readonly graph: Graph;
  readonly options: ResolvedOptions;
  /** Graph input: class indices `[N]`, or with `initial: "given"` the start `[N,K]`. */
  readonly target: string;
}

export interface MethodResult {
  /** `[N,C,H,W]` */
  readonly relevance: string;
  /** What arrived at each value on the way. */
  readonly arrived: ReadonlyMap<string, string>;
  /** `[N]`: the relevance that constants took, where it was asked for. */
  readonly absorbed?: string;
}
