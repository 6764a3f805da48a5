import { floatTensor, intTensor, sizeOf, type Tensor } from "../graph/tensor";

/** Attribute of an emitted node. Plain numbers are integers; floats are marked, since JavaScript cannot tell. */
export type EmitAttr = number | readonly number[] | string | { readonly float: number };

export interface EmitNode {
  readonly op: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attrs: Readonly<Record<string, EmitAttr>>;
}

/**
 * Collects the nodes and constants of the graph to be written. Names are made from a counter, so the same calls give the
 * same bytes. Constants with equal content, or made from the same tensor, are stored once.
 */
export class Builder {
  readonly nodes: EmitNode[] = [];
  readonly constants = new Map<string, Tensor>();
  private readonly byKey = new Map<string, string>();
  private readonly byTensor = new Map<Tensor, string>();
  private counter = 0;

  /** `dims` are the known shapes of forward values, for a batch of the declared size. */
  constructor(readonly dims: Map<string, readonly number[]>) {}

  /** A name nothing else has. */
  fresh(hint: string): string {
    for (;;) {
      this.counter++;
      const name = `~${this.counter}/${hint}`;
      if (!this.dims.has(name)) return name; // a source model may use the same names, though it hardly will
    }
  }

  /** Emits one node and returns its first output. */
  op(
    op: string,
    inputs: readonly string[],
    attrs: Record<string, EmitAttr> = {},
    outputs?: readonly string[],
  ): string {
    const outs = outputs ?? [this.fresh(op)];
    this.nodes.push({ op, inputs, outputs: outs, attrs });
    return outs[0]!;
  }

  /** Emits one node with several outputs. */
  ops(op: string, inputs: readonly string[], attrs: Record<string, EmitAttr>, count: number): string[] {
    const outs = Array.from({ length: count }, () => this.fresh(op));
    this.nodes.push({ op, inputs, outputs: outs, attrs });
    return outs;
  }

  /** A constant by identity: the same tensor object is stored once. */
  tensor(tensor: Tensor, hint = "W"): string {
    const known = this.byTensor.get(tensor);
    if (known) return known;
    const name = this.fresh(hint);
    this.byTensor.set(tensor, name);
    this.constants.set(name, tensor);
    return name;
  }

  /** A constant by key: `make` is called only the first time. */
  keyed(key: string, make: () => Tensor): string {
    const known = this.byKey.get(key);
    if (known) return known;
    const name = this.tensor(make(), "c");
    this.byKey.set(key, name);
    return name;
  }

  scalar(value: number): string {
    return this.keyed(`f:${value}`, () => floatTensor([], [value]));
  }

  int(value: number): string {
    return this.keyed(`i:${value}`, () => intTensor([], [value]));
  }

  ints(values: readonly number[]): string {
    return this.keyed(`i:[${values}]`, () => intTensor([values.length], values));
  }

  zerosLike(value: string): string {
    return this.op("ConstantOfShape", [this.op("Shape", [value])]);
  }

  add(a: string, b: string): string {
    return this.op("Add", [a, b]);
  }

  mul(a: string, b: string): string {
    return this.op("Mul", [a, b]);
  }

  div(a: string, b: string): string {
    return this.op("Div", [a, b]);
  }

  sum(values: readonly string[]): string {
    return values.reduce((left, right) => this.add(left, right));
  }

  /** Every axis but the batch as given; the batch is copied. */
  reshape(value: string, dims: readonly number[], outputs?: readonly string[]): string {
    return this.op("Reshape", [value, this.ints([0, ...dims.slice(1)])], {}, outputs);
  }

  /** Sums `value` (shaped `from`) over the axes along which `to` has length one. */
  reduceTo(value: string, from: readonly number[], to: readonly number[]): string {
    const axes = from.flatMap((d, i) => (to[i] === 1 && d !== 1 ? [i] : []));
    return axes.length === 0 ? value : this.op("ReduceSum", [value, this.ints(axes)], { keepdims: 1 });
  }

  dimsOf(value: string): readonly number[] {
    return this.dims.get(value)!;
  }

  count(value: string): number {
    return sizeOf(this.dimsOf(value).slice(1));
  }
}

export const float = (value: number): EmitAttr => ({ float: value });
