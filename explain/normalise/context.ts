import type { AttrValue, Issue, Node, Op } from "../graph/ir";
import { sizeOf, type Tensor } from "../graph/tensor";
import type { RawNode } from "../onnx/read";

/** Thrown by a normaliser for what it cannot take; the driver turns it into an {@link Issue} with node and op. */
export class Unsupported extends Error {}

interface Push {
  readonly inputs: readonly string[];
  readonly dims: readonly (readonly number[])[];
  readonly weights?: Record<string, Tensor>;
  readonly attrs?: Record<string, AttrValue>;
  readonly outputs?: readonly string[];
  readonly name?: string;
}

/** A gigabyte, for one image. */
const LARGEST_VALUE = 2 ** 28;

/** A value, how it is rounded, and the range of whole numbers about the zero point. */
interface Rounded {
  readonly name: string;
  readonly dims: readonly number[];
  readonly scale: number;
  readonly zero: number;
  readonly low: number;
  readonly high: number;
}

/** What is known while walking the source graph from inputs to outputs. */
export class Context {
  readonly nodes: Node[] = [];
  readonly issues: Issue[] = [];
  readonly constants = new Map<string, Tensor>();
  readonly dims = new Map<string, readonly number[]>();
  /** Outputs of QuantizeLinear: whole numbers, which only a DequantizeLinear may take. */
  readonly rounded = new Map<string, Rounded>();
  private readonly aliases = new Map<string, string>();
  /** Values with the batch merged into one axis → the values they were made from. */
  private readonly flat = new Map<string, string>();

  constructor(
    readonly opset: number,
    readonly batch: number,
  ) {}

  /** The name a value goes by after no-ops were taken out. */
  resolve(name: string): string {
    return this.aliases.get(name) ?? name;
  }

  alias(output: string, input: string): void {
    this.aliases.set(output, this.resolve(input));
  }

  isKnown(name: string): boolean {
    const to = this.resolve(name);
    return this.constants.has(to) || this.dims.has(to) || this.rounded.has(to) || this.flat.has(to);
  }

  /** A reshape to one axis, batch and all: meaningful only to what undoes it. */
  flatten(output: string, source: string): void {
    this.flat.set(output, source);
  }

  /** What a flattened value was made from; null for any other value. */
  flattened(name: string): string | null {
    return this.flat.get(this.resolve(name)) ?? null;
  }

  constant(node: RawNode, index: number): Tensor | null {
    const name = node.inputs[index];
    return name ? (this.constants.get(this.resolve(name)) ?? null) : null;
  }

  /** A constant that has to be there. */
  needConstant(node: RawNode, index: number, what: string): Tensor {
    const tensor = this.constant(node, index);
    if (!tensor) throw new Unsupported(`its ${what} is not a constant`);
    return tensor;
  }

  numbers(node: RawNode, index: number): number[] | null {
    const tensor = this.constant(node, index);
    return tensor ? Array.from(tensor.data) : null;
  }

  /** Name and shape of an input that depends on the image. */
  value(node: RawNode, index: number): { name: string; dims: readonly number[] } {
    const name = this.resolve(node.inputs[index] ?? "");
    const dims = this.dims.get(name);
    if (this.rounded.has(name)) throw new Unsupported("it works on quantised values; dequantise them first");
    if (this.flat.has(name)) throw new Unsupported(`its input ${index} mixes the images of a batch`);
    if (!dims) throw new Unsupported(`its input ${index} does not depend on the image`);
    return { name, dims };
  }

  push(op: Op, raw: RawNode, { inputs, dims, weights = {}, attrs = {}, outputs, name }: Push): string {
    const outs = outputs ?? raw.outputs.slice(0, dims.length);
    for (const d of dims) {
      if (d[0] !== this.batch) throw new Unsupported("it moves or merges the batch axis");
      if (sizeOf(d) > LARGEST_VALUE) throw new Unsupported(`it makes [${d}], more values than can be held`);
    }
    this.nodes.push({ op, name: name ?? raw.name, inputs, outputs: outs, weights, attrs });
    outs.forEach((output, i) => {
      this.dims.set(output, dims[i]!);
    });
    return outs[0]!;
  }
}

export type Normaliser = (context: Context, node: RawNode) => void;

/** A negative axis counts from the end. The batch axis is refused: an explanation is of one image at a time. */
export function axisOf(axis: number, rank: number): number {
  const result = axis < 0 ? axis + rank : axis;
  if (result <= 0 || result >= rank) throw new Unsupported(`it works along axis ${axis} of ${rank}`);
  return result;
}
