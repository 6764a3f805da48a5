import { describe, expect, it } from "vitest";
import { compile } from "./compile";
import { ExplainError } from "./errors";
import { readModel } from "./onnx/read";
import { ModelBuilder, type TestAttr } from "./testing/model-builder";

type Net = (b: ModelBuilder, x: string) => string;
/** Operator, what about it, the reason given, the network, the operator set (17 where left out). */
type Refusal = [op: string, what: string, reason: RegExp, net: Net, opset?: number];

const on =
  (op: string, attrs: Record<string, TestAttr> = {}): Net =>
  (b, x) =>
    b.op(op, [x], attrs);
const withInts =
  (op: string, lists: readonly (readonly number[])[], attrs: Record<string, TestAttr> = {}): Net =>
  (b, x) =>
    b.op(op, [x, ...lists.map((list) => b.ints(list))], attrs);
/** A value of the image where a constant is needed. */
const derived = (b: ModelBuilder, x: string) => b.op("Relu", [x]);
const resize =
  (attrs: Record<string, TestAttr>): Net =>
  (b, x) =>
    b.op("Resize", [x, "", b.floats([4], [1, 1, 2, 2])], attrs);

const REFUSALS: Refusal[] = [
  [
    "Conv",
    "weights from the image",
    /its weight is not a constant/,
    (b, x) => b.op("Conv", [x, derived(b, x)]),
  ],
  [
    "Conv",
    "four spatial axes",
    /its input has 6 axes/,
    (b, x) => b.op("Conv", [b.op("Unsqueeze", [x, b.ints([2, 3])]), b.randoms([1, 2, 1, 1, 1, 1], 1)]),
  ],
  [
    "Conv",
    "weights of other channels",
    /weight \[3,5,1,1\] does not fit/,
    (b, x) => b.op("Conv", [x, b.randoms([3, 5, 1, 1], 1)]),
  ],
  ["Conv", "a window larger than the image", /does not fit into/, (b, x) => b.conv(x, 2, { kernel: 9 })],
  [
    "ConvTranspose",
    "no spatial axes",
    /its input has 2 axes/,
    (b, x) => b.op("ConvTranspose", [b.flatten(x, 72), b.randoms([72, 1, 1], 1)]),
  ],
  [
    "Gemm",
    "transA",
    /transposes the batch/,
    (b, x) => b.op("Gemm", [b.flatten(x, 72), b.randoms([1, 3], 1)], { transA: 1 }),
  ],
  [
    "Gemm",
    "weights that do not fit",
    /weight \[5,3\] does not fit/,
    (b, x) => b.op("Gemm", [b.flatten(x, 72), b.randoms([5, 3], 1)]),
  ],
  [
    "Gemm",
    "a bias that does not fit",
    /its bias has shape \[2\]/,
    (b, x) => b.op("Gemm", [b.flatten(x, 72), b.randoms([72, 3], 1), b.randoms([2], 1)]),
  ],
  [
    "MatMul",
    "a constant on the left",
    /its left side is a constant/,
    (b, x) => b.op("MatMul", [b.randoms([6, 6], 1), x]),
  ],
  [
    "MatMul",
    "a constant of three axes",
    /by a constant \[2,6,6\]/,
    (b, x) => b.op("MatMul", [x, b.randoms([2, 6, 6], 1)]),
  ],
  [
    "MatMul",
    "activations that do not meet",
    /it multiplies \[1,2,6,6\] by \[1,72\]/,
    (b, x) => b.op("MatMul", [x, b.flatten(x, 72)]),
  ],
  [
    "MatMul",
    "broadcasting",
    /with broadcasting/,
    (b, x) => b.op("MatMul", [x, b.op("ReduceMean", [x], { axes: [1] })]),
  ],
  [
    "BatchNormalization",
    "training mode",
    /model\.eval/,
    (b, x) =>
      b.op(
        "BatchNormalization",
        [x, b.randoms([2], 1), b.randoms([2], 1), b.randoms([2], 1), b.randoms([2], 1)],
        { training_mode: 1 },
      ),
  ],
  [
    "BatchNormalization",
    "statistics that do not fit",
    /statistics \[3\] do not fit/,
    (b, x) =>
      b.op("BatchNormalization", [
        x,
        b.randoms([3], 1),
        b.randoms([3], 1),
        b.randoms([3], 1),
        b.randoms([3], 1),
      ]),
  ],
  [
    "PRelu",
    "a slope a cell",
    /its slope has shape \[2,6,6\]/,
    (b, x) => b.op("PRelu", [x, b.randoms([2, 6, 6], 1)]),
  ],
  ["Softmax", "several axes as one", /several axes as one; export with opset 13/, on("Softmax"), 11],
  ["Softmax", "the batch", /along axis 0/, on("Softmax", { axis: 0 })],
  [
    "Pow",
    "many exponents",
    /not a single number/,
    (b, x) => b.op("Pow", [x, b.floats([6], [1, 2, 3, 4, 5, 6])]),
  ],
  ["Swish", "another slope", /alpha/, on("Swish", { alpha: { float: 1.7 } }), 24],
  ["MaxPool", "its indices", /indices/, (b, x) => b.ops("MaxPool", [x], { kernel_shape: [2, 2] }, 2)[0]!],
  ["MaxPool", "a window of one axis", /its kernel \[2\] does not fit/, on("MaxPool", { kernel_shape: [2] })],
  [
    "AveragePool",
    "ceil_mode that adds a window on one axis alone",
    /pad it explicitly/,
    on("AveragePool", {
      kernel_shape: [4, 1],
      strides: [3, 4],
      ceil_mode: 1,
      count_include_pad: 1,
    }),
  ],
  ["ReduceMean", "no axes", /the batch as well/, on("ReduceMean")],
  ["ReduceMean", "the batch", /along axis 0/, on("ReduceMean", { axes: [0] })],
  [
    "LayerNormalization",
    "its mean",
    /mean or deviation/,
    (b, x) => b.ops("LayerNormalization", [x, b.randoms([6], 1)], {}, 2)[0]!,
  ],
  [
    "LayerNormalization",
    "a scale that does not fit",
    /its scale has shape \[5\]/,
    (b, x) => b.op("LayerNormalization", [x, b.randoms([5], 1)]),
  ],
  [
    "Add",
    "a constant that enlarges",
    /its constant \[4,2,6,6\] does not fit/,
    (b, x) => b.op("Add", [x, b.randoms([4, 2, 6, 6], 1)]),
  ],
  [
    "Add",
    "activations of other rank",
    /it joins \[1,2,6,6\] and \[1,72\]/,
    (b, x) => b.op("Add", [x, b.flatten(x, 72)]),
  ],
  ["Sum", "activations that do not meet", /it joins/, (b, x) => b.op("Sum", [x, b.conv(x, 2)])],
  [
    "Div",
    "a constant by an activation",
    /divides a constant by an activation/,
    (b, x) => b.op("Div", [b.floats([], [1]), x]),
  ],
  ["Cast", "to whole numbers", /whole numbers/, on("Cast", { to: 7 })],
  ["Reshape", "the batch among other axes", /mixes the batch/, withInts("Reshape", [[2, 36]])],
  ["Reshape", "a shape that does not fit", /cannot be reshaped/, withInts("Reshape", [[1, 7, -1]])],
  [
    "Reshape",
    "a shape from the image",
    /its target shape is not a constant/,
    (b, x) => b.op("Reshape", [x, derived(b, x)]),
  ],
  ["Flatten", "everything", /mixes the batch/, on("Flatten", { axis: 2 })],
  ["Squeeze", "the batch", /along axis 0/, withInts("Squeeze", [[0]])],
  ["Transpose", "the batch", /moves the batch/, on("Transpose", { perm: [1, 0, 2, 3] })],
  ["Concat", "the batch", /along axis 0/, (b, x) => b.op("Concat", [x, x], { axis: 0 })],
  ["Split", "the batch", /along axis 0/, (b, x) => b.ops("Split", [x], { axis: 0 }, 1)[0]!],
  ["Slice", "the batch", /slices the batch/, withInts("Slice", [[1], [2], [0]])],
  ["Slice", "no step", /a slice step of 0/, withInts("Slice", [[0], [2], [2], [0]])],
  [
    "Slice",
    "a range from the image",
    /its range is not a constant/,
    (b, x) => b.op("Slice", [x, derived(b, x), b.ints([1])]),
  ],
  ["Pad", "the batch", /pads the batch/, withInts("Pad", [[1, 0, 0, 0, 0, 0, 0, 0]])],
  ["Pad", "around", /its mode is "wrap"/, withInts("Pad", [[0, 0, 1, 1, 0, 0, 1, 1]], { mode: "wrap" }), 19],
  [
    "Pad",
    "gigabytes",
    /more values than can be held/,
    withInts("Pad", [[0, 0, 0, 0, 0, 0, 2 ** 20, 2 ** 20]]),
  ],
  [
    "Resize",
    "gigabytes",
    /more values than can be held/,
    (b, x) => b.op("Resize", [x, "", b.floats([4], [1, 1, 1e5, 1e5])]),
  ],
  ["Resize", "cubic", /its mode is "cubic"/, resize({ mode: "cubic" })],
  [
    "Resize",
    "a crop",
    /tf_crop_and_resize/,
    resize({ coordinate_transformation_mode: "tf_crop_and_resize" }),
  ],
  ["Resize", "antialiasing", /antialiasing/, resize({ mode: "linear", antialias: 1 }), 18],
  [
    "Resize",
    "keeping proportions",
    /its aspect policy is "not_larger"/,
    (b, x) =>
      b.op("Resize", [x, "", "", b.ints([3, 4])], { axes: [2, 3], keep_aspect_ratio_policy: "not_larger" }),
    18,
  ],
  [
    "Resize",
    "a scale from the image",
    /its scale is not a constant/,
    (b, x) => b.op("Resize", [x, "", derived(b, x)]),
  ],
  [
    "Resize",
    "channels",
    /the batch or the channels/,
    (b, x) => b.op("Resize", [x, "", b.floats([4], [1, 2, 1, 1])]),
  ],
  [
    "Concat",
    "a constant between activations",
    /a constant between activations/,
    (b, x) => b.op("Concat", [x, b.randoms([1, 1, 6, 6], 1), x], { axis: 1 }),
  ],
  ["Gather", "from the batch", /along axis 0/, withInts("Gather", [[0]])],
  [
    "Gather",
    "past the end",
    /index outside axis 1/,
    (b, x) => b.op("Gather", [x, b.ints([0, 2])], { axis: 1 }),
  ],
  [
    "Gather",
    "an index that depends on the image",
    /its index is not a constant/,
    (b, x) => b.op("Gather", [x, derived(b, x)], { axis: 1 }),
  ],
  [
    "Gather",
    "many pieces",
    /it picks \d+ pieces of an axis/,
    (b, x) =>
      b.op("Gather", [b.flatten(x, 72), b.ints(Array.from({ length: 146 }, (_, i) => (i * i) % 71))], {
        axis: 1,
      }),
  ],
  [
    "Gather",
    "some of a flattened batch",
    /from a batch that was flattened/,
    (b, x) => b.op("Gather", [b.op("Reshape", [x, b.ints([-1])]), b.ints([3, 1])], { axis: 0 }),
  ],
  [
    "Relu",
    "a flattened batch",
    /mixes the images of a batch/,
    (b, x) => b.op("Relu", [b.op("Reshape", [x, b.ints([-1])])]),
  ],
  ["Unsqueeze", "before the batch", /along axis 0/, withInts("Unsqueeze", [[0]])],
  [
    "Constant",
    "text",
    /a constant of a kind that is no tensor/,
    (b, x) => b.op("Reshape", [x, b.op("Constant", [], { value_string: "no" })]),
  ],
];

describe("E5 forms without a rule are refused before anything runs, by operator and node", () => {
  it.each<Refusal>(REFUSALS)("%s: %s", (op, _, reason, net, opset = 17) => {
    const b = new ModelBuilder(1, opset);
    const model = readModel(b.build(net(b, b.input(["N", 2, 6, 6])), ["N", "F"]));
    const message = (() => {
      try {
        compile(model);
      } catch (error) {
        expect(error).toBeInstanceOf(ExplainError);
        expect((error as ExplainError).code).toBe("UNSUPPORTED_OP");
        return (error as ExplainError).message;
      }
      throw new Error("it was accepted");
    })();
    expect(message).toMatch(reason);
    expect(message).toMatch(new RegExp(`^Node "${op.toLowerCase()}_\\d+" \\(${op}\\): `));
    expect(message).not.toContain("\n");
  });
});
