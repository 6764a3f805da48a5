import type { Builder } from "../emit/builder";
import { floatTensor } from "../graph/tensor";

/** A linear map along one axis, as sparse rows: output index → (input index, weight) pairs. */
export type AxisMap = readonly (readonly (readonly [index: number, weight: number])[])[];

/** Applies the transpose of `map` along `axis`: `[… out …]` → `[… size …]`. */
export function applyTransposed(
  b: Builder,
  value: string,
  rank: number,
  axis: number,
  size: number,
  map: AxisMap,
): string {
  const key = `m:${size}:${map.map((row) => row.map(([i, w]) => `${i}*${w}`).join("+")).join(",")}`;
  const matrix = b.keyed(key, () => {
    const data = new Float32Array(map.length * size);
    map.forEach((row, o) => {
      for (const [i, w] of row) data[o * size + i]! += w;
    });
    return floatTensor([map.length, size], data);
  });
  const last = rank - 1;
  if (axis === last) return b.op("MatMul", [value, matrix]);
  const perm = Array.from({ length: rank }, (_, i) => (i === axis ? last : i === last ? axis : i));
  const turned = b.op("Transpose", [value], { perm });
  return b.op("Transpose", [b.op("MatMul", [turned, matrix])], { perm });
}
