import type { Builder } from "../emit/builder";
import type { Relevance } from "./relevance";
import type { RuleContext } from "./types";

/** z + ε·s(z) with s(z) = 1 for z ≥ 0, else −1. (ONNX `Sign(0)` is 0, which would divide by zero.) */
export function stabilise(b: Builder, z: string, epsilon: number): string {
  const sign = b.op("Where", [
    b.op("GreaterOrEqual", [z, b.scalar(0)]),
    b.scalar(epsilon),
    b.scalar(-epsilon),
  ]);
  return b.add(z, sign);
}

/** R / stab(z) */
export function divideStabilised(b: Builder, r: string, z: string, epsilon: number): string {
  return b.div(r, stabilise(b, z, epsilon));
}

/**
 * R / stab(z) for the output z of a layer, by the cheapest way that is exact. Where R = v ⊙ c and v is a rectified z, R is 0
 * for z ≤ 0: the denominator matters for z > 0 only, and needs no sign.
 */
export function quotient(
  { b, nonNegative, producer }: RuleContext,
  r: Relevance,
  z: string,
  epsilon: number,
): string {
  const offset = b.scalar(epsilon);
  if (r.divided?.epsilon === epsilon) {
    const source = producer(r.divided.value);
    if (r.divided.value === z || (source?.op === "Relu" && source.inputs[0] === z)) return r.divided.quotient;
  }
  if (nonNegative(z)) return b.div(r.plain(), b.add(z, offset));
  const value = r.product?.value;
  const rectifier = value === undefined ? undefined : producer(value);
  if (rectifier && rectifier.inputs[0] === z) {
    if (rectifier.op === "Relu") return b.div(r.plain(), b.add(value!, offset));
    if (rectifier.op === "Clip" && rectifier.attrs.min === 0) {
      return b.div(r.plain(), b.add(b.op("Relu", [z]), offset));
    }
  }
  if (value === z) {
    // z ⊙ c / stab(z) = c ⊙ |z| / (|z| + ε): the sign cancels out, which spares telling it.
    const size = b.op("Abs", [z]);
    return b.mul(r.product!.factor, b.div(size, b.add(size, offset)));
  }
  return divideStabilised(b, r.plain(), z, epsilon);
}
