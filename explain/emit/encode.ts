import { sizeOf, type Tensor } from "../graph/tensor";
import { encodeModel } from "../onnx/encode";
import {
  type AttributeProto,
  AttributeType,
  DataType,
  type GraphProto,
  type ModelProto,
  type NodeProto,
  type TensorProto,
  type ValueInfoProto,
} from "../onnx/messages";
import type { Builder, EmitAttr, EmitNode } from "./builder";
import { forwardFirst } from "./schedule";

/** Operator set of emitted graphs: the first in which all reductions take their axes as input and GELU exists. */
export const EMIT_OPSET = 20;
const IR_VERSION = 9;

export interface Port {
  readonly name: string;
  readonly kind: "float" | "int";
  /** The batch axis is written as a parameter, so that any batch size runs. */
  readonly dims: readonly (number | string)[];
}

export interface EmitGraph {
  readonly nodes: readonly EmitNode[];
  readonly constants: ReadonlyMap<string, Tensor>;
  readonly inputs: readonly Port[];
  readonly outputs: readonly Port[];
  /** Shapes of values in between, for a batch of one, where they are known. */
  readonly shapes: ReadonlyMap<string, readonly number[]>;
}

/** Drops the nodes and constants that no output needs, and puts what depends on the image alone (the first input) first. */
export function finish(b: Builder, inputs: readonly Port[], outputs: readonly Port[]): EmitGraph {
  const needed = new Set(outputs.map((o) => o.name));
  const nodes: EmitNode[] = [];
  for (const node of [...b.nodes].reverse()) {
    if (!node.outputs.some((o) => needed.has(o))) continue;
    for (const input of node.inputs) needed.add(input);
    nodes.push(node);
  }
  const constants = new Map([...b.constants].filter(([name]) => needed.has(name)));
  const kept = nodes.reverse().map((n) => dropUnusedOutputs(n, needed));
  const late = inputs.slice(1).map((i) => i.name);
  const ports = new Set([...inputs, ...outputs].map((p) => p.name));
  const made = kept.flatMap((n) => n.outputs).filter((o) => b.isBatched(o) && !ports.has(o));
  const shapes = new Map(made.map((name) => [name, b.dims.get(name)!]));
  return { nodes: forwardFirst(kept, late), constants, inputs, outputs, shapes };
}

/** A trailing output nobody reads costs time (the winners of a max-pool do): leave it out. */
function dropUnusedOutputs(node: EmitNode, needed: ReadonlySet<string>): EmitNode {
  let count = node.outputs.length;
  while (node.op === "MaxPool" && count > 1 && !needed.has(node.outputs[count - 1]!)) count--;
  return count === node.outputs.length ? node : { ...node, outputs: node.outputs.slice(0, count) };
}

const utf8 = new TextEncoder();

function attribute(name: string, value: EmitAttr): AttributeProto {
  if (typeof value === "number") return { name, type: AttributeType.INT, i: value };
  if (typeof value === "string") return { name, type: AttributeType.STRING, s: utf8.encode(value) };
  if ("float" in value) return { name, type: AttributeType.FLOAT, f: value.float };
  return { name, type: AttributeType.INTS, ints: [...value] };
}

/** Little-endian bytes of a constant as they stand in the file; a view where the model file has them already. */
export function tensorBytes(tensor: Tensor): Uint8Array {
  if (tensor.raw) return tensor.raw;
  const { data } = tensor;
  if (tensor.kind === "float") return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  const values = BigInt64Array.from(Array.from(data), (v) => BigInt(v));
  return new Uint8Array(values.buffer);
}

export function byteLengthOf(tensor: Tensor): number {
  return sizeOf(tensor.dims) * (tensor.kind === "float" ? 4 : 8);
}

/** Makes the initialiser of one constant: inline, or pointing into an external file. */
export type StoreTensor = (name: string, tensor: Tensor) => TensorProto;

export const inline: StoreTensor = (name, tensor) => ({
  name,
  dims: [...tensor.dims],
  dataType: tensor.kind === "float" ? DataType.FLOAT : DataType.INT64,
  rawData: tensorBytes(tensor),
});

function port({ name, kind, dims }: Port): ValueInfoProto {
  const dim = dims.map((d) => (typeof d === "number" ? { dimValue: d } : { dimParam: d }));
  return {
    name,
    type: { tensorType: { elemType: kind === "float" ? DataType.FLOAT : DataType.INT64, shape: { dim } } },
  };
}

function node(n: EmitNode): NodeProto {
  const attrs = Object.entries(n.attrs).map(([name, value]) => attribute(name, value));
  return { input: [...n.inputs], output: [...n.outputs], name: n.outputs[0], opType: n.op, attribute: attrs };
}

/** The model file as chunks, in order; equal graphs give equal bytes. */
export function encodeGraph(graph: EmitGraph, name: string, store: StoreTensor): Uint8Array[] {
  const proto: GraphProto = {
    name,
    node: graph.nodes.map(node),
    initializer: [...graph.constants].map(([key, tensor]) => store(key, tensor)),
    input: graph.inputs.map(port),
    output: graph.outputs.map(port),
    valueInfo: [...graph.shapes].map(([name, dims]) =>
      port({ name, kind: "float", dims: ["N", ...dims.slice(1)] }),
    ),
  };
  const model: ModelProto = {
    irVersion: IR_VERSION,
    producerName: "partwise-explain",
    graph: proto,
    opsetImport: [{ domain: "", version: EMIT_OPSET }],
  };
  return encodeModel(model);
}
