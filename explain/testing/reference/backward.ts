import type { CompositeName } from "../../composites";
import type { Graph, Node } from "../../graph/ir";
import { sizeOf } from "../../graph/tensor";
import { producersOf } from "../../graph/topology";
import { signalOf } from "../../rules/gate";
import { assignRules, type RuleName } from "../../rules/index";
import { evaluate, forward, winnersOf } from "./forward";
import { biasOf, links, sources } from "./links";

/** The slow, obvious counterpart of the emitted backward pass: sums over single connections, in float64. */

const stab = (z: number, epsilon: number) => z + (z >= 0 ? epsilon : -epsilon);
const plus = (v: number) => Math.max(v, 0);
const minus = (v: number) => Math.min(v, 0);

export interface ReferenceParameters {
  readonly epsilon: number;
  readonly stabilizer: number;
  readonly gamma: number;
  readonly low: readonly number[];
  readonly high: readonly number[];
}

interface Layer {
  readonly graph: Graph;
  readonly node: Node;
  readonly inputs: readonly Float64Array[];
  readonly R: Float64Array;
  /** Is told the share of the layer's constants. */
  readonly absorb: (relevance: number) => void;
}

/** R_i = Σ_j q_ij R_j / stab(Σ_i q_ij + c_j) for contributions q_ij and a constant part c_j that takes its share away. */
function share(
  { graph, node, inputs, R, absorb }: Layer,
  epsilon: number,
  q: (a: number, w: number, i: number) => number,
  constant: (bias: number, j: number) => number,
): Float64Array[] {
  const bias = biasOf(graph, node);
  const z = bias.map((b, j) => constant(b, j));
  links(graph, node, inputs, (i, j, w, k) => {
    z[j]! += q(inputs[k]![i]!, w, i);
  });
  bias.forEach((b, j) => {
    absorb((constant(b, j) * R[j]!) / stab(z[j]!, epsilon));
  });
  const result = inputs.map((x) => new Float64Array(x.length));
  links(graph, node, inputs, (i, j, w, k) => {
    result[k]![i]! += (q(inputs[k]![i]!, w, i) * R[j]!) / stab(z[j]!, epsilon);
  });
  return result;
}

const raising = (a: number, w: number) => plus(a) * plus(w) + minus(a) * minus(w);
const lowering = (a: number, w: number) => plus(a) * minus(w) + minus(a) * plus(w);

/** The layer rules, from the papers; generalisations for negative inputs as in Zennit. */
const RULES: Record<string, (layer: Layer, p: ReferenceParameters) => Float64Array[]> = {
  epsilon: (l, p) =>
    share(
      l,
      p.epsilon,
      (a, w) => a * w,
      (b) => b,
    ),
  norm: (l, p) =>
    share(
      l,
      p.stabilizer,
      (a, w) => a * w,
      (b) => b,
    ),
  zplus: (l, p) => share(l, p.stabilizer, raising, plus),
  alphaBeta: (l, p) => {
    const up = share({ ...l, absorb: (r) => l.absorb(2 * r) }, p.stabilizer, raising, plus);
    const down = share({ ...l, absorb: (r) => l.absorb(-r) }, p.stabilizer, lowering, minus);
    return up.map((u, k) => u.map((v, i) => 2 * v - down[k]![i]!));
  },
  gamma: (l, p) => {
    const [z] = evaluate(l.graph, l.node, l.inputs);
    const favoured = (sign: 1 | -1) => {
      const part = sign === 1 ? plus : minus;
      const other = sign === 1 ? minus : plus;
      const R = l.R.map((r, j) => (Math.sign(z![j]!) === sign ? r : 0));
      const q = (a: number, w: number) =>
        plus(a) * (w + p.gamma * part(w)) + minus(a) * (w + p.gamma * other(w));
      return share({ ...l, R }, p.stabilizer, q, (b) => b + p.gamma * part(b));
    };
    const [above, below] = [favoured(1), favoured(-1)];
    return above.map((u, k) => u.map((v, i) => v + below[k]![i]!));
  },
  // The bounds at the layer are what images of the lowest and of the highest pixels become there.
  zbox: (l, p) => {
    const [C, ...spatial] = l.graph.dims.get(l.graph.input)!.slice(1);
    const area = sizeOf(spatial);
    const at = (values: readonly number[]) => {
      const image = Float64Array.from({ length: C! * area }, (_, i) => values[Math.floor(i / area)]!);
      return forward(l.graph, image).get(l.node.inputs[0]!)!;
    };
    const [one, two] = [at(p.low), at(p.high)];
    const q = (a: number, w: number, i: number) =>
      a * w - Math.min(one[i]!, two[i]!) * plus(w) - Math.max(one[i]!, two[i]!) * minus(w);
    return share(l, p.stabilizer, q, (b) => b - plus(b) - minus(b));
  },
  wsquare: (l, p) =>
    share(
      l,
      p.stabilizer,
      (_, w) => w * w,
      (b) => b * b,
    ),
  flat: (l, p) =>
    share(
      l,
      p.stabilizer,
      () => 1,
      () => 0,
    ),
};

/** R_i = Σ over the cells that copied or chose cell i. */
function routed(layer: Layer, incoming: readonly (Float64Array | null)[]): Float64Array[] {
  const result = layer.inputs.map((x) => new Float64Array(x.length));
  if (layer.node.op === "MaxPool") {
    winnersOf(layer.graph, layer.node, layer.inputs[0]!).forEach((i, j) => {
      result[0]![i]! += incoming[0]![j]!;
    });
    return result;
  }
  sources(layer.graph, layer.node).forEach((list, output) => {
    list.forEach(({ k, i }, j) => {
      if (i >= 0) result[k]![i]! += incoming[output]?.[j] ?? 0;
    });
  });
  return result;
}

/** Jᵀg by central differences of the node's own function: independent of every formula for a derivative. */
function numericVjp(layer: Layer, g: Float64Array): Float64Array[] {
  const h = 1e-5;
  return layer.inputs.map((x, k) =>
    x.map((v, i) => {
      const at = (value: number) => {
        const moved = layer.inputs.map((other, other_k) => (other_k === k ? other.slice() : other));
        moved[k]![i] = value;
        return evaluate(layer.graph, layer.node, moved)[0]!;
      };
      const [up, down] = [at(v + h), at(v - h)];
      return g.reduce((sum, gj, j) => sum + (gj * (up[j]! - down[j]!)) / (2 * h), 0);
    }),
  );
}

/** The gated product: all to the signal; in a matrix product the gate is the weight matrix. */
function gated(layer: Layer, signal: 0 | 1 | null, p: ReferenceParameters): (Float64Array | null)[] {
  const { graph, node, inputs, R } = layer;
  if (signal === null) return [R.map((r) => r / 2), R.map((r) => r / 2)];
  const [z] = evaluate(graph, node, inputs);
  const at = signal;
  if (node.op === "BatchMatMul") {
    const s = R.map((r, j) => r / stab(z![j]!, p.epsilon));
    const c = numericVjp(layer, s)[at]!;
    const share = c.map((v, i) => v * inputs[at]![i]!);
    return at === 0 ? [share, null] : [null, share];
  }
  return at === 0 ? [R, null] : [null, R];
}

export interface Reference {
  readonly values: ReadonlyMap<string, Float64Array>;
  readonly arrived: ReadonlyMap<string, Float64Array>;
  /** What the constants of all layers took (relevance only). */
  readonly absorbed: number;
}

type Step = (layer: Layer, incoming: readonly (Float64Array | null)[]) => readonly (Float64Array | null)[];

function walk(
  graph: Graph,
  values: ReadonlyMap<string, Float64Array>,
  start: Float64Array,
  step: Step,
): { arrived: Map<string, Float64Array>; absorbed: number } {
  const arrived = new Map([[graph.logits, start]]);
  let absorbed = 0;
  const absorb = (relevance: number) => {
    absorbed += relevance;
  };
  for (const node of [...graph.nodes].reverse()) {
    const incoming = node.outputs.map((o) => arrived.get(o) ?? null);
    if (incoming.every((r) => r === null)) continue;
    const inputs = node.inputs.map((i) => values.get(i)!);
    step({ graph, node, inputs, R: incoming[0]!, absorb }, incoming).forEach((r, k) => {
      if (!r) return;
      const known = arrived.get(node.inputs[k]!);
      arrived.set(node.inputs[k]!, known ? known.map((v, i) => v + r[i]!) : r);
    });
  }
  return { arrived, absorbed };
}

/** Relevance everywhere: of one class, or from a given start at the scores. */
export function referenceLrp(
  graph: Graph,
  image: ArrayLike<number>,
  begin: number | ArrayLike<number>,
  composite: CompositeName,
  p: ReferenceParameters,
): Reference {
  const values = forward(graph, image);
  const logits = values.get(graph.logits)!;
  const rules = assignRules(graph, composite);
  const producers = producersOf(graph.nodes);
  const start =
    typeof begin === "number" ? logits.map((v, i) => (i === begin ? v : 0)) : Float64Array.from(begin);
  const walked = walk(graph, values, start, (layer, incoming) => {
    const rule: RuleName = rules.get(layer.node)!;
    if (rule === "pass") return [layer.R];
    if (rule === "route" || rule === "winner") return routed(layer, incoming);
    if (rule === "gate") return gated(layer, signalOf(graph, producers, layer.node), p);
    return RULES[rule]!(layer, p);
  });
  return { values, ...walked };
}

/** ∂ score / ∂ everything, from finite differences of every single layer. */
export function referenceGradient(
  graph: Graph,
  image: ArrayLike<number>,
  start: ArrayLike<number>,
): Reference {
  const values = forward(graph, image);
  const walked = walk(graph, values, Float64Array.from(start), (layer, incoming) => {
    const { node, graph: g } = layer;
    const isCopy = ["Reshape", "Transpose", "Slice", "Pad", "Split", "Concat", "MaxPool"].includes(node.op);
    if (isCopy) return routed(layer, incoming);
    if (node.op === "FakeQuantize") {
      const [low, high] = ["low", "high"].map(
        (k) => (node.attrs[k] as number) * (node.attrs.scale as number),
      );
      return [layer.R.map((r, i) => (layer.inputs[0]![i]! > low! && layer.inputs[0]![i]! < high! ? r : 0))];
    }
    const isPlainLinear = [
      "Conv",
      "ConvTranspose",
      "Gemm",
      "MatMul",
      "ScaleShift",
      "AveragePool",
      "ReduceMean",
      "ReduceSum",
      "Resize",
      "Add",
      "Sub",
    ].includes(node.op);
    if (!isPlainLinear) return numericVjp(layer, layer.R);
    const result = layer.inputs.map((x) => new Float64Array(x.length));
    links(g, node, layer.inputs, (i, j, w, k) => {
      result[k]![i]! += w * layer.R[j]!;
    });
    return result;
  });
  return { values, ...walked };
}
