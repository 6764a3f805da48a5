import { floatTensor, intTensor, sizeOf, type Tensor } from "../graph/tensor";

/** Attribute of an emitted node. Plain numbers are integers; floats are marked, since JavaScript cannot tell. */
export type EmitAttr = number | readonly number[] | string | { readonly float: number };

export interface EmitNode {
  readonly op: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attrs: Readonly<Record<string, EmitAttr>>;
}

/** One result for each element, where the inputs are of one shape or single numbers. */
export const ELEMENTWISE: ReadonlySet<string> = new Set(["Abs", "Add", "Div", "Mul", "Neg", "Relu", "Sub"]);

/**
 * Collects the nodes and constants of the graph to be written. Names are made from a counter, so the same calls give the
 * same bytes. Constants with equal content, or made from the same tensor, are stored once.
 */
export class Builder {
  readonly nodes: EmitNode[] = [];
  readonly constants = new Map<string, Tensor>();
  private readonly byKey = new Map<string, string>();
  private readonly byTensor = new Map<Tensor, string>();
  private readonly shapes = new Map<string, string>();
  private counter = 0;

  /** `dims` are the known shapes of forward values, for a batch of the declared size; `image` is the input that has the batch. */
  constructor(
    readonly dims: Map<string, readonly number[]>,
    private readonly image: string,
  ) {}

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
    if (ELEMENTWISE.has(op)) this.noteElementwise(outs[0]!, inputs);
    return outs[0]!;
  }

  /** Notes that `name` is shaped like `like`, where that is known. */
  shapedLike(name: string, like: string): string {
    const dims = this.dims.get(like);
    if (dims && !this.dims.has(name)) this.dims.set(name, dims);
    return name;
  }

  private noteElementwise(output: string, inputs: readonly string[]): void {
    const [first, ...others] = inputs.filter((i) => this.constants.get(i)?.dims.length !== 0);
    const dims = first === undefined ? undefined : this.dims.get(first);
    if (dims && others.every((o) => this.dims.get(o)?.join() === dims.join()))
      this.shapedLike(output, first!);
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

  /**
   * The shape of a forward value, `[rank]` int64. Only the batch is asked for, and of the image: asking a value itself would
   * have the runtime copy it out of its blocked layout.
   */
  shapeOf(value: string): string {
    // Where the batch has been flattened into another axis, only the value knows.
    if (!this.isBatched(value)) return this.op("Shape", [value]);
    const own = this.dimsOf(value).slice(1);
    return this.once(`shape:${own}`, () => this.op("Concat", [this.batch(), this.ints(own)], { axis: 0 }));
  }

  /** Whether the shape of a value is known, its first axis being the batch. */
  isBatched(value: string): boolean {
    return this.dims.get(value)?.[0] === this.dims.get(this.image)![0];
  }

  /** Number of images, `[1]` int64. */
  batch(): string {
    return this.once("batch", () => this.op("Shape", [this.image], { start: 0, end: 1 }));
  }

  private once(key: string, make: () => string): string {
    const known = this.shapes.get(key);
    if (known) return known;
    const name = make();
    this.shapes.set(key, name);
    return name;
  }

  zerosLike(value: string): string {
    return this.op("ConstantOfShape", [this.shapeOf(value)]);
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
