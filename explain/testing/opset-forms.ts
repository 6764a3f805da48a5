import type { ModelBuilder, TestAttr } from "./model-builder";
import type { OpNet } from "./op-nets";

/** How an operator is written from an operator set on, until the next form of the list (or the newest set) takes over. */
export type Form = readonly [since: number, net: OpNet];

export const OLDEST = 7;
/** The newest operator set that onnxruntime-node 1.30 promises to run. */
export const NEWEST = 26;

const conv = (b: ModelBuilder, x: string) => b.conv(x, 4, { pad: 1 });
const after =
  (op: string, attrs: Record<string, TestAttr> = {}, channels?: number): OpNet =>
  (b, x) =>
    b.op(op, [conv(b, x)], attrs, channels);
const same = (op: string, attrs: Record<string, TestAttr> = {}): readonly Form[] => [
  [OLDEST, after(op, attrs)],
];
const scalar = (b: ModelBuilder, value: number) => b.floats([], [value]);
/** A constant, written as a node. */
const number = (b: ModelBuilder, value: number) => b.op("Constant", [], { value_float: { float: value } });

const split = (b: ModelBuilder, inputs: readonly string[], attrs: Record<string, TestAttr>, count = 2) => {
  const parts = b.ops("Split", inputs, { axis: 1, ...attrs }, count, 2);
  return b.op("Concat", [...parts].reverse(), { axis: 1 }, 4);
};
const upsample = { mode: "linear" } as const;

/** Every operator whose written form differs between operator sets, and those whose plain form should go on working. */
export const OPSET_FORMS: Readonly<Record<string, readonly Form[]>> = {
  Conv: [[OLDEST, (b, x) => b.conv(x, 4, { stride: 2, pad: 1, dilation: 2 })]],
  ConvTranspose: [[OLDEST, (b, x) => b.convTranspose(x, 4, { stride: 2 })]],
  Gemm: [
    [
      OLDEST,
      (b, x) =>
        b.op(
          "Gemm",
          [b.flatten(x, 72), b.randoms([72, 5], 0.1), b.randoms([1, 5], 0.3)],
          { alpha: { float: 0.5 }, beta: { float: 2 } },
          5,
        ),
    ],
    [11, (b, x) => b.op("Gemm", [b.flatten(x, 72), b.randoms([5, 72], 0.1)], { transB: 1 }, 5)],
  ],
  "MatMul and Add": [
    [
      OLDEST,
      (b, x) =>
        b.op("Add", [
          b.op("MatMul", [b.flatten(x, 72), b.randoms([72, 5], 0.1)], {}, 5),
          b.randoms([5], 0.3),
        ]),
    ],
  ],
  BatchNormalization: [[OLDEST, (b, x) => b.batchNorm(b.relu(conv(b, x)))]],
  InstanceNormalization: [
    [
      OLDEST,
      (b, x) => b.op("InstanceNormalization", [conv(b, x), b.randoms([4], 0.3, 1), b.randoms([4], 0.3)]),
    ],
  ],
  LayerNormalization: [
    [
      17,
      (b, x) =>
        b.op("LayerNormalization", [conv(b, x), b.randoms([6, 6], 0.3, 1), b.randoms([6, 6], 0.3)], {
          axis: -2,
        }),
    ],
  ],
  Relu: same("Relu"),
  LeakyRelu: same("LeakyRelu", { alpha: { float: 0.1 } }),
  PRelu: [[OLDEST, (b, x) => b.op("PRelu", [conv(b, x), b.randoms([4, 1, 1], 0.3)])]],
  Elu: same("Elu"),
  Clip: [
    [OLDEST, after("Clip", { min: { float: -0.4 }, max: { float: 0.7 } })],
    [11, (b, x) => b.op("Clip", [conv(b, x), scalar(b, -0.4), scalar(b, 0.7)])],
    [12, (b, x) => b.op("Clip", [conv(b, x), "", number(b, 0.7)])],
  ],
  Sigmoid: same("Sigmoid"),
  HardSigmoid: same("HardSigmoid"),
  HardSwish: [[14, after("HardSwish")]],
  "Gelu by erf": [[20, after("Gelu")]],
  "Gelu by tanh": [[20, after("Gelu", { approximate: "tanh" })]],
  Tanh: same("Tanh"),
  Softplus: same("Softplus"),
  Erf: [[9, after("Erf")]],
  "Sqrt and Pow": [
    [OLDEST, (b, x) => b.op("Sqrt", [b.op("Add", [b.op("Pow", [conv(b, x), scalar(b, 2)]), scalar(b, 1)])])],
  ],
  "Softmax inside": [
    [
      OLDEST,
      (b, x) =>
        b.conv(
          b.op(
            "Unsqueeze",
            [
              b.op("Unsqueeze", [b.op("Softmax", [b.flatten(b.globalAverage(conv(b, x)), 4)])], {
                axes: [2],
              }),
            ],
            { axes: [3] },
            4,
          ),
          3,
          { kernel: 1 },
        ),
    ],
    [13, (b, x) => b.conv(b.op("Softmax", [conv(b, x)], { axis: 1 }), 3)],
  ],
  "LogSoftmax inside": [
    [OLDEST, (b, x) => b.gemm(b.op("LogSoftmax", [b.flatten(x, 72)], { axis: 1 }), 5)],
    [13, after("LogSoftmax", { axis: -3 })],
  ],
  MaxPool: [
    [OLDEST, (b, x) => b.pool("MaxPool", conv(b, x), 3, { strides: [2, 2], pads: [1, 1, 0, 0] })],
    [10, (b, x) => b.pool("MaxPool", conv(b, x), 2, { strides: [2, 2], dilations: [2, 2], ceil_mode: 1 })],
  ],
  AveragePool: [
    [
      OLDEST,
      (b, x) =>
        b.pool("AveragePool", conv(b, x), 3, { strides: [2, 2], pads: [1, 1, 0, 0], count_include_pad: 1 }),
    ],
    [10, (b, x) => b.pool("AveragePool", conv(b, x), 3, { strides: [2, 2], ceil_mode: 1 })],
    [19, (b, x) => b.pool("AveragePool", conv(b, x), 2, { strides: [2, 2], dilations: [2, 3] })],
  ],
  GlobalAveragePool: same("GlobalAveragePool"),
  GlobalMaxPool: same("GlobalMaxPool"),
  ReduceMean: [
    [OLDEST, after("ReduceMean", { axes: [2, 3], keepdims: 1 })],
    [11, after("ReduceMean", { axes: [-1, -2], keepdims: 0 })],
    [18, (b, x) => b.op("ReduceMean", [conv(b, x), b.ints([-1])], { keepdims: 0 })],
  ],
  ReduceSum: [
    [OLDEST, after("ReduceSum", { axes: [2], keepdims: 1 })],
    [11, after("ReduceSum", { axes: [-1], keepdims: 0 })],
    [13, (b, x) => b.op("ReduceSum", [conv(b, x), b.ints([-1])], { keepdims: 0 })],
  ],
  "Add, Sub and Sum": [
    [
      OLDEST,
      (b, x) => b.op("Sum", [b.op("Sub", [conv(b, x), conv(b, x)]), b.op("Add", [conv(b, x), scalar(b, 1)])]),
    ],
  ],
  "Sum with broadcasting": [
    [
      8,
      (b, x) => {
        const y = conv(b, x);
        return b.op("Sum", [y, b.globalAverage(y), conv(b, x)]);
      },
    ],
  ],
  "Mul by a gate and by a scale": [
    [
      OLDEST,
      (b, x) => {
        const y = conv(b, x);
        return b.op("Mul", [
          b.op("Mul", [y, b.op("Sigmoid", [b.globalAverage(y)])]),
          b.randoms([4, 1, 1], 1),
        ]);
      },
    ],
  ],
  "Div by a constant": [[OLDEST, (b, x) => b.op("Div", [conv(b, x), b.floats([1, 4, 1, 1], [1, -2, 3, 4])])]],
  Concat: [
    [OLDEST, (b, x) => b.op("Concat", [x, conv(b, x)], { axis: 1 }, 6)],
    [11, (b, x) => b.op("Concat", [x, b.conv(x, 2, { pad: 1 })], { axis: -1 }, 2)],
  ],
  Split: [
    [OLDEST, (b, x) => split(b, [conv(b, x)], { split: [1, 3] })],
    [13, (b, x) => split(b, [conv(b, x), b.ints([3, 1])], {})],
  ],
  "Split evenly": [
    [OLDEST, (b, x) => split(b, [conv(b, x)], {})],
    [18, (b, x) => split(b, [b.conv(x, 5, { pad: 1 })], { num_outputs: 3 }, 3)],
  ],
  Slice: [
    [OLDEST, after("Slice", { starts: [0, 1], ends: [9, -1], axes: [2, 3] })],
    [
      10,
      (b, x) =>
        b.op("Slice", [conv(b, x), b.ints([-1, 0]), b.ints([-99, 4]), b.ints([3, 2]), b.ints([-1, 2])]),
    ],
    [13, (b, x) => b.op("Slice", [conv(b, x), b.ints([4]), b.ints([0]), b.ints([-1]), b.ints([-3])])],
  ],
  Flatten: [
    [OLDEST, (b, x) => b.flatten(conv(b, x), 144)],
    [11, after("Flatten", { axis: -3 }, 144)],
  ],
  Reshape: [
    [OLDEST, (b, x) => b.op("Reshape", [conv(b, x), b.ints([0, -1, 9])], {}, 16)],
    [14, (b, x) => b.op("Reshape", [conv(b, x), b.ints([1, 2, -1])], { allowzero: 1 }, 2)],
  ],
  Squeeze: [
    [OLDEST, (b, x) => b.op("Squeeze", [b.globalAverage(conv(b, x))], { axes: [2, 3] })],
    [11, (b, x) => b.op("Squeeze", [b.globalAverage(conv(b, x))], { axes: [-1] })],
    [13, (b, x) => b.op("Squeeze", [b.globalAverage(conv(b, x)), b.ints([-1, 2])])],
  ],
  Unsqueeze: [
    [OLDEST, after("Unsqueeze", { axes: [2, 5] })],
    [11, after("Unsqueeze", { axes: [-1] })],
    [13, (b, x) => b.op("Unsqueeze", [conv(b, x), b.ints([2, -1])])],
  ],
  Transpose: same("Transpose", { perm: [0, 3, 1, 2] }),
  "Pad with a constant": [
    [OLDEST, after("Pad", { pads: [0, 1, 0, 2, 0, 0, 1, 0], value: { float: 0.5 } }, 5)],
    [11, (b, x) => b.op("Pad", [conv(b, x), b.ints([0, 1, 0, 2, 0, 0, 1, 0]), scalar(b, 0.5)], {}, 5)],
    [18, (b, x) => b.op("Pad", [conv(b, x), b.ints([1, 2, 0, 3]), scalar(b, 0.5), b.ints([-1, 1])], {}, 6)],
  ],
  "Pad reflecting": [
    [OLDEST, after("Pad", { pads: [0, 0, 2, 1, 0, 0, 0, 3], mode: "reflect" })],
    [11, (b, x) => b.op("Pad", [conv(b, x), b.ints([0, 0, 2, 1, 0, 0, 0, 3])], { mode: "reflect" })],
    [18, (b, x) => b.op("Pad", [conv(b, x), b.ints([2, 3]), "", b.ints([2])], { mode: "reflect" })],
  ],
  "Pad at the edge": [
    [OLDEST, after("Pad", { pads: [0, 0, 2, 1, 0, 0, 0, 3], mode: "edge" })],
    [11, (b, x) => b.op("Pad", [conv(b, x), b.ints([0, 0, 2, 1, 0, 0, 0, 3])], { mode: "edge" })],
  ],
  Dropout: [
    [OLDEST, after("Dropout", { ratio: { float: 0.5 } })],
    [12, (b, x) => b.op("Dropout", [conv(b, x), scalar(b, 0.5)])],
  ],
  Identity: same("Identity"),
  "Constant tensors": [
    [
      12,
      (b, x) =>
        b.op(
          "Reshape",
          [
            b.op("Mul", [
              conv(b, x),
              b.op("Constant", [], { value_floats: { floats: [1, -2, 3, 2, 1, 0.5] } }),
            ]),
            b.op("Constant", [], { value_ints: [0, 12, 12] }),
          ],
          {},
          12,
        ),
    ],
  ],
  Cast: same("Cast", { to: 1 }),
  "Shape arithmetic": [
    [
      OLDEST,
      (b, x) => {
        const y = conv(b, x);
        const n = b.op("Gather", [b.op("Shape", [y]), b.ints([0])], { axis: 0 });
        return b.op("Reshape", [y, b.op("Concat", [n, b.ints([-1])], { axis: 0 })], {}, 144);
      },
    ],
    [
      15,
      (b, x) => {
        const y = conv(b, x);
        return b.op(
          "Reshape",
          [y, b.op("Concat", [b.op("Shape", [y], { start: -4, end: 2 }), b.ints([-1])], { axis: 0 })],
          {},
          4,
        );
      },
    ],
  ],
  LRN: same("LRN", { size: 3, alpha: { float: 0.3 } }),
  "Upsample and Resize, nearest": [
    [OLDEST, after("Upsample", { scales: { floats: [1, 1, 2, 3] }, mode: "nearest" })],
    [9, (b, x) => b.op("Upsample", [conv(b, x), b.floats([4], [1, 1, 2, 3])])],
    [10, (b, x) => b.op("Resize", [conv(b, x), b.floats([4], [1, 1, 1.5, 0.5])])],
    [
      11,
      (b, x) =>
        b.op("Resize", [conv(b, x), b.floats([0], []), b.floats([4], [1, 1, 1.5, 2])], {
          nearest_mode: "round_prefer_ceil",
        }),
    ],
    [
      18,
      (b, x) => b.op("Resize", [conv(b, x), "", "", b.ints([9, 4])], { axes: [2, 3], nearest_mode: "ceil" }),
    ],
  ],
  "Upsample and Resize, linear": [
    [OLDEST, after("Upsample", { scales: { floats: [1, 1, 2, 2] }, ...upsample })],
    [9, (b, x) => b.op("Upsample", [conv(b, x), b.floats([4], [1, 1, 2, 2])], upsample)],
    [10, (b, x) => b.op("Resize", [conv(b, x), b.floats([4], [1, 1, 1.5, 2])], upsample)],
    [
      11,
      (b, x) =>
        b.op("Resize", [conv(b, x), b.floats([0], []), b.floats([4], [1, 1, 1.5, 2])], {
          ...upsample,
          coordinate_transformation_mode: "pytorch_half_pixel",
        }),
    ],
    [
      19,
      (b, x) =>
        b.op("Resize", [conv(b, x), "", "", b.ints([9, 9])], {
          ...upsample,
          axes: [-2, -1],
          keep_aspect_ratio_policy: "stretch",
        }),
    ],
  ],
};

/** The forms of an operator with the operator sets at both ends of their reign. */
export function formCases(): [name: string, opset: number, net: OpNet][] {
  return Object.entries(OPSET_FORMS).flatMap(([name, forms]) =>
    forms.flatMap(([since, net], i) => {
      const until = (forms[i + 1]?.[0] ?? NEWEST + 1) - 1;
      return [...new Set([since, until])].map((opset) => [name, opset, net] as [string, number, OpNet]);
    }),
  );
}
