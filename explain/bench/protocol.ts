/** What the processes of the benchmark tell one another. */

/** Everything a process needs to run one of the two compiled graphs, without compiling. */
export interface GraphFile {
  readonly file: string;
  readonly inputName: string;
  /** Null for the classifier alone. */
  readonly targetName: string | null;
  readonly outputs: readonly string[];
  readonly imageShape: readonly number[];
  readonly classCount: number;
}

/** Median, lowest and highest. */
export type Spread = readonly [median: number, lowest: number, highest: number];

export interface Timing {
  readonly batch: number;
  readonly pairs: number;
  /** Milliseconds for the whole batch, medians, all cores. */
  readonly forwardMs: number;
  readonly explanationMs: number;
  /** Explanation / prediction, one ratio a pair: time on the clock with all cores. */
  readonly ratio: Spread;
  /** The same in processor time with one thread: hardly moved by what else the machine does. */
  readonly cpuRatio: Spread;
}

export interface Prepared {
  readonly forward: GraphFile;
  readonly explanation: GraphFile;
  /** Bytes of all weights of convolutions. */
  readonly convolutionBytes: number;
  /** Bytes of what the layers make of one image, each value once; activations and reshapes work in place. */
  readonly activationBytes: number;
  readonly compileMs: number;
  /** Writing the compiled graph and loading the explanation session. */
  readonly firstSessionMs: number;
  /** Loading the explanation session from a graph written before. */
  readonly cachedSessionMs: number;
}

export interface Memory {
  readonly batch: number;
  /** Most memory a process has had resident that does nothing but run this graph, bytes. */
  readonly forward: number;
  readonly explanation: number;
  /** The target: the forward session's, one copy of the convolution weights, the activations. */
  readonly bound: number;
}

export interface Measured {
  readonly prepared: Prepared;
  readonly timings: readonly Timing[];
  readonly memory: readonly Memory[];
}
