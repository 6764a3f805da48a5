import { ModelBuilder, type TestAttr } from "./model-builder";

/** One small network for every way an operation occurs. Each is a function of a builder and its image. */
export type OpNet = (b: ModelBuilder, x: string) => string;

const conv = (b: ModelBuilder, x: string) => b.conv(x, 4, { pad: 1 });
/** More channels than the image has: strided layers are run backwards in another way there. */
const wide = (b: ModelBuilder, x: string) => b.conv(x, 6, { pad: 1 });
/** The operation after a convolution, so that it sees positive and negative values of many sizes. */
const after =
  (op: string, attrs: Record<string, TestAttr> = {}): OpNet =>
  (b, x) =>
    b.op(op, [conv(b, x)], attrs);
const tokens = (b: ModelBuilder, x: string) =>
  b.op("Transpose", [b.op("Reshape", [conv(b, x), b.ints([0, 4, 36])], {}, 4)], { perm: [0, 2, 1] }, 4);
const spatial = (b: ModelBuilder, x: string) =>
  b.op("Reshape", [b.op("Transpose", [x], { perm: [0, 2, 1] }), b.ints([0, 4, 6, 6])], {}, 4);

export const OP_NETS: Readonly<Record<string, OpNet>> = {
  "Conv stride 2": (b, x) => b.conv(x, 4, { stride: 2, pad: 1 }),
  "Conv dilated": (b, x) => b.conv(x, 4, { dilation: 2, pad: 2 }),
  "Conv in groups": (b, x) => b.conv(conv(b, x), 6, { group: 2, pad: 1 }),
  "Conv depthwise stride 2": (b, x) => b.conv(conv(b, x), 4, { group: 4, stride: 2 }),
  "Conv asymmetric pads": (b, x) => b.conv(x, 4, { kernel: [3, 2], pad: [0, 1, 2, 0] }),
  "Conv pads wider than the kernel": (b, x) => b.conv(x, 4, { kernel: 2, pad: 2 }),
  "Conv stride that leaves cells out": (b, x) => b.conv(x, 4, { kernel: 2, stride: 4 }),
  "Conv with windows in the padding alone": (b, x) =>
    b.conv(b.conv(x, 4, { kernel: [1, 6] }), 3, { kernel: 1, stride: [1, 2], pad: [0, 1, 0, 0] }),
  "Conv of an image scaled and shifted": (b, x) => {
    const scaled = b.op("Mul", [x, b.floats([2, 1, 1], [-2, 0.5])]);
    return b.conv(b.op("Add", [scaled, b.floats([2, 1, 1], [0.3, -0.4])]), 4, { pad: 1 });
  },
  "Conv of an image beside its features": (b, x) =>
    b.conv(b.op("Concat", [x, b.relu(conv(b, x))], { axis: 1 }, 6), 3, { pad: 1 }),
  "Conv without bias": (b, x) => b.conv(x, 4, { bias: false }),
  "Conv auto_pad SAME_UPPER": (b, x) =>
    b.op("Conv", [x, b.randoms([4, 2, 3, 3], 0.4)], { auto_pad: "SAME_UPPER", strides: [2, 2] }, 4),
  "Conv auto_pad SAME_LOWER": (b, x) =>
    b.op("Conv", [x, b.randoms([4, 2, 2, 2], 0.4)], { auto_pad: "SAME_LOWER", strides: [1, 1] }, 4),
  "Conv of six channels": (b, x) => b.conv(wide(b, x), 5, { pad: 1 }),
  "Conv of six channels, pads wider than the kernel": (b, x) => b.conv(wide(b, x), 5, { kernel: 2, pad: 2 }),
  "Conv of six channels stride 2": (b, x) => b.conv(wide(b, x), 5, { stride: 2, pad: 1 }),
  "Conv of six channels kernel 5 stride [2, 3]": (b, x) =>
    b.conv(wide(b, x), 5, { kernel: 5, stride: [2, 3], pad: 2 }),
  "Conv of six channels kernel 1 stride 2": (b, x) => b.conv(wide(b, x), 5, { kernel: 1, stride: 2 }),
  "Conv of six channels kernel 1 stride 2, odd size": (b, x) =>
    b.conv(b.conv(x, 6, { kernel: 2 }), 5, { kernel: 1, stride: 2 }),
  "Conv of six channels kernel [2, 1] stride [3, 2]": (b, x) =>
    b.conv(wide(b, x), 5, { kernel: [2, 1], stride: [3, 2] }),
  "Conv of six channels stride 2 along one axis": (b, x) => b.conv(wide(b, x), 5, { stride: [1, 2], pad: 1 }),
  "Conv of six channels stride 2, last phase reached only": (b, x) =>
    b.conv(wide(b, x), 5, { kernel: 1, stride: 2, pad: [1, 1, 0, 0] }),
  "Conv of six channels stride 2, pads wider than the kernel": (b, x) =>
    b.conv(wide(b, x), 5, { kernel: 2, stride: 2, pad: 2 }),
  "Conv of six channels stride 2 dilated": (b, x) =>
    b.conv(wide(b, x), 5, { stride: 2, dilation: 2, pad: 2 }),
  "Conv of six channels stride 2 in groups": (b, x) => b.conv(wide(b, x), 6, { stride: 2, group: 2, pad: 1 }),
  "Conv in one dimension stride 2": (b, x) => {
    const line = b.op("Reshape", [wide(b, x), b.ints([0, 6, 36])]);
    return b.op("Conv", [line, b.randoms([5, 6, 3], 0.3)], { strides: [2], pads: [1, 1] }, 5);
  },
  "Conv auto_pad VALID": (b, x) =>
    b.op("Conv", [x, b.randoms([4, 2, 3, 3], 0.4)], { auto_pad: "VALID", strides: [2, 1] }, 4),
  "ConvTranspose along one axis": (b, x) =>
    b.op(
      "ConvTranspose",
      [b.op("Reshape", [x, b.ints([0, 2, 36])]), b.randoms([2, 3, 4], 0.4)],
      { strides: [3], dilations: [2], pads: [1, 3] },
      3,
    ),
  "ConvTranspose along three axes": (b, x) =>
    b.op(
      "ConvTranspose",
      [b.op("Reshape", [x, b.ints([0, 2, 3, 4, 3])]), b.randoms([2, 2, 2, 3, 2], 0.4)],
      { strides: [2, 1, 1], group: 2, output_padding: [1, 0, 0] },
      4,
    ),
  "Global pools along three axes": (b, x) => {
    const y = b.op("Reshape", [conv(b, x), b.ints([0, 4, 3, 4, 3])], {}, 4);
    return b.op(
      "Concat",
      [b.op("GlobalMaxPool", [y]), b.op("GlobalAveragePool", [b.relu(y)])],
      { axis: 1 },
      8,
    );
  },
  "InstanceNormalization along one axis": (b, x) =>
    b.op("InstanceNormalization", [
      b.op("Reshape", [conv(b, x), b.ints([0, 4, 36])], {}, 4),
      b.randoms([4], 0.3, 1),
      b.randoms([4], 0.3),
    ]),
  "ConvTranspose stride 2": (b, x) => b.convTranspose(x, 4, { stride: 2, pad: 1, outputPadding: 1 }),
  "ConvTranspose in groups": (b, x) => b.convTranspose(conv(b, x), 6, { group: 2 }),
  "ConvTranspose auto_pad": (b, x) =>
    b.op("ConvTranspose", [x, b.randoms([2, 4, 3, 3], 0.4)], { auto_pad: "SAME_UPPER", strides: [2, 2] }, 4),
  "ConvTranspose output_shape": (b, x) =>
    b.op("ConvTranspose", [x, b.randoms([2, 4, 3, 3], 0.4)], { output_shape: [12, 12], strides: [2, 2] }, 4),
  "BatchNormalization after Conv": (b, x) => b.batchNorm(b.conv(x, 4)),
  "BatchNormalization before Conv": (b, x) => b.conv(b.batchNorm(b.relu(conv(b, x))), 4),
  "BatchNormalization before a padded Conv": (b, x) => b.conv(b.batchNorm(b.relu(conv(b, x))), 4, { pad: 1 }),
  "BatchNormalization after ConvTranspose": (b, x) =>
    b.batchNorm(b.convTranspose(conv(b, x), 6, { group: 2, bias: false })),
  "BatchNormalization before Gemm": (b, x) => b.batchNorm(b.gemm(b.batchNorm(b.flatten(x, 72)), 9)),
  "Gemm with one bias for all, weighed": (b, x) =>
    b.op(
      "Gemm",
      [b.flatten(x, 72), b.randoms([72, 5], 0.1), b.floats([1], [0.7])],
      { alpha: { float: 0.5 }, beta: { float: -2 } },
      5,
    ),
  "BatchNormalization between dense layers of either layout": (b, x) => {
    const one = b.op("Gemm", [b.flatten(x, 72), b.randoms([72, 5], 0.1)], {}, 5);
    return b.op("Gemm", [b.relu(b.batchNorm(one)), b.randoms([5, 4], 0.4)], {}, 4);
  },
  "BatchNormalization before a dense layer of the other layout": (b, x) =>
    b.op("Gemm", [b.batchNorm(b.relu(b.flatten(x, 72))), b.randoms([72, 4], 0.1)], {}, 4),
  "BatchNormalization beside another reader of the layer": (b, x) => {
    const y = conv(b, x);
    return b.op("Add", [b.batchNorm(y), b.relu(y)]);
  },
  "MatMul read twice, and MatMul with a bias a place": (b, x) => {
    const t = tokens(b, x);
    const y = b.op("MatMul", [t, b.randoms([4, 4], 0.5)]);
    const z = b.op("Add", [b.op("MatMul", [t, b.randoms([4, 4], 0.5)]), b.randoms([36, 4], 0.3)]);
    return spatial(
      b,
      b.op("Add", [b.op("Add", [y, b.randoms([4], 0.3)]), b.op("Mul", [b.op("Sigmoid", [y]), z])]),
    );
  },
  "MatMul of the image itself": (b, x) =>
    b.op("Add", [b.op("MatMul", [x, b.randoms([6, 4], 0.4)]), b.randoms([4], 0.3)]),
  InstanceNormalization: (b, x) =>
    b.op("InstanceNormalization", [conv(b, x), b.randoms([4], 0.3, 1), b.randoms([4], 0.3)], {
      epsilon: { float: 1e-3 },
    }),
  LayerNormalization: (b, x) =>
    spatial(
      b,
      b.op("LayerNormalization", [tokens(b, x), b.randoms([4], 0.3, 1), b.randoms([4], 0.3)], { axis: -1 }),
    ),
  "LayerNormalization without shift": (b, x) =>
    spatial(b, b.op("LayerNormalization", [tokens(b, x), b.randoms([4], 0.3, 1)])),
  Relu: after("Relu"),
  LeakyRelu: after("LeakyRelu", { alpha: { float: 0.2 } }),
  PRelu: (b, x) => b.op("PRelu", [conv(b, x), b.randoms([4, 1, 1], 0.3)]),
  "PRelu with one slope": (b, x) => b.op("PRelu", [conv(b, x), b.floats([1], [0.3])]),
  Elu: after("Elu", { alpha: { float: 0.7 } }),
  Clip: (b, x) => b.op("Clip", [conv(b, x), b.floats([], [-0.5]), b.floats([], [0.8])]),
  "Clip from 0": (b, x) => b.op("Clip", [conv(b, x), b.floats([], [0]), b.floats([], [0.8])]),
  "Clip open above": (b, x) => b.op("Clip", [conv(b, x), b.floats([], [-0.3])]),
  Sigmoid: after("Sigmoid"),
  HardSigmoid: after("HardSigmoid", { alpha: { float: 0.3 } }),
  HardSwish: after("HardSwish"),
  "SiLU as x·σ(x)": (b, x) => {
    const y = conv(b, x);
    return b.op("Mul", [y, b.op("Sigmoid", [y])]);
  },
  "HardSwish as x·HardSigmoid(x)": (b, x) => {
    const y = conv(b, x);
    return b.op("Mul", [b.op("HardSigmoid", [y], { alpha: { float: 1 / 6 } }), y]);
  },
  "Sigmoid gate read twice": (b, x) => {
    const y = conv(b, x);
    const gate = b.op("Sigmoid", [y]);
    return b.op("Add", [b.op("Mul", [y, gate]), gate]);
  },
  "HardSigmoid gate of another slope": (b, x) => {
    const y = conv(b, x);
    return b.op("Mul", [y, b.op("HardSigmoid", [y], { alpha: { float: 0.3 } })]);
  },
  "Product of two signals, the second larger": (b, x) =>
    b.op("Mul", [b.globalAverage(b.relu(conv(b, x))), conv(b, x)]),
  "Product of two gates": (b, x) => b.op("Mul", [b.op("Sigmoid", [conv(b, x)]), b.op("Tanh", [conv(b, x)])]),
  "HardSwish as x·ReLU6(x + 3)/6": (b, x) => {
    const y = conv(b, x);
    const gate = b.op("Clip", [b.op("Add", [y, b.floats([], [3])]), b.floats([], [0]), b.floats([], [6])]);
    return b.op("Div", [b.op("Mul", [y, gate]), b.floats([], [6])]);
  },
  "GELU by erf": (b, x) => {
    const y = conv(b, x);
    const erf = b.op("Erf", [b.op("Div", [y, b.floats([], [Math.SQRT2])])]);
    return b.op("Mul", [b.op("Mul", [y, b.op("Add", [erf, b.floats([], [1])])]), b.floats([], [0.5])]);
  },
  "GELU by erf, halved first": (b, x) => {
    const y = conv(b, x);
    const erf = b.op("Erf", [b.op("Mul", [y, b.floats([], [Math.SQRT1_2])])]);
    return b.op("Mul", [b.op("Add", [b.floats([], [1]), erf]), b.op("Mul", [y, b.floats([], [0.5])])]);
  },
  "GELU by erf, the gate halved": (b, x) => {
    const y = conv(b, x);
    const erf = b.op("Erf", [b.op("Mul", [y, b.floats([], [Math.SQRT1_2])])]);
    const gate = b.op("Mul", [b.op("Add", [erf, b.floats([], [1])]), b.floats([], [0.5])]);
    return b.op("Mul", [y, gate]);
  },
  "A gate by erf that is not GELU": (b, x) => {
    const y = conv(b, x);
    const erf = b.op("Erf", [b.op("Mul", [y, b.floats([], [0.5])])]);
    return b.op("Mul", [y, b.op("Add", [erf, b.floats([], [1])])]);
  },
  Tanh: after("Tanh"),
  Softplus: after("Softplus"),
  "Sqrt and Pow": (b, x) =>
    b.op("Sqrt", [b.op("Add", [b.op("Pow", [conv(b, x), b.floats([], [2])]), b.floats([], [0.5])])]),
  "Softmax as attention over places": (b, x) => {
    const t = tokens(b, x);
    const q = b.op("MatMul", [t, b.randoms([4, 4], 0.5)]);
    const k = b.op("Transpose", [b.op("MatMul", [t, b.randoms([4, 4], 0.5)])], { perm: [0, 2, 1] });
    const v = b.op("Add", [b.op("MatMul", [t, b.randoms([4, 4], 0.5)]), b.randoms([4], 0.3)]);
    return spatial(b, b.op("MatMul", [b.op("Softmax", [b.op("MatMul", [q, k])], { axis: -1 }), v]));
  },
  "LogSoftmax inside": (b, x) => b.op("LogSoftmax", [conv(b, x)], { axis: 1 }),
  "MaxPool tiling": (b, x) => b.pool("MaxPool", conv(b, x), 2),
  "MaxPool after ReLU": (b, x) => b.pool("MaxPool", b.relu(conv(b, x)), 2),
  "MaxPool overlapping": (b, x) => b.pool("MaxPool", conv(b, x), 3, { strides: [1, 1] }),
  "MaxPool with pads": (b, x) => b.pool("MaxPool", conv(b, x), 3, { strides: [2, 2], pads: [1, 1, 1, 1] }),
  "MaxPool ceil_mode": (b, x) => b.pool("MaxPool", b.conv(x, 4, { kernel: 2 }), 2, { ceil_mode: 1 }),
  "MaxPool overlapping ceil_mode": (b, x) =>
    b.pool("MaxPool", conv(b, x), 3, { strides: [2, 2], ceil_mode: 1 }),
  "MaxPool ceil_mode, last window in the padding": (b, x) =>
    b.pool("MaxPool", b.conv(x, 4, { kernel: 2 }), 1, { strides: [3, 3], ceil_mode: 1 }),
  "MaxPool dilated": (b, x) => b.pool("MaxPool", conv(b, x), 2, { strides: [1, 1], dilations: [2, 2] }),
  "MaxPool over equal cells": (b, x) => {
    const flat = b.op("Clip", [conv(b, x), b.floats([], [-0.2]), b.floats([], [0.2])]);
    return b.pool("MaxPool", flat, 3, { strides: [2, 2], pads: [1, 1, 1, 1] });
  },
  "MaxPool tiling equal cells": (b, x) =>
    b.pool("MaxPool", b.op("Clip", [conv(b, x), b.floats([], [-0.2]), b.floats([], [0.2])]), 2),
  "MaxPool of uneven windows": (b, x) => b.pool("MaxPool", conv(b, x), [1, 3], { strides: [2, 1] }),
  "MaxPool of columns with pads": (b, x) =>
    b.pool("MaxPool", conv(b, x), [3, 1], { strides: [2, 2], pads: [1, 0, 0, 0] }),
  "MaxPool of many cells": (b, x) => b.pool("MaxPool", conv(b, x), 4, { strides: [1, 1] }),
  "MaxPool of long windows": (b, x) => b.pool("MaxPool", conv(b, x), [6, 2], { strides: [1, 1] }),
  "MaxPool of single cells": (b, x) => b.pool("MaxPool", conv(b, x), 1, { strides: [2, 2] }),
  GlobalMaxPool: (b, x) => b.op("GlobalMaxPool", [conv(b, x)]),
  "AveragePool with pads left out": (b, x) =>
    b.pool("AveragePool", conv(b, x), 3, { strides: [2, 2], pads: [1, 1, 1, 1] }),
  "AveragePool with pads counted": (b, x) =>
    b.pool("AveragePool", conv(b, x), 3, { strides: [2, 2], pads: [1, 1, 1, 1], count_include_pad: 1 }),
  "AveragePool ceil_mode": (b, x) => b.pool("AveragePool", b.conv(x, 4, { kernel: 2 }), 2, { ceil_mode: 1 }),
  "AveragePool ceil_mode with pads counted": (b, x) =>
    b.pool("AveragePool", conv(b, x), 2, {
      strides: [3, 3],
      pads: [1, 1, 0, 0],
      ceil_mode: 1,
      count_include_pad: 1,
    }),
  "AveragePool auto_pad": (b, x) =>
    b.pool("AveragePool", conv(b, x), 3, { strides: [2, 2], auto_pad: "SAME_UPPER" }),
  "ReduceMean without keepdims": (b, x) => b.op("ReduceMean", [conv(b, x)], { axes: [2, 3], keepdims: 0 }),
  "ReduceMean over channels": (b, x) => b.op("ReduceMean", [conv(b, x)], { axes: [1], keepdims: 1 }, 1),
  ReduceSum: (b, x) => b.op("ReduceSum", [conv(b, x), b.ints([3])], { keepdims: 1 }),
  "Add residual": (b, x) => {
    const y = b.relu(conv(b, x));
    return b.op("Add", [b.conv(y, 4, { pad: 1 }), y]);
  },
  "Add with broadcasting": (b, x) => {
    const y = conv(b, x);
    return b.op("Add", [y, b.globalAverage(y)]);
  },
  Sub: (b, x) => b.op("Sub", [conv(b, x), b.conv(x, 4, { pad: 1 })]),
  "Sum of three": (b, x) => b.op("Sum", [conv(b, x), b.conv(x, 4, { pad: 1 }), b.conv(x, 4, { pad: 1 })]),
  "Constants added, subtracted, multiplied, divided": (b, x) => {
    let y = b.op("Mul", [b.randoms([4, 6, 6], 1), conv(b, x)]);
    y = b.op("Add", [y, b.randoms([4, 1, 6], 1)]);
    y = b.op("Sub", [b.floats([1], [2]), y]);
    y = b.op("Sub", [y, b.randoms([1, 4, 1, 1], 1)]);
    return b.op("Div", [b.op("Neg", [y]), b.floats([], [3])]);
  },
  "Squeeze-and-excite gate": (b, x) => {
    const y = b.relu(conv(b, x));
    const gate = b.op("Sigmoid", [
      b.conv(b.relu(b.conv(b.globalAverage(y), 3, { kernel: 1 })), 4, { kernel: 1 }),
    ]);
    return b.op("Mul", [y, gate]);
  },
  "Product of a value with itself": (b, x) => {
    const y = conv(b, x);
    return b.op("Mul", [y, y]);
  },
  "Div by an activation": (b, x) => {
    const y = conv(b, x);
    return b.op("Div", [y, b.op("Add", [b.op("Sigmoid", [b.conv(x, 4, { pad: 1 })]), b.floats([], [0.5])])]);
  },
  Concat: (b, x) => b.op("Concat", [conv(b, x), b.relu(b.conv(x, 3, { pad: 1 })), x], { axis: 1 }, 9),
  "Concat and Sum of one, Split into one": (b, x) => {
    const one = b.op("Sum", [b.op("Concat", [conv(b, x)], { axis: 1 })]);
    return b.relu(b.ops("Split", [one, b.ints([4])], { axis: 1 }, 1)[0]!);
  },
  "Add with the constant in front": (b, x) => b.op("Add", [b.randoms([4, 1, 1], 1), conv(b, x)]),
  "Squeeze of everything": (b, x) => b.op("Squeeze", [b.globalAverage(conv(b, x))]),
  "Transpose turned round": (b, x) => b.op("Transpose", [conv(b, x)], { perm: [0, 3, 2, 1] }),
  "Concat after a constant": (b, x) => {
    const token = b.op("Expand", [b.randoms([1, 1, 4], 1), b.ints([1, 1, 4])]);
    return b.op("Concat", [token, tokens(b, x)], { axis: 1 }, 37);
  },
  "Concat between constants": (b, x) =>
    b.op(
      "Concat",
      [b.randoms([1, 4, 2, 6], 1), conv(b, x), b.relu(conv(b, x)), b.randoms([1, 4, 1, 6], 1)],
      { axis: 2 },
      4,
    ),
  "Split with one half unused": (b, x) => {
    const [first, , third] = b.ops("Split", [b.conv(x, 6, { pad: 1 }), b.ints([2, 1, 3])], { axis: 1 }, 3, 2);
    return b.op("Concat", [b.relu(first!), third!], { axis: 1 }, 5);
  },
  "Slice with steps": (b, x) =>
    b.op("Slice", [conv(b, x), b.ints([1, 0]), b.ints([6, 99]), b.ints([2, 3]), b.ints([2, 3])]),
  "Slice backwards": (b, x) =>
    b.op("Slice", [conv(b, x), b.ints([5]), b.ints([-99]), b.ints([2]), b.ints([-2])]),
  "Slice of channels": (b, x) => b.op("Slice", [conv(b, x), b.ints([1]), b.ints([3]), b.ints([1])], {}, 2),
  "Gather of one channel": (b, x) =>
    b.op("Gather", [conv(b, x), b.op("Constant", [], { value_int: 2 })], { axis: 1 }),
  "Gather of the last column": (b, x) => b.op("Gather", [conv(b, x), b.ints([-1])], { axis: 3 }),
  "Gather backwards": (b, x) => b.op("Gather", [conv(b, x), b.ints([3, 2, 1, 0])], { axis: 1 }),
  "Gather out of order and twice": (b, x) =>
    b.op("Gather", [conv(b, x), b.ints([2, 0, 1, 1, 3])], { axis: 1 }, 5),
  "as_strided of what is contiguous": (b, x) => {
    const flat = b.op("Reshape", [conv(b, x), b.ints([-1])]);
    const all = b.ints(Array.from({ length: 144 }, (_, i) => i));
    return b.op("Gather", [flat, b.op("Reshape", [all, b.ints([1, 4, 6, 6])])], {}, 4);
  },
  "Reshape to one axis and back": (b, x) =>
    b.op("Reshape", [b.op("Reshape", [conv(b, x), b.ints([-1])]), b.ints([1, 4, 36])], {}, 4),
  "Shape of a constant": (b, x) => {
    const like = b.op("Shape", [b.randoms([4, 36], 1)]);
    return b.op("Reshape", [conv(b, x), b.op("Concat", [b.ints([0]), like], { axis: 0 })], {}, 4);
  },
  "Pad with a constant": (b, x) =>
    b.op("Pad", [conv(b, x), b.ints([0, 1, 2, 0, 0, 0, 1, 1]), b.floats([], [0.3])], {}, 5),
  "Pad reflecting": (b, x) =>
    b.op("Pad", [conv(b, x), b.ints([0, 0, 2, 1, 0, 0, 1, 3])], { mode: "reflect" }),
  "Pad at the edge": (b, x) => b.op("Pad", [conv(b, x), b.ints([0, 0, 2, 1, 0, 0, 1, 3])], { mode: "edge" }),
  "Pad that crops": (b, x) => b.op("Pad", [conv(b, x), b.ints([0, 0, -1, 0, 0, 0, 0, -2])]),
  "Channel shuffle": (b, x) => {
    const y = b.op("Reshape", [conv(b, x), b.ints([1, 2, 2, 6, 6])], {}, 2);
    return b.op("Reshape", [b.op("Transpose", [y], { perm: [0, 2, 1, 3, 4] }), b.ints([1, 4, 6, 6])], {}, 4);
  },
  "Squeeze and Unsqueeze": (b, x) =>
    b.op("Unsqueeze", [b.op("Squeeze", [b.globalAverage(conv(b, x)), b.ints([2, 3])]), b.ints([2, 3])]),
  LRN: (b, x) =>
    b.op("LRN", [b.conv(x, 7, { pad: 1 })], {
      size: 5,
      alpha: { float: 0.5 },
      beta: { float: 0.75 },
      bias: { float: 1.5 },
    }),
  "Resize nearest by scale": (b, x) =>
    b.op("Resize", [conv(b, x), "", b.floats([4], [1, 1, 2, 1.5])], {
      mode: "nearest",
      nearest_mode: "floor",
      coordinate_transformation_mode: "asymmetric",
    }),
  "Resize bilinear by size": (b, x) =>
    b.op("Resize", [conv(b, x), "", "", b.ints([1, 4, 9, 4])], { mode: "linear" }),
  "Resize bilinear align_corners": (b, x) =>
    b.op("Resize", [conv(b, x), "", "", b.ints([1, 4, 11, 3])], {
      mode: "linear",
      coordinate_transformation_mode: "align_corners",
    }),
  "Dropout, Identity and Cast": (b, x) =>
    b.op("Cast", [b.op("Identity", [b.op("Dropout", [conv(b, x)])])], { to: 1 }),
  "Shape arithmetic": (b, x) => {
    const y = conv(b, x);
    const n = b.op("Gather", [b.op("Shape", [y]), b.ints([0])], { axis: 0 });
    return b.op("Reshape", [y, b.op("Concat", [n, b.ints([4, -1])], { axis: 0 })], {}, 4);
  },
};

/** The network under test; its flattened output stands for the class scores. Images are `[2, 6, 6]`. */
export function buildOpNet(name: string, opset = 17): Uint8Array {
  const b = new ModelBuilder(name.length * 31 + name.charCodeAt(0), opset);
  const y = OP_NETS[name]!(b, b.input(["N", 2, 6, 6]));
  return b.build(b.op("Flatten", [y], { axis: 1 }), ["N", "F"]);
}
