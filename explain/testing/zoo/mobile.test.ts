import { expect, it } from "vitest";
import { concatBytes } from "../../onnx/encode";
import { readModel } from "../../onnx/read";
import { normalArray } from "../../random";
import { relativeL2, runModel } from "../run";
import { describeNetwork } from "./check";
import { ZOO } from "./networks";

describeNetwork("MobileNetV2", { composite: "epsilon-gamma-box" });
describeNetwork("MobileNetV3 small", { composite: "epsilon-gamma-box" });
describeNetwork("MobileNetV3 large", { composite: "epsilon-plus" });
describeNetwork("EfficientNet-Lite0", { composite: "epsilon-plus" });
describeNetwork("ShuffleNetV2", { composite: "epsilon-gamma-box" });

it.each(["MobileNetV3 small", "ShuffleNetV2"] as const)(
  "W6 %s: a file with an open batch is explained as one with a fixed batch, and a batch of two as each alone",
  async (name) => {
    const side = 96;
    const size = 3 * side * side;
    const modelOf = (batch: number | string) => readModel(concatBytes(ZOO[name].build({ side, batch })));
    const images = normalArray(2 * size, 4);
    const both = await runModel(modelOf("batch"), images, [5, 9]);
    for (const [i, target] of [5, 9].entries()) {
      const alone = await runModel(modelOf(1), images.subarray(i * size, (i + 1) * size), [target]);
      const part = both.relevance.subarray(i * size, (i + 1) * size);
      expect(relativeL2(both.logits.subarray(i * 1000, (i + 1) * 1000), alone.logits)).toBeLessThan(1e-5);
      expect(relativeL2(part, alone.relevance)).toBeLessThan(1e-4);
    }
  },
);
