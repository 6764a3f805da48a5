import type { AxisMap } from "./axis-matrix";

export interface ResizeOptions {
  readonly mode: string;
  readonly coordinates: string;
  readonly rounding: string;
}

/** Source coordinate of output position `o`, as the ONNX specification defines it. */
function coordinate(o: number, size: number, out: number, scale: number, kind: string): number {
  switch (kind) {
    case "asymmetric":
      return o / scale;
    case "align_corners":
      return out === 1 ? 0 : (o * (size - 1)) / (out - 1);
    case "pytorch_half_pixel":
      return out > 1 ? (o + 0.5) / scale - 0.5 : 0;
    default:
      return (o + 0.5) / scale - 0.5;
  }
}

function round(x: number, kind: string): number {
  switch (kind) {
    case "floor":
      return Math.floor(x);
    case "ceil":
      return Math.ceil(x);
    case "round_prefer_ceil":
      return Math.floor(x + 0.5);
    default:
      return Math.ceil(x - 0.5);
  }
}

/** Which input positions each output position of a resized axis is made of. */
export function resizeMap(
  size: number,
  out: number,
  scale: number,
  { mode, coordinates, rounding }: ResizeOptions,
): AxisMap {
  const clamp = (i: number) => Math.min(Math.max(i, 0), size - 1);
  return Array.from({ length: out }, (_, o) => {
    const x = coordinate(o, size, out, scale, coordinates);
    if (mode === "nearest") return [[clamp(round(x, rounding)), 1] as const];
    const at = Math.min(Math.max(x, 0), size - 1);
    const low = Math.floor(at);
    const share = at - low;
    return share === 0
      ? [[low, 1] as const]
      : ([
          [low, 1 - share],
          [clamp(low + 1), share],
        ] as const);
  });
}
