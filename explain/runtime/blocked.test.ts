import { expect, it } from "vitest";
import type { NodeProto } from "../onnx/messages";
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

function rewritten(nodes: NodeProto[], dims: Readonly<Record<string, number[]>>): string[] {
  const graph = { node: nodes, initializer: [{ name: "ε", dims: [] }], output: [{ name: "result" }] };
  const moved = inBlocks(graph, new Map(Object.entries(dims))).node!;
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
