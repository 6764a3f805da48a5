import type { Builder } from "../emit/builder";

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
