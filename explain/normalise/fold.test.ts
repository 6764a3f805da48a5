import * as ort from "onnxruntime-node";
import { describe, expect, it } from "vitest";
import { compile } from "../compile";
import { DataType } from "../onnx/messages";
import { readModel } from "../onnx/read";
import { normalArray } from "../random";
import { ModelBuilder } from "../testing/model-builder";
import { relativeL2, runOnce } from "../testing/run";

type Expression = (b: ModelBuilder) => string;

const float = (b: ModelBuilder, x: string) => b.op("Cast", [x], { to: DataType.FLOAT });
const four = (b: ModelBuilder) => b.floats([2, 2], [1.5, -2, 0.25, 3]);
const whole = (b: ModelBuilder) => b.ints([7, -7, 2, -3, 0, 5]);
const onFloats =
  (op: string): Expression =>
  (b) =>
    b.op("Reshape", [b.op(op, [b.floats([2, 3], [0.5, 1.25, 2, 3.75, 0.1, 6])]), b.ints([-1])]);
const onWhole =
  (op: string, other: readonly number[], attrs = {}): Expression =>
  (b) =>
    float(b, b.op(op, [whole(b), b.ints(other)], attrs));
const tensor = (dims: number[], values: number[]) => ({
  tensor: { dims, dataType: DataType.FLOAT, floatData: values },
});
const twoByThree = (b: ModelBuilder) => b.floats([2, 3], [1, 2, 3, 4, 5, 6]);

/** Constants of shape `[6]`, `[1]` or none, by every operator that may stand between constants; with the operator set. */
const EXPRESSIONS: Readonly<Record<string, readonly [Expression, number?]>> = {
  "Constant tensor": [(b) => b.op("Constant", [], { value: tensor([6], [1, 2, 3, 4, 5, 6]) })],
  "Constant numbers": [(b) => float(b, b.op("Constant", [], { value_ints: [1, 2, 3, 4, 5, 6] }))],
  "Constant number": [(b) => float(b, b.op("Constant", [], { value_int: 3 }))],
  "ConstantOfShape, zeros": [(b) => b.op("ConstantOfShape", [b.ints([6])])],
  "ConstantOfShape of a value": [
    (b) => b.op("ConstantOfShape", [b.ints([1])], { value: tensor([1], [2.5]) }),
  ],
  Identity: [onFloats("Identity")],
  "Cast to whole numbers and back": [
    (b) => float(b, b.op("Cast", [b.floats([6], [0.5, 1.9, -1.9, 3, 0, 2.2])], { to: DataType.INT64 })),
  ],
  "Cast to truth values": [
    (b) => float(b, b.op("Cast", [b.floats([6], [0.5, 0, -1, 3, 0, 2])], { to: DataType.BOOL })),
  ],
  "Rounded to bytes and back, halves to the even": [
    (b) => {
      const how = [b.floats([], [1]), b.whole([], [128], DataType.UINT8)];
      const x = b.floats([6], [0.5, 1.5, -2.5, -3.5, 300, 0.26]);
      return b.op("DequantizeLinear", [b.op("QuantizeLinear", [x, ...how]), ...how]);
    },
  ],
  "Rounded to unsigned bytes, no zero point": [
    (b) => {
      const x = b.floats([6], [0.5, 1.5, -2.5, 3.5, 300, 0.26]);
      return b.op("DequantizeLinear", [
        b.op("QuantizeLinear", [x, b.floats([], [0.5])]),
        b.floats([], [0.5]),
      ]);
    },
  ],
  "Rounded to the type of an attribute": [
    (b) => {
      const rounded = b.op(
        "QuantizeLinear",
        [b.floats([6], [0.5, 1.5, -2.5, 3.5, 300, 0.26]), b.floats([], [0.5])],
        {
          output_dtype: DataType.INT8,
        },
      );
      return b.op("DequantizeLinear", [rounded, b.floats([], [0.5])]);
    },
    21,
  ],
  "Gather of rows, from the end": [
    (b) =>
      b.op("Reshape", [
        b.op("Gather", [b.floats([3, 3], [1, 2, 3, 4, 5, 6, 7, 8, 9]), b.ints([-1, 0])]),
        b.ints([6]),
      ]),
  ],
  "Gather of columns": [
    (b) =>
      b.op("Reshape", [
        b.op("Gather", [b.floats([3, 3], [1, 2, 3, 4, 5, 6, 7, 8, 9]), b.ints([2, 0])], { axis: -1 }),
        b.ints([6]),
      ]),
  ],
  "Concat along the last axis": [
    (b) => b.op("Reshape", [b.op("Concat", [four(b), b.floats([2, 1], [8, 9])], { axis: -1 }), b.ints([6])]),
  ],
  "Slice by attributes": [
    (b) => b.op("Slice", [b.floats([9], [1, 2, 3, 4, 5, 6, 7, 8, 9])], { starts: [2], ends: [8] }),
    9,
  ],
  "Slice by attributes along an axis": [
    (b) =>
      b.op("Slice", [b.floats([1, 9], [1, 2, 3, 4, 5, 6, 7, 8, 9])], { starts: [-7], ends: [-1], axes: [1] }),
    9,
  ],
  "Slice by inputs": [
    (b) =>
      b.op("Slice", [
        b.floats([9], [1, 2, 3, 4, 5, 6, 7, 8, 9]),
        b.ints([7]),
        b.ints([1]),
        b.ints([0]),
        b.ints([-1]),
      ]),
  ],
  "Squeeze of everything": [(b) => b.op("Squeeze", [b.floats([1, 6, 1], [1, 2, 3, 4, 5, 6])])],
  "Squeeze by attribute": [
    (b) => b.op("Squeeze", [b.floats([1, 6, 1], [1, 2, 3, 4, 5, 6])], { axes: [-1] }),
    11,
  ],
  "Unsqueeze by input": [(b) => b.op("Unsqueeze", [b.floats([6], [1, 2, 3, 4, 5, 6]), b.ints([0, 1])])],
  "Unsqueeze by attribute": [
    (b) => b.op("Unsqueeze", [b.floats([6], [1, 2, 3, 4, 5, 6])], { axes: [0] }),
    11,
  ],
  Expand: [(b) => b.op("Reshape", [b.op("Expand", [b.floats([2, 1], [1, 2]), b.ints([2, 3])]), b.ints([6])])],
  "Expand of fewer axes": [
    (b) => b.op("Reshape", [b.op("Expand", [b.floats([3], [1, 2, 3]), b.ints([2, 1])]), b.ints([6])]),
  ],
  Range: [
    (b) => {
      const one = (v: number) => b.op("Squeeze", [b.ints([v]), b.ints([0])]);
      return float(b, b.op("Range", [one(3), one(15), one(2)]));
    },
  ],
  "Where and Equal": [
    (b) =>
      b.op("Where", [
        b.op("Equal", [whole(b), b.ints([-7])]),
        b.floats([1], [9]),
        b.floats([6], [1, 2, 3, 4, 5, 6]),
      ]),
  ],
  "Transpose, turned round": [(b) => b.op("Reshape", [b.op("Transpose", [twoByThree(b)]), b.ints([6])])],
  "Transpose by permutation": [
    (b) =>
      b.op("Reshape", [
        b.op("Transpose", [b.floats([1, 2, 3], [1, 2, 3, 4, 5, 6])], { perm: [2, 0, 1] }),
        b.ints([6]),
      ]),
  ],
  "ReduceProd of everything": [(b) => b.op("Reshape", [b.op("ReduceProd", [twoByThree(b)]), b.ints([1])])],
  "ReduceProd of a shape beside another number": [
    (b) => {
      const many = b.op("ReduceProd", [b.ints([2, 3])]);
      return b.op("Reshape", [
        b.floats([3, 2], [1, 2, 3, 4, 5, 6]),
        b.op("Concat", [b.ints([1]), many], { axis: 0 }),
      ]);
    },
  ],
  "ReduceProd along an axis": [
    (b) =>
      b.op("Reshape", [
        b.op("ReduceProd", [b.floats([6, 2], [1, 2, 3, 4, 5, 6, 1, 2, 3, 4, 5, 6])], {
          axes: [1],
          keepdims: 0,
        }),
        b.ints([6]),
      ]),
  ],
  "ReduceProd by input": [
    (b) => b.op("ReduceProd", [b.floats([2, 6], [1, 2, 3, 4, 5, 6, 1, 2, 3, 4, 5, 6]), b.ints([-2])]),
    18,
  ],
  "Add, Sub, Mul with broadcasting": [
    (b) =>
      b.op("Reshape", [
        b.op("Mul", [
          b.op("Sub", [b.op("Add", [four(b), b.floats([1], [1])]), b.floats([2, 1], [1, 2])]),
          b.floats([1, 1, 2], [1, 3]),
        ]),
        b.ints([4]),
      ]),
  ],
  Div: [(b) => b.op("Div", [b.floats([6], [1, 2, 3, 4, 5, 6]), b.floats([], [4])])],
  "Div of whole numbers": [onWhole("Div", [2])],
  Pow: [(b) => b.op("Pow", [b.floats([6], [1, 2, 3, 4, 5, 6]), b.floats([], [1.5])])],
  Mod: [onWhole("Mod", [3])],
  "Mod with the dividend's sign": [onWhole("Mod", [3], { fmod: 1 })],
  "Min of three": [(b) => float(b, b.op("Min", [whole(b), b.ints([4]), b.ints([-5])]))],
  Max: [(b) => float(b, b.op("Max", [whole(b), b.ints([1])]))],
  Neg: [onFloats("Neg")],
  Sqrt: [onFloats("Sqrt")],
  Exp: [onFloats("Exp")],
  Reciprocal: [onFloats("Reciprocal")],
  Floor: [onFloats("Floor")],
  Ceil: [onFloats("Ceil")],
  Abs: [(b) => float(b, b.op("Abs", [whole(b)]))],
};

const image = normalArray(2 * 6 * 6, 80);

describe("N3 arithmetic between constants is done as ONNX Runtime does it", () => {
  it.each(Object.keys(EXPRESSIONS))("%s", async (name) => {
    const [expression, opset = 17] = EXPRESSIONS[name]!;
    const b = new ModelBuilder(4, opset);
    const x = b.relu(b.input([1, 2, 6, 6]));
    const constant = expression(b);
    // Four values do not broadcast over six columns: they become channels.
    const y =
      name === "Add, Sub, Mul with broadcasting"
        ? b.op("Add", [b.conv(x, 4), b.op("Reshape", [constant, b.ints([4, 1, 1])])])
        : b.op("Add", [x, constant]);
    const output = b.op("Flatten", [y], { axis: 1 });
    const model = b.build(output, ["N", "F"]);
    const session = await ort.InferenceSession.create(model, { intraOpNumThreads: 1 });
    const source = await session.run({ image: new ort.Tensor("float32", image, [1, 2, 6, 6]) });
    await session.release();
    const { logits } = await runOnce(model, image, [0], { method: "occlusion" });
    expect(relativeL2(logits, source[output]!.data as Float32Array)).toBeLessThan(1e-6);
  });

  const impossible: [string, Expression, RegExp][] = [
    [
      "operands that do not meet",
      (b) => b.op("Add", [four(b), b.floats([3], [1, 2, 3])]),
      /do not broadcast/,
    ],
    ["an expansion that does not fit", (b) => b.op("Expand", [four(b), b.ints([3])]), /does not fit/],
    [
      "a choice of shapes that do not meet",
      (b) => b.op("Where", [b.op("Equal", [b.ints([1, 2]), b.ints([1])]), b.floats([3], [1, 2, 3]), four(b)]),
      /do not broadcast/,
    ],
    [
      "gigabytes from a shape",
      (b) => b.op("ConstantOfShape", [b.ints([2 ** 16, 2 ** 15])]),
      /a constant of 2147483648 values, made of 0/,
    ],
    [
      "gigabytes by expansion",
      (b) => b.op("Expand", [b.floats([1], [1]), b.ints([2 ** 31])]),
      /made of 1$|made of 1[^0-9]/,
    ],
    [
      "gigabytes of numbers in a row",
      (b) => {
        const one = (v: number) => b.op("Squeeze", [b.ints([v]), b.ints([0])]);
        return b.op("Range", [one(0), one(2 ** 40), one(1)]);
      },
      /a constant of 1099511627776 values/,
    ],
    ["a cast to text", (b) => b.op("Cast", [four(b)], { to: DataType.STRING }), /cast to element type 8/],
  ];
  it.each(impossible)("refuses %s", (_, expression, reason) => {
    const b = new ModelBuilder(4);
    const y = b.op("Add", [b.input([1, 2, 6, 6]), expression(b)]);
    const model = readModel(b.build(b.op("Flatten", [y], { axis: 1 }), ["N", "F"]));
    expect(() => compile(model)).toThrow(reason);
  });
});
