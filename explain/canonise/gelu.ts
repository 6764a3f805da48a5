import type { Graph, Node } from "../graph/ir";
import { consumersOf, producersOf } from "../graph/topology";
import { replaceNodes } from "./replace";

/** y = scale · x + shift with two numbers. */
interface Scalar {
  readonly scale: number;
  readonly shift: number;
}

const IDENTITY: Scalar = { scale: 1, shift: 0 };

function scalarOf(node: Node | undefined): Scalar | null {
  if (node?.op !== "ScaleShift") return null;
  const { scale, shift } = node.weights;
  if ((scale && scale.data.length !== 1) || (shift && shift.data.length !== 1)) return null;
  return { scale: scale?.data[0] ?? 1, shift: shift?.data[0] ?? 0 };
}

const near = (a: number, b: number) => Math.abs(a - b) < 1e-6;

/**
 * `x · (1 + erf(x / √2)) / 2 → GELU` (Hendrycks 2016): how exporters write it before opset 20. The factor may stand at any of
 * the operands or behind the product.
 */
export function findGelu(graph: Graph): Graph {
  const producers = producersOf(graph.nodes);
  const consumers = consumersOf(graph.nodes);
  const only = (value: string): Node | undefined => {
    const all = consumers.get(value) ?? [];
    return all.length === 1 && value !== graph.logits ? all[0] : undefined;
  };
  const replaced = new Map<Node, Node | null>();
  for (const erf of graph.nodes) {
    if (erf.op !== "Erf") continue;
    const inner = producers.get(erf.inputs[0]!);
    const root = scalarOf(inner);
    if (!inner || !root || !near(root.scale, Math.SQRT1_2) || root.shift !== 0 || !only(erf.inputs[0]!))
      continue;
    const x = inner.inputs[0]!;
    const gone = [inner, erf];
    let gate = IDENTITY;
    let at = only(erf.outputs[0]!);
    for (let next = scalarOf(at); next; next = scalarOf(at)) {
      gate = { scale: gate.scale * next.scale, shift: gate.shift * next.scale + next.shift };
      gone.push(at!);
      at = only(at!.outputs[0]!);
    }
    if (at?.op !== "Mul") continue;
    const last = gone.at(-1)!.outputs[0]!;
    const other = at.inputs[0] === last ? at.inputs[1]! : at.inputs[0]!;
    let factor = 1;
    if (other !== x) {
      const scaled = producers.get(other);
      const by = scalarOf(scaled);
      if (by?.shift !== 0 || scaled!.inputs[0] !== x || !only(other)) continue;
      factor = by.scale;
      gone.push(scaled!);
    }
    let end = at;
    const behind = only(at.outputs[0]!);
    const by = scalarOf(behind);
    if (by && by.shift === 0 && !near(factor * gate.scale, 0.5)) {
      factor *= by.scale;
      gone.push(at);
      end = behind!;
    }
    if (!near(factor * gate.scale, 0.5) || !near(factor * gate.shift, 0.5)) continue;
    for (const node of gone) replaced.set(node, null);
    replaced.set(end, { ...end, op: "Gelu", inputs: [x], weights: {}, attrs: { approximate: "none" } });
  }
  return replaceNodes(graph, replaced);
}
