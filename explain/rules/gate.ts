import type { Graph, Node, Op } from "../graph/ir";
import { sizeOf } from "../graph/tensor";
import { toOperand } from "../ops/combine";
import { OP_TABLE } from "../ops/index";
import { plain, product, type Relevance } from "./relevance";
import { quotient } from "./stabilise";
import type { Rule } from "./types";

/** Functions whose value is a weight rather than a signal. */
const GATING: ReadonlySet<Op> = new Set([
  "Sigmoid",
  "HardSigmoid",
  "Softmax",
  "Erf",
  "Clip",
  "Tanh",
  "Softplus",
]);
/** What may stand between the gating function and the product. */
const TRANSPARENT: ReadonlySet<Op> = new Set([
  "ScaleShift",
  "Reshape",
  "Transpose",
  "Slice",
  "Resize",
  "FakeQuantize",
]);

function isGate(value: string, producers: ReadonlyMap<string, Node>): boolean {
  let node = producers.get(value);
  while (node && TRANSPARENT.has(node.op)) node = producers.get(node.inputs[0]!);
  return node !== undefined && GATING.has(node.op);
}

/**
 * Which input of a product carries the signal: the one that did not come through a gating function, else the larger one,
 * else the first. A quotient's signal is its numerator. Null: a value times itself; both are the signal.
 */
export function signalOf(graph: Graph, producers: ReadonlyMap<string, Node>, node: Node): 0 | 1 | null {
  if (node.op === "Div") return 0;
  const [a, b] = node.inputs as [string, string];
  if (a === b) return null;
  const [gateA, gateB] = [isGate(a, producers), isGate(b, producers)];
  if (gateA !== gateB) return gateA ? 1 : 0;
  return sizeOf(graph.dims.get(b)!) > sizeOf(graph.dims.get(a)!) ? 1 : 0;
}

/**
 * The signal takes it all: the gate is treated as a constant. Elementwise, the signal's relevance is that of the product;
 * in a matrix product the gate is the weight matrix of a linear layer, which follows the ε-rule.
 */
export const gate =
  (signal: 0 | 1 | null): Rule =>
  (context, node, [r]) => {
    const { b, parameters } = context;
    if (signal === null && node.op === "Mul") {
      const half = plain(b.mul(r!.plain(), b.scalar(0.5)));
      return [half, half];
    }
    const at = signal ?? 0;
    const result = (share: Relevance) => (at === 0 ? [share, null] : [null, share]);
    if (node.op === "BatchMatMul") {
      const s = quotient(context, r!, node.outputs[0]!, parameters.epsilon);
      return result(product(b, node.inputs[at]!, OP_TABLE.BatchMatMul.vjp(b, node, [s])[at]!));
    }
    return result(plain(toOperand(b, node, at, r!.plain())));
  };
