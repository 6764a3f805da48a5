import { describe, it } from "vitest";
import { normalArray } from "./random";
import { expectAsReference } from "./testing/expect-as-reference";
import { ModelBuilder } from "./testing/model-builder";
import { formCases } from "./testing/opset-forms";

const image = normalArray(2 * 6 * 6, 78);

describe("N2 every form an operator has had is read in the operator sets it is written in", () => {
  it.each(formCases())("%s in opset %i", async (name, opset, net) => {
    const b = new ModelBuilder(name.length + opset, opset);
    const output = b.op("Flatten", [net(b, b.input([1, 2, 6, 6]))], { axis: 1 });
    const model = b.build(output, ["N", "F"]);
    await expectAsReference(model, output, image, [1, 2, 6, 6]);
  });
});
