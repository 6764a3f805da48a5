/** What the explainer needs of a runtime: one loaded graph that turns named tensors into named tensors. */
export interface RunTensor {
  readonly type: "float32" | "int64";
  readonly data: Float32Array | BigInt64Array;
  readonly dims: readonly number[];
}

export interface Session {
  /** Runs the graph; gives the outputs asked for, in order. Not called again before it has ended. */
  run(feeds: Readonly<Record<string, RunTensor>>, fetches: readonly string[]): Promise<Float32Array[]>;
  release(): Promise<void>;
}

/** How a runtime loads graphs. `forward` is the classifier alone; it is loaded when first asked for. */
export interface Sessions {
  explanation(): Promise<Session>;
  forward(): Promise<Session>;
  dispose(): Promise<void>;
}
