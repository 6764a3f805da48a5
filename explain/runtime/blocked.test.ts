import { expect, it } from "vitest";
import { inline } from "../emit/encode";
import { intTensor } from "../graph/tensor";
import { AttributeType, DataType, type NodeProto } from "../onnx/messages";
import { inBlocks } from "./blocked";

const NCHWC = "com.microsoft.nchwc";
const node = (opType: string, input: string[], output: string[], domain?: string): NodeProto => ({
  opType,
  input,
  output,
  ...(domain ? { domain } : {}),
});
const out = (from: string, to: string) => node("ReorderOutput", [from], [to], NCHWC);
const into = (from: string, to: string) => node("ReorderInput", [from], [to], NCHWC);
const conv = (from: string, to: string) => node("Conv", [from, "W"], [to], NCHWC);

const integers = (name: string, values: readonly number[]) =>
  inline(name, intTensor([values.length], values));
const constants = [
  { name: "ε" },
  integers("rows", [2]),
  integers("channels", [1]),
  integers("around", [0, 0, 1, 1, 0, 0, 1, 1]),
];

function rewritten(nodes: NodeProto[], dims: Readonly<Record<string, number[]>>, block = 16): string[] {
  const graph = { node: nodes, initializer: constants, output: [{ name: "result" }] };
  const moved = inBlocks(graph, new Map(Object.entries(dims)), block).node!;
  return moved.map((n) => `${n.output!.join(" ")} = ${n.opType}(${n.input!.join(", ")})`);
}

const whole = [1, 32, 5, 5];

it("T9 arithmetic between convolutions stays in blocks, and nothing is copied out or in", () => {
  const nodes = [
    out("A", "a"),
    out("B", "b"),
    node("Mul", ["a", "b"], ["product"]),
    node("Add", ["a", "ε"], ["sum"]),
    node("Div", ["product", "sum"], ["quotient"]),
    into("quotient", "Q"),
    conv("Q", "result"),
  ];
  const dims = { a: whole, b: whole, product: whole, sum: whole, quotient: whole };
  expect(rewritten(nodes, dims)).toEqual([
    "product/blocked = Mul(A, B)",
    "sum/blocked = Add(A, ε)",
    "quotient/blocked = Div(product/blocked, sum/blocked)",
    "result = Conv(quotient/blocked, W)",
  ]);
});

it("T9 whoever needs a value out of its blocks gets it so", () => {
  const nodes = [out("A", "a"), node("Abs", ["a"], ["size"]), node("Flatten", ["size"], ["result"])];
  expect(rewritten(nodes, { a: whole, size: whole })).toEqual([
    "size/blocked = Abs(A)",
    "size = ReorderOutput(size/blocked)",
    "result = Flatten(size)",
  ]);
});

it("T9 one input in blocks brings the others there, each copied in once", () => {
  const nodes = [
    out("A", "a"),
    node("Mul", ["a", "b"], ["product"]),
    node("Add", ["product", "b"], ["sum"]),
    into("sum", "S"),
    conv("S", "result"),
  ];
  expect(rewritten(nodes, { a: whole, b: whole, product: whole, sum: whole })).toEqual([
    "b/in = ReorderInput(b)",
    "product/blocked = Mul(A, b/in)",
    "sum/blocked = Add(product/blocked, b/in)",
    "result = Conv(sum/blocked, W)",
  ]);
});

it("T9 arithmetic of which nothing lies in blocks stays out of them", () => {
  const nodes = [node("Mul", ["a", "b"], ["product"]), into("product", "P"), conv("P", "result")];
  expect(rewritten(nodes, { a: whole, b: whole, product: whole })).toEqual([
    "product = Mul(a, b)",
    "P = ReorderInput(product)",
    "result = Conv(P, W)",
  ]);
});

it.each([
  ["channels that leave a block half full", { a: [1, 24, 5, 5], b: [1, 24, 5, 5], result: [1, 24, 5, 5] }],
  ["one value spread over another", { a: whole, b: [1, 32, 1, 1], result: whole }],
  ["an unknown shape", { a: whole, result: whole }],
])("T9 %s keeps arithmetic out of blocks", (_, dims) => {
  const nodes = [out("A", "a"), out("B", "b"), node("Mul", ["a", "b"], ["result"])];
  expect(rewritten(nodes, dims as unknown as Record<string, number[]>)).toEqual([
    "a = ReorderOutput(A)",
    "b = ReorderOutput(B)",
    "result = Mul(a, b)",
  ]);
});

it("T9 channels are split in blocks where every part is whole blocks", () => {
  const split: NodeProto = {
    ...node("Split", ["a", "sizes"], ["left", "right"]),
    attribute: [{ name: "axis", type: 2, i: 1 }],
  };
  const nodes = [out("A", "a"), split, into("left", "L"), conv("L", "result")];
  const half = [1, 16, 5, 5];
  expect(rewritten(nodes, { a: whole, left: half, right: half })).toEqual([
    "left/blocked right/blocked = Split(A, sizes)",
    "result = Conv(left/blocked, W)",
  ]);
  const uneven = { a: whole, left: [1, 8, 5, 5], right: [1, 24, 5, 5] };
  expect(rewritten(nodes, uneven)).toContain("left right = Split(a, sizes)");
});

const withNumber = (n: NodeProto, name: string, i: number): NodeProto => ({
  ...n,
  attribute: [{ name, type: AttributeType.INT, i }],
});

it("T9 what moves cells within the map is shown blocks as an axis of their own", () => {
  const nodes = [
    out("A", "a"),
    node("Pad", ["a", "around", "ε"], ["padded"]),
    node("Slice", ["padded", "from", "to", "rows"], ["cut"]),
    withNumber(node("Concat", ["cut", "b"], ["joined"]), "axis", 3),
    node("Reshape", ["joined", "shape"], ["shaped"]),
    into("shaped", "S"),
    conv("S", "result"),
  ];
  const dims = {
    a: whole,
    padded: [1, 32, 7, 7],
    cut: [1, 32, 6, 7],
    b: [1, 32, 6, 7],
    joined: [1, 32, 6, 14],
    shaped: [1, 32, 12, 7],
  };
  expect(rewritten(nodes, dims)).toEqual([
    "A/opened = Reshape(A, ~blocks/0,2,5,5,16)",
    "padded/opened = Pad(A/opened, ~blocks/0,0,1,1,0,0,0,1,1,0, ε)",
    "cut/opened = Slice(padded/opened, from, to, rows)",
    "b/in = ReorderInput(b)",
    "b/in/opened = Reshape(b/in, ~blocks/0,2,6,7,16)",
    "joined/opened = Concat(cut/opened, b/in/opened)",
    "shaped/opened = Reshape(joined/opened, ~blocks/0,2,12,7,16)",
    "shaped/blocked = Reshape(shaped/opened, ~blocks/0,32,12,7)",
    "result = Conv(shaped/blocked, W)",
  ]);
  expect(rewritten(nodes, dims, 8)[0]).toBe("A/opened = Reshape(A, ~blocks/0,4,5,5,8)");
  expect(rewritten(nodes, dims, 9)).toContain("padded = Pad(a, around, ε)");
});

const padBy = (mode: string): NodeProto => ({
  ...node("Pad", ["a", "around"], ["result"]),
  attribute: [{ name: "mode", type: AttributeType.STRING, s: new TextEncoder().encode(mode) }],
});

it("T9 padding with a constant that says so is none other", () => {
  const shown = rewritten([out("A", "a"), padBy("constant")], { a: whole, result: [1, 32, 7, 7] });
  expect(shown).toContain("result/opened = Pad(A/opened, ~blocks/0,0,1,1,0,0,0,1,1,0)");
});

it.each([
  ["cut along channels", node("Slice", ["a", "from", "to", "channels"], ["result"])],
  ["cut along axes nobody knows", node("Slice", ["a", "from", "to", "axes"], ["result"])],
  ["padded by numbers nobody knows", node("Pad", ["a", "pads"], ["result"])],
  ["padded along some axes", node("Pad", ["a", "around", "ε", "rows"], ["result"])],
  ["padded with its own cells", padBy("reflect")],
  ["joined along channels", withNumber(node("Concat", ["a", "a"], ["result"]), "axis", 1)],
  ["transposed", node("Transpose", ["a"], ["result"])],
])("T9 what is %s leaves blocks", (_, last) => {
  const dims = { a: whole, result: whole };
  expect(rewritten([out("A", "a"), last], dims)).toEqual([
    "a = ReorderOutput(A)",
    `result = ${last.opType}(${last.input!.join(", ")})`,
  ]);
});

it("T9 a comparison is made in blocks where numbers are made of it at once, and only there", () => {
  const compared = [out("A", "a"), out("B", "b"), node("Less", ["a", "b"], ["less"])];
  const cast = withNumber(node("Cast", ["less"], ["mask"]), "to", DataType.FLOAT);
  const used = [node("Mul", ["mask", "a"], ["kept"]), into("kept", "K"), conv("K", "result")];
  const dims = { a: whole, b: whole, mask: whole, kept: whole };
  expect(rewritten([...compared, cast, ...used], dims)).toEqual([
    "less/blocked = Less(A, B)",
    "mask/blocked = Cast(less/blocked)",
    "kept/blocked = Mul(mask/blocked, A)",
    "result = Conv(kept/blocked, W)",
  ]);
  const counted = withNumber(node("Cast", ["less"], ["mask"]), "to", DataType.INT64);
  expect(rewritten([...compared, counted, ...used], dims)).toContain("less = Less(a, b)");
});
