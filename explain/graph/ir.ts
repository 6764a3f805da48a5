import type { Tensor } from "./tensor";

/** The operations left after normalisation. Everything a rule needs is resolved: no defaults, no optional inputs. */
export const OPS = [
  "Conv",
  "ConvTranspose",
  "Gemm",
  "MatMul",
  "BatchMatMul",
  "ScaleShift",
  "InstanceNormalization",
  "LayerNormalization",
  "Relu",
  "LeakyRelu",
  "PRelu",
  "Elu",
  "Clip",
  "FakeQuantize",
  "Sigmoid",
  "HardSigmoid",
  "HardSwish",
  "Silu",
  "Gelu",
  "Tanh",
  "Softplus",
  "Erf",
  "Sqrt",
  "Pow",
  "Softmax",
  "MaxPool",
  "AveragePool",
  "ReduceMean",
  "ReduceSum",
  "Add",
  "Sub",
  "Mul",
  "Div",
  "Concat",
  "Split",
  "Slice",
  "Reshape",
  "Transpose",
  "Pad",
  "Lrn",
  "Resize",
] as const;

export type Op = (typeof OPS)[number];

export type AttrValue = number | string | readonly number[];

export interface Node {
  readonly op: Op;
  /** The name in the source model, or one derived from its first output; for messages and look-up. */
  readonly name: string;
  /** Values that depend on the image. All of them have the batch as their first axis. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** Constants by role: `W`, `b`, `scale`, `shift`, `slope`. */
  readonly weights: Readonly<Record<string, Tensor>>;
  readonly attrs: Readonly<Record<string, AttrValue>>;
}

/** Shapes are those of a batch of one; the first axis is the batch. */
export interface Graph {
  readonly input: string;
  readonly nodes: readonly Node[];
  readonly dims: ReadonlyMap<string, readonly number[]>;
  /** A value of shape `[1, K]`, before any final softmax. */
  readonly logits: string;
}

export interface Issue {
  readonly node: string;
  readonly op: string;
  readonly reason: string;
}

export function int(node: Node, key: string): number {
  return node.attrs[key] as number;
}

export function ints(node: Node, key: string): readonly number[] {
  return node.attrs[key] as readonly number[];
}

export function text(node: Node, key: string): string {
  return node.attrs[key] as string;
}
