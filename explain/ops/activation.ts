import { type Builder, float } from "../emit/builder";
import { int, type Node, text } from "../graph/ir";
import type { OpDefinition, OpTable } from "./types";

const num = (node: Node, key: string) => node.attrs[key] as number;

/** One where `condition` holds, else `otherwise` (a value or 0). */
function where(b: Builder, condition: string, then: string, otherwise: string): string {
  return b.op("Where", [condition, then, otherwise]);
}

const positive = (b: Builder, x: string) => b.op("Greater", [x, b.scalar(0)]);

/** φ(x), the density of the normal distribution. */
function density(b: Builder, x: string): string {
  const square = b.mul(b.mul(x, x), b.scalar(-0.5));
  return b.mul(b.op("Exp", [square]), b.scalar(1 / Math.sqrt(2 * Math.PI)));
}

/** Φ(x), the distribution function of the normal distribution. */
function normal(b: Builder, x: string): string {
  const erf = b.op("Erf", [b.mul(x, b.scalar(Math.SQRT1_2))]);
  return b.mul(b.add(erf, b.scalar(1)), b.scalar(0.5));
}

/** tanh(√(2/π)·(x + 0.044715 x³)), the inside of the approximate GELU. */
function geluTanh(b: Builder, x: string): string {
  const cube = b.mul(b.mul(b.mul(x, x), x), b.scalar(0.044715));
  return b.op("Tanh", [b.mul(b.add(x, cube), b.scalar(Math.sqrt(2 / Math.PI)))]);
}

/** d/dx of the approximate GELU: ½(1 + t) + ½x(1 − t²)·√(2/π)(1 + 3·0.044715 x²). */
function geluTanhDerivative(b: Builder, x: string): string {
  const t = geluTanh(b, x);
  const inner = b.mul(
    b.add(b.mul(b.mul(x, x), b.scalar(3 * 0.044715)), b.scalar(1)),
    b.scalar(Math.sqrt(2 / Math.PI)),
  );
  const slope = b.op("Sub", [b.scalar(1), b.mul(t, t)]);
  const left = b.mul(b.add(t, b.scalar(1)), b.scalar(0.5));
  return b.add(left, b.mul(b.mul(b.mul(x, slope), inner), b.scalar(0.5)));
}

/** x is the input, y the output; gives dy/dx elementwise. */
type Derivative = (b: Builder, node: Node, x: string, y: string) => string;

function activation(
  forward: (b: Builder, node: Node, x: string) => void,
  derivative: Derivative,
): OpDefinition {
  return {
    family: "activation",
    forward: (b, n) => forward(b, n, n.inputs[0]!),
    vjp: (b, n, [g]) => [b.mul(g!, derivative(b, n, n.inputs[0]!, n.outputs[0]!))],
  };
}

/** The gradient only where a mask is true: exact zeros elsewhere, and one pass less over memory. */
function masked(
  forward: (b: Builder, node: Node, x: string) => void,
  mask: (b: Builder, n: Node, x: string, y: string) => string,
): OpDefinition {
  return {
    family: "activation",
    forward: (b, n) => forward(b, n, n.inputs[0]!),
    vjp: (b, n, [g]) => [where(b, mask(b, n, n.inputs[0]!, n.outputs[0]!), g!, b.scalar(0))],
  };
}

const plain = (op: string) => (b: Builder, n: Node, x: string) => void b.op(op, [x], {}, n.outputs);

/** Strictly inside two bounds. */
const between = (b: Builder, x: string, low: number, high: number) =>
  b.op("And", [b.op("Greater", [x, b.scalar(low)]), b.op("Less", [x, b.scalar(high)])]);

const sigmoidDerivative = (b: Builder, s: string) => b.mul(s, b.op("Sub", [b.scalar(1), s]));

/** Unary operations emitted under their own ONNX name, with a derivative. */
export const ACTIVATIONS: OpTable<
  | "Relu"
  | "LeakyRelu"
  | "PRelu"
  | "Elu"
  | "Clip"
  | "FakeQuantize"
  | "Sigmoid"
  | "HardSigmoid"
  | "HardSwish"
  | "Silu"
  | "Gelu"
  | "Tanh"
  | "Softplus"
  | "Erf"
  | "Sqrt"
  | "Pow"
  | "Softmax"
> = {
  Relu: masked(plain("Relu"), (b, _n, _x, y) => positive(b, y)),
  LeakyRelu: activation(
    (b, n, x) => void b.op("LeakyRelu", [x], { alpha: float(num(n, "alpha")) }, n.outputs),
    (b, n, x) => where(b, positive(b, x), b.scalar(1), b.scalar(num(n, "alpha"))),
  ),
  PRelu: activation(
    (b, n, x) => void b.op("PRelu", [x, b.tensor(n.weights.slope!)], {}, n.outputs),
    (b, n, x) => where(b, positive(b, x), b.scalar(1), b.tensor(n.weights.slope!)),
  ),
  Elu: activation(
    (b, n, x) => void b.op("Elu", [x], { alpha: float(num(n, "alpha")) }, n.outputs),
    (b, n, x, y) => where(b, positive(b, x), b.scalar(1), b.add(y, b.scalar(num(n, "alpha")))),
  ),
  Clip: masked(
    (b, n, x) => void b.op("Clip", [x, b.scalar(num(n, "min")), b.scalar(num(n, "max"))], {}, n.outputs),
    (b, n, x) => between(b, x, num(n, "min"), num(n, "max")),
  ),
  // Rounding counts as slope one, saturation as none.
  FakeQuantize: masked(
    (b, n, x) => {
      const steps = b.op("Round", [b.div(x, b.scalar(num(n, "scale")))]);
      const within = b.op("Clip", [steps, b.scalar(num(n, "low")), b.scalar(num(n, "high"))]);
      b.op("Mul", [within, b.scalar(num(n, "scale"))], {}, n.outputs);
    },
    (b, n, x) => between(b, x, num(n, "low") * num(n, "scale"), num(n, "high") * num(n, "scale")),
  ),
  Sigmoid: activation(plain("Sigmoid"), (b, _n, _x, y) => sigmoidDerivative(b, y)),
  HardSigmoid: activation(
    (b, n, x) =>
      void b.op(
        "HardSigmoid",
        [x],
        { alpha: float(num(n, "alpha")), beta: float(num(n, "beta")) },
        n.outputs,
      ),
    (b, n, _x, y) => where(b, between(b, y, 0, 1), b.scalar(num(n, "alpha")), b.scalar(0)),
  ),
  HardSwish: activation(plain("HardSwish"), (b, _n, x) => {
    const inside = b.add(b.mul(x, b.scalar(1 / 3)), b.scalar(0.5));
    const upper = where(b, b.op("Less", [x, b.scalar(3)]), inside, b.scalar(1));
    return where(b, b.op("Greater", [x, b.scalar(-3)]), upper, b.scalar(0));
  }),
  Silu: activation(
    (b, n, x) => void b.op("Mul", [x, b.op("Sigmoid", [x])], {}, n.outputs),
    (b, _n, x, y) => {
      const s = b.op("Sigmoid", [x]);
      return b.add(s, b.mul(y, b.op("Sub", [b.scalar(1), s])));
    },
  ),
  Gelu: activation(
    (b, n, x) => void b.op("Gelu", [x], { approximate: text(n, "approximate") }, n.outputs),
    (b, n, x) =>
      text(n, "approximate") === "tanh"
        ? geluTanhDerivative(b, x)
        : b.add(normal(b, x), b.mul(x, density(b, x))),
  ),
  Tanh: activation(plain("Tanh"), (b, _n, _x, y) => b.op("Sub", [b.scalar(1), b.mul(y, y)])),
  Softplus: activation(plain("Softplus"), (b, _n, x) => b.op("Sigmoid", [x])),
  Erf: activation(plain("Erf"), (b, _n, x) =>
    b.mul(b.op("Exp", [b.op("Neg", [b.mul(x, x)])]), b.scalar(2 / Math.sqrt(Math.PI))),
  ),
  Sqrt: activation(plain("Sqrt"), (b, _n, _x, y) => b.div(b.scalar(0.5), y)),
  Pow: activation(
    (b, n, x) => void b.op("Pow", [x, b.scalar(num(n, "exponent"))], {}, n.outputs),
    (b, n, x) => b.mul(b.op("Pow", [x, b.scalar(num(n, "exponent") - 1)]), b.scalar(num(n, "exponent"))),
  ),
  Softmax: {
    family: "activation",
    forward: (b, n) =>
      void b.op(int(n, "log") ? "LogSoftmax" : "Softmax", n.inputs, { axis: int(n, "axis") }, n.outputs),
    vjp: (b, n, incoming) => {
      const g = incoming[0]!;
      const y = n.outputs[0]!;
      const axes = b.ints([int(n, "axis")]);
      if (int(n, "log")) {
        const total = b.op("ReduceSum", [g, axes], { keepdims: 1 });
        return [b.op("Sub", [g, b.mul(b.op("Exp", [y]), total)])];
      }
      const mean = b.op("ReduceSum", [b.mul(g, y), axes], { keepdims: 1 });
      return [b.mul(y, b.op("Sub", [g, mean]))];
    },
  },
};
