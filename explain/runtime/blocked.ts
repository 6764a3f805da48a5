import { ELEMENTWISE } from "../emit/builder";
import { inline } from "../emit/encode";
import { intTensor } from "../graph/tensor";
import { AttributeType, DataType, type GraphProto, type NodeProto, type TensorProto } from "../onnx/messages";
import { tensorOf } from "../onnx/tensor";

/** Channels in multiples of this fill whole blocks on every processor: blocked values then hold nothing but their elements. */
const FULL_BLOCKS = 16;
const NCHWC = "com.microsoft.nchwc";
/** Axes before the map: images, channels. */
const MAP = 2;

const integer = (node: NodeProto, name: string) => node.attribute?.find((a) => a.name === name)?.i ?? 0;

const isFloatCast = (node: NodeProto) => node.opType === "Cast" && integer(node, "to") === DataType.FLOAT;

const text = (node: NodeProto, name: string) =>
  new TextDecoder().decode(node.attribute?.find((a) => a.name === name)?.s);

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

class Rewriting {
  readonly nodes: NodeProto[] = [];
  /** Lists of whole numbers that are asked for on the way. */
  readonly lists = new Map<string, TensorProto>();
  private readonly shapes: Map<string, readonly number[]>;
  private readonly constants: ReadonlyMap<string, TensorProto>;
  /** Comparisons of which numbers are made at once, and nothing else: they have no way out of blocks. */
  private readonly masks: ReadonlySet<NodeProto>;
  /** Value → the same in blocks. */
  private readonly blocked = new Map<string, string>();
  /** Value in blocks → the same, the place within a block as an axis of its own. */
  private readonly opened = new Map<string, string>();
  /** What was copied into blocks → what it had been copied out of. */
  private readonly renamed = new Map<string, string>();

  constructor(
    nodes: readonly NodeProto[],
    constants: readonly TensorProto[],
    shapes: ReadonlyMap<string, readonly number[]>,
    private readonly block: number,
  ) {
    this.shapes = new Map(shapes);
    this.constants = new Map(constants.map((t) => [t.name!, t]));
    const masks = new Map(nodes.filter((n) => n.opType === "Less").map((n) => [n.output![0]!, n]));
    for (const node of nodes) {
      if (isFloatCast(node)) continue;
      for (const input of node.input ?? []) masks.delete(input);
    }
    this.masks = new Set(masks.values());
  }

  add(source: NodeProto): void {
    const node = { ...source, input: (source.input ?? []).map((i) => this.renamed.get(i) ?? i) };
    const [x, y] = [node.input[0]!, node.output![0]!];
    if (isReorder(node, "ReorderInput") && this.blocked.has(x)) {
      this.renamed.set(y, this.blocked.get(x)!);
      return;
    }
    if (isReorder(node, "ReorderOutput") && this.fills(y)) this.blocked.set(y, x);
    const values = node.input.filter((i) => !this.isNumber(i));
    const moved =
      !node.domain &&
      values.some((v) => this.blocked.has(v)) &&
      (this.elementwise(source, node, values) || this.split(node) || this.onMap(node));
    if (!moved) this.nodes.push(node);
  }

  private dims(value: string): readonly number[] {
    return this.shapes.get(value)!;
  }

  private isNumber(name: string): boolean {
    const constant = this.constants.get(name);
    return constant !== undefined && (constant.dims ?? []).length === 0;
  }

  private fills(value: string): boolean {
    const dims = this.shapes.get(value);
    return dims?.length === 4 && dims[1]! % FULL_BLOCKS === 0;
  }

  private elementwise(source: NodeProto, node: NodeProto, values: readonly string[]): boolean {
    const [first] = values as [string];
    const alike = values.every((v) => this.shapes.get(v)?.join() === this.shapes.get(first)?.join());
    const isArithmetic = ELEMENTWISE.has(node.opType!) || this.masks.has(source) || isFloatCast(node);
    if (!isArithmetic || !alike || !this.fills(first)) return false;
    for (const value of values) this.enter(value);
    const [y] = node.output as [string];
    this.shapes.set(y, this.dims(first));
    this.nodes.push({
      ...node,
      input: node.input!.map((i) => this.blocked.get(i) ?? i),
      output: [`${y}/blocked`],
    });
    this.leave(y);
    return true;
  }

  private split(node: NodeProto): boolean {
    if (node.opType !== "Split" || integer(node, "axis") !== 1 || !node.output!.every((o) => this.fills(o)))
      return false;
    const [x, ...sizes] = node.input as [string, ...string[]];
    const output = node.output!.map((o) => `${o}/blocked`);
    this.nodes.push({ ...node, input: [this.blocked.get(x)!, ...sizes], output });
    for (const o of node.output!) this.leave(o);
    return true;
  }

  /** What moves cells about within the map and leaves channels alone. */
  private onMap(node: NodeProto): boolean {
    if (this.block <= 1 || FULL_BLOCKS % this.block !== 0) return false;
    const [y] = node.output as [string];
    const values = node.opType === "Concat" ? node.input! : node.input!.slice(0, 1);
    const channels = (value: string) => this.dims(value).slice(0, MAP).join();
    if (![y, ...values].every((v) => this.fills(v) && channels(v) === channels(y))) return false;
    const parameters = this.parameters(node);
    if (!parameters) return false;
    for (const value of values) this.enter(value);
    this.nodes.push({
      ...node,
      input: [...values.map((v) => this.open(v)), ...parameters],
      output: [`${y}/opened`],
    });
    this.opened.set(`${y}/blocked`, `${y}/opened`);
    this.reshape(`${y}/opened`, `${y}/blocked`, [0, ...this.dims(y).slice(1)]);
    this.leave(y);
    return true;
  }

  /** All inputs but the values, for the operation on opened ones; null where it touches more than the map. */
  private parameters(node: NodeProto): string[] | null {
    const constant = (at: number) => {
      const tensor = this.constants.get(node.input![at] ?? "");
      return tensor ? [...tensorOf(tensor).data] : null;
    };
    switch (node.opType) {
      case "Concat":
        return integer(node, "axis") >= MAP ? [] : null;
      case "Reshape":
        return [this.list(this.openDims(node.output![0]!))];
      case "Slice":
        return constant(3)?.every((axis) => axis >= MAP) ? node.input!.slice(1) : null;
      case "Pad": {
        const pads = constant(1);
        if (!pads || node.input!.length > 3 || !["", "constant"].includes(text(node, "mode"))) return null;
        return [this.list([...pads.slice(0, 4), 0, ...pads.slice(4), 0]), ...node.input!.slice(2)];
      }
      default:
        return null;
    }
  }

  private list(values: readonly number[]): string {
    const name = `~blocks/${values}`;
    if (!this.lists.has(name)) this.lists.set(name, inline(name, intTensor([values.length], values)));
    return name;
  }

  private reshape(from: string, to: string, dims: readonly number[]): void {
    this.nodes.push({ opType: "Reshape", name: to, input: [from, this.list(dims)], output: [to] });
  }

  /** The dims of a value in blocks as they lie in memory; those of the batch are copied. */
  private openDims(value: string): number[] {
    const [, channels, ...map] = this.dims(value);
    return [0, channels! / this.block, ...map, this.block];
  }

  private open(value: string): string {
    const blocked = this.blocked.get(value)!;
    const known = this.opened.get(blocked);
    if (known) return known;
    const name = `${blocked}/opened`;
    this.opened.set(blocked, name);
    this.reshape(blocked, name, this.openDims(value));
    return name;
  }

  private enter(value: string): void {
    if (this.blocked.has(value)) return;
    this.blocked.set(value, `${value}/in`);
    this.nodes.push(intoBlocks(value, `${value}/in`));
  }

  /** A value now lies in blocks; whoever wants it elsewhere gets a copy. */
  private leave(value: string): void {
    this.blocked.set(value, `${value}/blocked`);
    this.nodes.push(outOfBlocks(`${value}/blocked`, value, this.dims(value)[1]!));
  }
}

/**
 * ONNX Runtime keeps the channels of convolutions in blocks, and copies values out of them and back in around everything else.
 * Arithmetic on each element does not care where elements lie, as long as all its inputs agree: here it is moved into the
 * blocked layout as soon as one of its inputs lies there, and the copies around it fall away; an input that lies elsewhere is
 * copied in, which is no more than copying the other one out. So is splitting channels, since whole blocks lie in their order,
 * and what moves cells within the map (padding, cutting, laying side by side): it is shown a value in blocks as
 * `[N, C / block, H, W, block]`, which is how one lies in memory.
 *
 * @param graph as the runtime has optimised it
 * @param shapes of its values, for a batch of one, as far as they are known
 * @param block how many channels the runtime keeps together on this machine
 */
export function inBlocks(
  graph: GraphProto,
  shapes: ReadonlyMap<string, readonly number[]>,
  block: number,
): GraphProto {
  const { node: nodes = [], initializer = [], output = [] } = graph;
  const rewriting = new Rewriting(nodes, initializer, shapes, block);
  for (const node of nodes) rewriting.add(node);
  const node = needed(
    rewriting.nodes,
    output.map((o) => o.name!),
  );
  return { ...graph, node, initializer: [...initializer, ...rewriting.lists.values()] };
}
