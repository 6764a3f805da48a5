import { expect, it } from "vitest";
import { prepare } from "../../compile";
import { concatBytes } from "../../onnx/encode";
import { readModel } from "../../onnx/read";
import { normalArray } from "../../random";
import { relativeL2, runModel } from "../run";
import { describeNetwork } from "./check";
import { convNeXtTiny } from "./convnext";

describeNetwork("ConvNeXt-T", { composite: "epsilon-plus" });

it("W6 ConvNeXt-T: GELU written out and the native operator give one explanation", async () => {
  const side = 64;
  const image = normalArray(3 * side * side, 4);
  const modelOf = (gelu: "erf" | "native") =>
    readModel(concatBytes(convNeXtTiny(gelu, { side, batch: "n" })));
  const models = [modelOf("erf"), modelOf("native")] as const;
  const ops = prepare(models[0]).nodes.map((node) => node.op);
  expect(ops.filter((op) => op === "Gelu").length).toBe(18);
  expect(prepare(models[1]).nodes.map((node) => node.op)).toEqual(ops);
  const written = await runModel(models[0], image, [7]);
  const native = await runModel(models[1], image, [7]);
  expect(relativeL2(written.logits, native.logits)).toBeLessThan(1e-6);
  expect(relativeL2(written.relevance, native.relevance)).toBeLessThan(1e-6);
});
