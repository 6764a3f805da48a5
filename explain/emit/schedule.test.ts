import { expect, it } from "vitest";
import { forwardFirst } from "./schedule";

const node = (inputs: string[], output: string) => ({ inputs, outputs: [output] });

it("S2 what depends on the image alone stands before what depends on the target, each in its order", () => {
  const nodes = [
    node(["image"], "z"),
    node(["target"], "start"),
    node(["z"], "a"),
    node(["a", "start"], "product"),
    node(["a", "ε"], "denominator"),
    node(["product", "denominator"], "quotient"),
  ];
  const names = forwardFirst(nodes, ["target"]).map((n) => n.outputs[0]);
  expect(names).toEqual(["z", "a", "denominator", "start", "product", "quotient"]);
  expect(forwardFirst(nodes, [])).toEqual(nodes);
});
