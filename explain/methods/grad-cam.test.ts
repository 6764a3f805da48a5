import { describe, expect, it } from "vitest";
import { compile, prepare } from "../compile";
import { readModel } from "../onnx/read";
import { normalArray } from "../random";
import { ModelBuilder } from "../testing/model-builder";
import { referenceGradient } from "../testing/reference/backward";
import { relativeL2, runOnce } from "../testing/run";
import { IMAGE, SMALL_NETS } from "../testing/small-nets";
import { lastConvolutionalStage } from "./stages";

const image = normalArray(
  IMAGE.reduce((p, d) => p * d, 1),
  5,
);

describe("K1 Grad-CAM looks at the last convolutional stage", () => {
  it.each(["vgg", "resnet", "mobilenet", "squeezenet"] as const)(
    "%s: an activation, not what pools it",
    (name) => {
      const graph = prepare(readModel(SMALL_NETS[name]()));
      const stage = lastConvolutionalStage(graph);
      const made = graph.nodes.find((n) => n.outputs.includes(stage))!;
      expect(["Relu", "Clip"]).toContain(made.op);
      const later = graph.nodes.slice(graph.nodes.indexOf(made) + 1);
      expect(later.every((n) => n.op !== "Conv")).toBe(true);
    },
  );

  it("weighs the stage by its mean gradients, and is the same when the stage is named", async () => {
    const model = SMALL_NETS.vgg();
    const graph = prepare(readModel(model));
    const stage = lastConvolutionalStage(graph);
    const { values, arrived } = referenceGradient(graph, image, [0, 0, 0, 1, 0, 0, 0, 0, 0, 0]);
    const [C, h, w] = graph.dims.get(stage)!.slice(1) as [number, number, number];
    const [A, G] = [values.get(stage)!, arrived.get(stage)!];
    const mean = (c: number) =>
      G.subarray(c * h * w, (c + 1) * h * w).reduce((sum, v) => sum + v, 0) / (h * w);
    const map = Float64Array.from({ length: h * w }, (_, i) =>
      Math.max(
        0,
        Array.from({ length: C }, (_, c) => mean(c) * A[c * h * w + i]!).reduce((sum, v) => sum + v, 0),
      ),
    );
    const run = await runOnce(model, image, [3], { method: "grad-cam" });
    const named = await runOnce(model, image, [3], { method: "grad-cam", layer: stage });
    expect(named.relevance).toEqual(run.relevance);
    // Enlarging keeps the mean of a map whose border is repeated only roughly; the largest cells stay where they are.
    const peak = map.indexOf(Math.max(...map));
    const cell = IMAGE[1] / h;
    const area = IMAGE[1] * IMAGE[2];
    const spread = run.relevance.subarray(0, area);
    const at = spread.indexOf(Math.max(...spread));
    expect([Math.floor(Math.floor(at / IMAGE[2]) / cell), Math.floor((at % IMAGE[2]) / cell)]).toEqual([
      Math.floor(peak / w),
      peak % w,
    ]);
    expect(relativeL2(run.relevance.subarray(area, 2 * area), spread)).toBe(0);
  });

  it("refuses a network without a convolutional stage, and a layer the scores do not depend on", () => {
    const b = new ModelBuilder(1);
    const dense = readModel(b.build(b.gemm(b.flatten(b.input(["N", 3, 4, 4]), 48), 2)));
    expect(() => compile(dense, { method: "grad-cam" })).toThrow(/needs a convolutional stage/);
    const vgg = readModel(SMALL_NETS.vgg());
    const names = { method: "grad-cam", layer: "nowhere" } as const;
    expect(() => compile(vgg, names)).toThrow(/no feature map "nowhere"/);
    const flat = prepare(vgg).nodes.find((n) => n.op === "Gemm")!;
    expect(() => compile(vgg, { method: "grad-cam", layer: flat.name })).toThrow(/no feature map/);
  });
});
