import { ELEMENTWISE } from "../emit/builder";
import { AttributeType, type GraphProto, type NodeProto } from "../onnx/messages";

/** Channels in multiples of this fill whole blocks on every processor: blocked values then hold nothing but their elements. */
const FULL_BLOCKS = 16;
const NCHWC = "com.microsoft.nchwc";

const integer = (node: NodeProto, name: string) => node.attribute?.find((a) => a.name === name)?.i ?? 0;

const isReorder = (node: NodeProto, opType: "ReorderInput" | "ReorderOutput") =>
  node.domain === NCHWC && node.opType === opType && integer(node, "channels_last") === 0;

/** Copies a value into blocks. */
const intoBlocks = (value: string, blocked: string): NodeProto => ({
  opType: "ReorderInput",
  domain: NCHWC,
  name: blocked,
  input: [value],
  output: [blocked],
});

/** Copies a value out of its blocks. */
const outOfBlocks = (blocked: string, value: string, channels: number): NodeProto => ({
  opType: "ReorderOutput",
  domain: NCHWC,
  name: `${value}/out`,
  input: [blocked],
  output: [value],
  attribute: [{ name: "channels", type: AttributeType.INT, i: channels }],
});

function needed(nodes: readonly NodeProto[], outputs: readonly string[]): NodeProto[] {
  const wanted = new Set(outputs);
  const kept = [...nodes].reverse().filter((node) => {
    if (!node.output!.some((o) => wanted.has(o))) return false;
    for (const input of node.input ?? []) wanted.add(input);
    return true;
  });
  return kept.reverse();
}

/**
 * ONNX Runtime keeps the channels of convolutions in blocks, and copies values out of them and back in around everything else.
 * Arithmetic on each element does not care where elements lie, as long as all its inputs agree: here it is moved into the
 * blocked layout as soon as one of its inputs lies there, and the copies around it fall away; an input that lies elsewhere is
 * copied in, which is no more than copying the other one out. So is splitting channels, since whole blocks lie in their order.
 *
 * @param graph as the runtime has optimised it
 * @param shapes of its values, for a batch of one, as far as they are known
 */
export function inBlocks(graph: GraphProto, shapes: ReadonlyMap<string, readonly number[]>): GraphProto {
  const numbers = new Set(
    (graph.initializer ?? []).filter((t) => (t.dims ?? []).length === 0).map((t) => t.name!),
  );
  /** Value → the same in blocks. */
  const blocked = new Map<string, string>();
  /** What was copied into blocks → what it had been copied out of. */
  const renamed = new Map<string, string>();
  const fills = (value: string) => {
    const dims = shapes.get(value);
    return dims?.length === 4 && dims[1]! % FULL_BLOCKS === 0;
  };
  const pays = (node: NodeProto) => {
    const values = node.input!.filter((i) => !numbers.has(i));
    const dims = shapes.get(node.output![0]!)?.join();
    return values.some((v) => blocked.has(v)) && values.every((v) => shapes.get(v)?.join() === dims);
  };
  const movable = (node: NodeProto) => {
    if (node.domain || !node.output!.every(fills)) return false;
    if (node.opType === "Split") return integer(node, "axis") === 1 && blocked.has(node.input![0]!);
    return ELEMENTWISE.has(node.opType!) && pays(node);
  };

  const nodes: NodeProto[] = [];
  for (const source of graph.node ?? []) {
    const node = { ...source, input: (source.input ?? []).map((i) => renamed.get(i) ?? i) };
    const [x, y] = [node.input[0]!, node.output![0]!];
    if (isReorder(node, "ReorderInput") && blocked.has(x)) {
      renamed.set(y, blocked.get(x)!);
      continue;
    }
    if (isReorder(node, "ReorderOutput") && fills(y)) blocked.set(y, x);
    if (!movable(node)) {
      nodes.push(node);
      continue;
    }
    const output = node.output!.map((o) => `${o}/blocked`);
    for (const value of ELEMENTWISE.has(node.opType!) ? node.input : []) {
      if (blocked.has(value) || numbers.has(value)) continue;
      blocked.set(value, `${value}/in`);
      nodes.push(intoBlocks(value, `${value}/in`));
    }
    nodes.push({ ...node, input: node.input.map((i) => blocked.get(i) ?? i), output });
    node.output!.forEach((value, i) => {
      blocked.set(value, output[i]!);
      nodes.push(outOfBlocks(output[i]!, value, shapes.get(value)![1]!));
    });
  }
  const outputs = (graph.output ?? []).map((o) => o.name!);
  return { ...graph, node: needed(nodes, outputs) };
}
