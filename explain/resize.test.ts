import * as ort from "onnxruntime-node";
import { describe, expect, it } from "vitest";
import { prepare } from "./compile";
import { sizeOf } from "./graph/tensor";
import { readModel } from "./onnx/read";
import { resolveOptions } from "./options";
import { normalArray } from "./random";
import { ModelBuilder } from "./testing/model-builder";
import { referenceLrp } from "./testing/reference/backward";
import { relativeL2, runOnce } from "./testing/run";

const image = normalArray(2 * 5 * 4, 79);
const COORDINATES = ["half_pixel", "asymmetric", "align_corners", "pytorch_half_pixel"];
const ROUNDINGS = ["round_prefer_floor", "round_prefer_ceil", "floor", "ceil"];
/** Larger, smaller, and down to a single row. */
const SIZES = [
  [9, 6],
  [3, 7],
  [1, 3],
];

const CASES = SIZES.flatMap((size) =>
  COORDINATES.flatMap((coordinates) => [
    ...ROUNDINGS.map((rounding) => ({ mode: "nearest", coordinates, rounding, size })),
    { mode: "linear", coordinates, rounding: "floor", size },
  ]),
);

describe("R2 every way of Resize, by size and by scale", () => {
  it.each(CASES)("$mode $coordinates $rounding to $size", async ({ mode, coordinates, rounding, size }) => {
    for (const bySize of [true, false]) {
      const b = new ModelBuilder(3, 17);
      const how = bySize
        ? ["", "", b.ints([1, 2, ...size])]
        : ["", b.floats([4], [1, 1, size[0]! / 5 + 0.01, size[1]! / 4 + 0.01])];
      const attrs = { mode, coordinate_transformation_mode: coordinates, nearest_mode: rounding };
      const resized = b.op("Resize", [b.input([1, 2, 5, 4]), ...how], attrs);
      const output = b.op("Flatten", [b.relu(resized)], { axis: 1 });
      const model = b.build(output, ["N", "F"]);
      const session = await ort.InferenceSession.create(model, { intraOpNumThreads: 1 });
      const source = await session.run({ image: new ort.Tensor("float32", image, [1, 2, 5, 4]) });
      await session.release();

      const graph = prepare(readModel(model));
      const start = normalArray(sizeOf(graph.dims.get(graph.logits)!), 5);
      const options = { epsilon: 0.05, stabilizer: 0.05, initial: "given" } as const;
      const { logits, relevance } = await runOnce(model, image, start, options);
      expect(relativeL2(logits, source[output]!.data as Float32Array)).toBeLessThan(1e-5);
      const expected = referenceLrp(graph, image, start, "epsilon", resolveOptions(options, 2)).arrived;
      expect(relativeL2(relevance, expected.get(graph.input)!)).toBeLessThan(1e-5);
    }
  });
});
