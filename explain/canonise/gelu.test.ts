import { expect, it } from "vitest";
import { prepare } from "../compile";
import { readModel } from "../onnx/read";
import { buildOpNet } from "../testing/op-nets";

const ops = (name: string) => prepare(readModel(buildOpNet(name))).nodes.map((node) => node.op);

it.each(["GELU by erf", "GELU by erf, halved first", "GELU by erf, the gate halved"])(
  "R3 %s is one activation",
  (name) => expect(ops(name)).toEqual(["Conv", "Gelu", "Reshape"]),
);

it("R3 other products with an error function stay what they are", () => {
  expect(ops("A gate by erf that is not GELU")).toContain("Erf");
});
