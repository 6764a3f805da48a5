import { describe, it } from "vitest";
import { normalArray } from "./random";
import { expectAsReference } from "./testing/expect-as-reference";
import { ModelBuilder } from "./testing/model-builder";

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
      await expectAsReference(model, output, image, [1, 2, 5, 4]);
    }
  });
});
