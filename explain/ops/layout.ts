import type { Builder } from "../emit/builder";
import { int, ints, type Node, text } from "../graph/ir";
import { type AxisMap, applyTransposed } from "./axis-matrix";
import { resizeMap } from "./resize-map";
import type { OpTable } from "./types";

/** Applies an axis map's transpose for every axis where the shape changed or the map is not the identity. */
function backwardPerAxis(b: Builder, node: Node, g: string, mapOf: (axis: number) => AxisMap | null): string {
  const dims = b.dimsOf(node.inputs[0]!);
  let result = g;
  for (let axis = dims.length - 1; axis >= 1; axis--) {
    const map = mapOf(axis);
    if (map) result = applyTransposed(b, result, dims.length, axis, dims[axis]!, map);
  }
  return result;
}

const range = (n: number) => Array.from({ length: n }, (_, i) => i);

/** Where output position `o` of a reflected or edge-padded axis came from. */
function paddedSource(o: number, begin: number, size: number, mode: string): number {
  const i = o - begin;
  if (mode === "edge") return Math.min(Math.max(i, 0), size - 1);
  const period = Math.max(1, 2 * (size - 1));
  const wrapped = ((i % period) + period) % period;
  return wrapped < size ? wrapped : period - wrapped;
}

export const LAYOUT: OpTable<"Reshape" | "Transpose" | "Slice" | "Pad" | "Resize"> = {
  Reshape: {
    family: "route",
    forward: (b, n) => void b.reshape(n.inputs[0]!, b.dimsOf(n.outputs[0]!), n.outputs),
    vjp: (b, n, [g]) => [b.reshape(g!, b.dimsOf(n.inputs[0]!))],
  },
  Transpose: {
    family: "route",
    forward: (b, n) => void b.op("Transpose", n.inputs, { perm: ints(n, "perm") }, n.outputs),
    vjp: (b, n, [g]) => {
      const perm = ints(n, "perm");
      return [b.op("Transpose", [g!], { perm: perm.map((_, i) => perm.indexOf(i)) })];
    },
  },
  Slice: {
    family: "route",
    forward: (b, n) => {
      const [begin, step, count] = [ints(n, "begin"), ints(n, "step"), ints(n, "count")];
      const axes = range(begin.length).slice(1);
      // Past the first element, going down, there is no index −1 to name: a very low one means "to the start".
      const end = axes.map((i) => {
        const stop = begin[i]! + step[i]! * count[i]!;
        return stop < 0 ? -(2 ** 31) : stop;
      });
      const inputs = [n.inputs[0]!, b.ints(begin.slice(1)), b.ints(end), b.ints(axes), b.ints(step.slice(1))];
      b.op("Slice", inputs, {}, n.outputs);
    },
    vjp: (b, n, incoming) => {
      const g = incoming[0]!;
      const [begin, step, count] = [ints(n, "begin"), ints(n, "step"), ints(n, "count")];
      const dims = b.dimsOf(n.inputs[0]!);
      if (step.every((s) => s === 1)) {
        return [
          b.op("Pad", [
            g,
            b.ints([...begin, ...dims.map((d, i) => (i === 0 ? 0 : d - begin[i]! - count[i]!))]),
          ]),
        ];
      }
      return [
        backwardPerAxis(b, n, g, (axis) =>
          count[axis] === dims[axis] && step[axis] === 1
            ? null
            : range(count[axis]!).map((o) => [[begin[axis]! + o * step[axis]!, 1]]),
        ),
      ];
    },
  },
  Pad: {
    family: "route",
    forward: (b, n) => {
      const inputs = [n.inputs[0]!, b.ints(ints(n, "pads"))];
      if (text(n, "mode") === "constant") inputs.push(b.scalar(n.attrs.value as number));
      b.op("Pad", inputs, { mode: text(n, "mode") }, n.outputs);
    },
    vjp: (b, n, incoming) => {
      const g = incoming[0]!;
      const pads = ints(n, "pads");
      if (text(n, "mode") === "constant") return [b.op("Pad", [g, b.ints(pads.map((p) => -p))])];
      const dims = b.dimsOf(n.inputs[0]!);
      const outs = b.dimsOf(n.outputs[0]!);
      return [
        backwardPerAxis(b, n, g, (axis) =>
          outs[axis] === dims[axis] && pads[axis] === 0
            ? null
            : range(outs[axis]!).map((o) => [
                [paddedSource(o, pads[axis]!, dims[axis]!, text(n, "mode")), 1],
              ]),
        ),
      ];
    },
  },
  Resize: {
    family: "average",
    forward: (b, n) => {
      const axes = range(b.dimsOf(n.inputs[0]!).length).slice(2);
      const out = b.dimsOf(n.outputs[0]!);
      const scales = ints(n, "scales");
      const bySize = int(n, "bySize") === 1;
      const key = `s:[${scales.slice(2)}]`;
      const how = bySize
        ? ["", b.ints(axes.map((a) => out[a]!))]
        : [
            b.keyed(key, () => ({
              dims: [axes.length],
              kind: "float",
              data: Float32Array.from(scales.slice(2)),
            })),
          ];
      b.op(
        "Resize",
        [n.inputs[0]!, "", ...how],
        {
          axes,
          mode: text(n, "mode"),
          coordinate_transformation_mode: text(n, "coordinates"),
          nearest_mode: text(n, "rounding"),
        },
        n.outputs,
      );
    },
    vjp: (b, n, incoming) => {
      const g = incoming[0]!;
      const dims = b.dimsOf(n.inputs[0]!);
      const outs = b.dimsOf(n.outputs[0]!);
      const options = {
        mode: text(n, "mode"),
        coordinates: text(n, "coordinates"),
        rounding: text(n, "rounding"),
      };
      return [
        backwardPerAxis(b, n, g, (axis) =>
          axis < 2 || outs[axis] === dims[axis]
            ? null
            : resizeMap(dims[axis]!, outs[axis]!, ints(n, "scales")[axis]!, options),
        ),
      ];
    },
  },
};
