import { expect, it } from "vitest";
import { prepare } from "../compile";
import { readModel } from "../onnx/read";
import { ModelBuilder } from "../testing/model-builder";
import { chosenStage, lastConvolutionalStage } from "./stages";

/** Layer normalisation with the channels last, before and after global pooling: as in ConvNeXt. */
function channelsLast(): { readonly model: Uint8Array; readonly stage: string; readonly turned: string } {
  const b = new ModelBuilder(3);
  const norm = (x: string) => b.op("LayerNormalization", [x, b.randoms([6], 0.1, 1), b.randoms([6], 0.1)]);
  const last = b.op("Transpose", [b.conv(b.input([1, 3, 8, 8]), 6)], { perm: [0, 2, 3, 1] });
  const turned = b.op("Relu", [norm(last)]);
  const stage = b.op("Transpose", [turned], { perm: [0, 3, 1, 2] });
  const pooled = b.op("Transpose", [b.globalAverage(stage)], { perm: [0, 2, 3, 1] });
  return { model: b.build(b.gemm(b.flatten(norm(pooled), 6), 4)), stage, turned };
}

it("W5 Grad-CAM takes no value for a stage that has its channels last", () => {
  const { model, stage, turned } = channelsLast();
  const graph = prepare(readModel(model));
  expect(lastConvolutionalStage(graph)).toBe(stage);
  expect(() => chosenStage(graph, turned)).toThrow(/no feature map .* \(\[N,C,H,W\]\)/);
});

it("W5 a channel shuffle leaves the places where they are, tokens do not", () => {
  const b = new ModelBuilder(4);
  const x = b.conv(b.input([1, 3, 8, 8]), 6, { pad: 1 });
  const apart = b.op("Transpose", [b.op("Reshape", [x, b.ints([0, 2, 3, 8, 8])])], { perm: [0, 2, 1, 3, 4] });
  const shuffled = b.op("Reshape", [apart, b.ints([0, 6, 8, 8])], {}, 6);
  const tokens = b.op("Reshape", [shuffled, b.ints([0, 6, 64])], {}, 6);
  const graph = prepare(readModel(b.build(b.gemm(b.flatten(tokens, 384), 4))));
  expect(lastConvolutionalStage(graph)).toBe(shuffled);
});

it("W5 a gate made by dense layers leaves its signal a feature map", () => {
  const b = new ModelBuilder(5);
  const x = b.relu(b.conv(b.input([1, 3, 8, 8]), 6));
  const gate = b.op("Sigmoid", [b.gemm(b.flatten(b.globalAverage(x), 6), 6)]);
  const gated = b.op("Mul", [b.op("Reshape", [gate, b.ints([0, 6, 1, 1])], {}, 6), x]);
  const graph = prepare(readModel(b.build(b.gemm(b.flatten(b.globalAverage(gated), 6), 4))));
  expect(lastConvolutionalStage(graph)).toBe(gated);
});
