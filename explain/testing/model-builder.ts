import { concatBytes, encodeModel } from "../onnx/encode";
import {
  type AttributeProto,
  AttributeType,
  DataType,
  type ModelProto,
  type NodeProto,
  type TensorProto,
  type ValueInfoProto,
} from "../onnx/messages";
import { randomOf } from "../random";

export type TestAttr =
  | number
  | string
  | readonly number[]
  | { readonly float: number }
  | { readonly floats: readonly number[] }
  | { readonly tensor: TensorProto };

export interface ConvOptions {
  readonly kernel?: number | readonly number[];
  readonly stride?: number | readonly number[];
  readonly pad?: number | readonly number[];
  readonly dilation?: number | readonly number[];
  readonly group?: number;
  readonly bias?: boolean;
}

const utf8 = new TextEncoder();

function attribute(name: string, value: TestAttr): AttributeProto {
  if (typeof value === "number") return { name, type: AttributeType.INT, i: value };
  if (typeof value === "string") return { name, type: AttributeType.STRING, s: utf8.encode(value) };
  if ("float" in value) return { name, type: AttributeType.FLOAT, f: value.float };
  if ("tensor" in value) return { name, type: AttributeType.TENSOR, t: value.tensor };
  if ("floats" in value) return { name, type: AttributeType.FLOATS, floats: [...value.floats] };
  return { name, type: AttributeType.INTS, ints: [...value] };
}

const list = (value: number | readonly number[], n: number) =>
  typeof value === "number" ? new Array<number>(n).fill(value) : [...value];
const product = (dims: readonly number[]) => dims.reduce((p, d) => p * d, 1);

/**
 * Writes ONNX classifiers with seeded random weights (He initialisation), so that tests need no downloaded models. Channel
 * counts are tracked by the builder; every layer gives the name of its output.
 */
export class ModelBuilder {
  private readonly nodes: NodeProto[] = [];
  private readonly initializers: TensorProto[] = [];
  private readonly inputs: ValueInfoProto[] = [];
  private readonly channels = new Map<string, number>();
  private readonly uniform: () => number;
  private counter = 0;
  private rank = 4;

  constructor(
    seed = 1,
    private readonly opset = 17,
  ) {
    this.uniform = randomOf(seed);
  }

  input(dims: readonly (number | string)[], name = "image"): string {
    const dim = dims.map((d) => (typeof d === "number" ? { dimValue: d } : { dimParam: d }));
    this.inputs.push({ name, type: { tensorType: { elemType: DataType.FLOAT, shape: { dim } } } });
    this.channels.set(name, Number(dims[1]));
    this.rank = dims.length;
    return name;
  }

  channelsOf(value: string): number {
    return this.channels.get(value)!;
  }

  /** Any operation; `channels` of its output, where it changes them. */
  op(
    opType: string,
    inputs: readonly string[],
    attrs: Record<string, TestAttr> = {},
    channels?: number,
  ): string {
    return this.ops(opType, inputs, attrs, 1, channels)[0]!;
  }

  ops(
    opType: string,
    inputs: readonly string[],
    attrs: Record<string, TestAttr>,
    count: number,
    channels?: number,
  ): string[] {
    const outputs = Array.from({ length: count }, () => `${opType.toLowerCase()}_${this.counter++}`);
    const attrList = Object.entries(attrs).map(([name, value]) => attribute(name, value));
    this.nodes.push({ name: outputs[0], opType, input: [...inputs], output: outputs, attribute: attrList });
    for (const output of outputs)
      this.channels.set(output, channels ?? this.channels.get(inputs[0] ?? "") ?? 0);
    return outputs;
  }

  floats(dims: readonly number[], values: ArrayLike<number>): string {
    const data = values instanceof Float32Array ? values : Float32Array.from(values);
    const name = `w_${this.counter++}`;
    this.initializers.push({
      name,
      dims: [...dims],
      dataType: DataType.FLOAT,
      rawData: new Uint8Array(data.buffer),
    });
    return name;
  }

  /** Whole numbers of a given element type, as quantised models have them. */
  whole(dims: readonly number[], values: ArrayLike<number>, dataType: number): string {
    const name = `q_${this.counter++}`;
    this.initializers.push({ name, dims: [...dims], dataType, int32Data: Array.from(values) });
    return name;
  }

  ints(values: readonly number[]): string {
    const name = `i_${this.counter++}`;
    this.initializers.push({ name, dims: [values.length], dataType: DataType.INT64, int64Data: [...values] });
    return name;
  }

  /** Uniform, not normal: full-size networks have 10⁸ weights, and the deviation is all that matters. */
  randoms(dims: readonly number[], scale: number, offset = 0): string {
    const data = new Float32Array(product(dims));
    const width = scale * Math.sqrt(12);
    for (let i = 0; i < data.length; i++) data[i] = offset + width * (this.uniform() - 0.5);
    return this.floats(dims, data);
  }

  private positives(dims: readonly number[], middle = 1): string {
    return this.floats(
      dims,
      Float32Array.from({ length: product(dims) }, () => middle * (0.5 + this.uniform())),
    );
  }

  conv(x: string, out: number, o: ConvOptions = {}): string {
    const n = this.rank - 2;
    const group = o.group ?? 1;
    const kernel = list(o.kernel ?? 3, n);
    const perGroup = this.channelsOf(x) / group;
    const W = this.randoms([out, perGroup, ...kernel], Math.sqrt(2 / (perGroup * product(kernel))));
    const inputs = o.bias === false ? [x, W] : [x, W, this.randoms([out], 0.1)];
    const pads = list(o.pad ?? 0, n);
    const attrs = {
      kernel_shape: kernel,
      strides: list(o.stride ?? 1, n),
      dilations: list(o.dilation ?? 1, n),
      pads: pads.length === n ? [...pads, ...pads] : pads,
      group,
    };
    return this.op("Conv", inputs, attrs, out);
  }

  convTranspose(x: string, out: number, o: ConvOptions & { readonly outputPadding?: number } = {}): string {
    const n = this.rank - 2;
    const group = o.group ?? 1;
    const kernel = list(o.kernel ?? 3, n);
    const W = this.randoms(
      [this.channelsOf(x), out / group, ...kernel],
      Math.sqrt(2 / (this.channelsOf(x) * product(kernel))),
    );
    const pads = list(o.pad ?? 0, n);
    const attrs = {
      kernel_shape: kernel,
      strides: list(o.stride ?? 1, n),
      dilations: list(o.dilation ?? 1, n),
      pads: [...pads, ...pads],
      output_padding: list(o.outputPadding ?? 0, n),
      group,
    };
    return this.op("ConvTranspose", o.bias === false ? [x, W] : [x, W, this.randoms([out], 0.1)], attrs, out);
  }

  /** `gain`: the middle of the scales. */
  batchNorm(x: string, gain = 1): string {
    const C = [this.channelsOf(x)];
    return this.op("BatchNormalization", [
      x,
      this.positives(C, gain),
      this.randoms(C, 0.2),
      this.randoms(C, 0.2),
      this.positives(C),
    ]);
  }

  relu(x: string): string {
    return this.op("Relu", [x]);
  }

  pool(
    kind: "MaxPool" | "AveragePool",
    x: string,
    kernel: number | readonly number[],
    attrs: Record<string, TestAttr> = {},
  ): string {
    const n = this.rank - 2;
    return this.op(kind, [x], { kernel_shape: list(kernel, n), strides: list(kernel, n), ...attrs });
  }

  globalAverage(x: string): string {
    return this.op("GlobalAveragePool", [x]);
  }

  flatten(x: string, features: number): string {
    return this.op("Flatten", [x], { axis: 1 }, features);
  }

  gemm(x: string, out: number, bias = true): string {
    const inF = this.channelsOf(x);
    const W = this.randoms([out, inF], Math.sqrt(2 / inF));
    return this.op("Gemm", bias ? [x, W, this.randoms([out], 0.1)] : [x, W], { transB: 1 }, out);
  }

  /** The model file as chunks; concatenate small ones, stream large ones. */
  chunks(
    output: string,
    outputDims: readonly (number | string)[] = ["N", this.channelsOf(output)],
  ): Uint8Array[] {
    const dim = outputDims.map((d) => (typeof d === "number" ? { dimValue: d } : { dimParam: d }));
    const model: ModelProto = {
      irVersion: this.opset < 19 ? 8 : 9,
      producerName: "explain-tests",
      opsetImport: [{ domain: "", version: this.opset }],
      graph: {
        name: "test",
        node: this.nodes,
        initializer: this.initializers,
        input: this.inputs,
        output: [{ name: output, type: { tensorType: { elemType: DataType.FLOAT, shape: { dim } } } }],
      },
    };
    return encodeModel(model);
  }

  build(output: string, outputDims?: readonly (number | string)[]): Uint8Array {
    return concatBytes(this.chunks(output, outputDims));
  }
}
