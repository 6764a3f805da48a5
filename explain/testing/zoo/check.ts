import * as ort from "onnxruntime-node";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { prepare } from "../../compile";
import type { CompositeName } from "../../composites";
import { sizeOf } from "../../graph/tensor";
import { lastConvolutionalStage } from "../../methods/stages";
import { concatBytes } from "../../onnx/encode";
import { type Model, readModel } from "../../onnx/read";
import { normalArray } from "../../random";
import { relativeL2, runModel, type TestRun } from "../run";
import { IMAGE_SEED, ZOO, type ZooName } from "./networks";

/** Operations that are linear around almost every image; on networks of these alone LRP-ε is gradient times input. */
const PIECEWISE_LINEAR = new Set([
  ...["Conv", "Gemm", "ScaleShift", "Relu", "MaxPool", "AveragePool", "ReduceMean", "Add"],
  ...["Concat", "Split", "Reshape", "Transpose"],
]);
/** So small that it hides nothing of how far two ways of computing the same relevance are apart. */
const TINY = { epsilon: 1e-9, stabilizer: 1e-9 };
const TARGET = 7;
/** Many times what a network takes on a machine with nothing else to do, in milliseconds. */
const TIMEOUT = 180_000;

/** Weights that training changes: all constants but running statistics, scalars and integers. */
export function parameterCount(model: Model): number {
  const statistics = new Set(
    model.nodes.flatMap((node) => (node.op === "BatchNormalization" ? node.inputs.slice(3) : [])),
  );
  let count = 0;
  for (const [name, { kind, dims }] of model.initializers)
    if (kind === "float" && dims.length > 0 && !statistics.has(name)) count += sizeOf(dims);
  return count;
}

const norm = (values: Float32Array) => Math.sqrt(values.reduce((sum, v) => sum + v * v, 0));

/** Something everywhere, and numbers throughout. */
function expectMap(relevance: Float32Array, size: number): void {
  expect(relevance.length).toBe(size);
  expect(relevance.every(Number.isFinite)).toBe(true);
  expect(relevance.filter((r) => r !== 0).length).toBeGreaterThan(0.9 * size);
}

interface Checks {
  readonly composite: CompositeName;
  /** Another build than the published one, where that would take too long. */
  readonly build?: () => Uint8Array[];
  /** Parameters the published network has more than this build. */
  readonly left?: number;
  readonly side?: number;
}

/** Holds one network of the zoo to rules W1–W5 of SPEC.md. */
export function describeNetwork(name: ZooName, { composite, ...other }: Checks): void {
  const { build, parameters, stage } = ZOO[name];
  const side = other.side ?? ZOO[name].side;
  const size = 3 * side * side;
  const image = normalArray(size, IMAGE_SEED);

  describe(name, { timeout: TIMEOUT }, () => {
    let model: Model;
    let source: ort.InferenceSession;
    beforeAll(async () => {
      const bytes = concatBytes((other.build ?? build)());
      model = readModel(bytes, { digest: name });
      source = await ort.InferenceSession.create(bytes, { intraOpNumThreads: 1 });
    }, TIMEOUT);
    afterAll(() => source?.release());

    let run: Promise<TestRun> | undefined;
    const gradientRun = () => {
      run ??= runModel(model, image, [TARGET], { method: "gradient" });
      return run;
    };

    async function scores(input: Float32Array): Promise<Float32Array> {
      const outputs = await source.run({ image: new ort.Tensor("float32", input, [1, 3, side, side]) });
      return outputs[source.outputNames[0]!]!.data as Float32Array;
    }

    it("W1 has the published number of parameters", () => {
      expect(parameterCount(model) + (other.left ?? 0)).toBe(parameters);
    });

    it("W2 scores as its source does; LRP-ε is finite, and gradient times input where that is so", async () => {
      const { logits, relevance } = await runModel(model, image, [TARGET], TINY);
      expect(relativeL2(logits, await scores(image))).toBeLessThan(1e-5);
      expectMap(relevance, size);
      if (!prepare(model).nodes.every((node) => PIECEWISE_LINEAR.has(node.op))) return;
      const gradient = (await gradientRun()).relevance;
      expect(
        relativeL2(
          relevance,
          gradient.map((g, i) => g * image[i]!),
        ),
      ).toBeLessThan(1e-4);
    });

    it(`W3 has finite relevance under ${composite}`, async () => {
      const { relevance } = await runModel(model, image, [TARGET], { composite });
      expectMap(relevance, size);
    });

    it("W4 has the gradient its source has, by central differences along it", async () => {
      const { logits, relevance } = await gradientRun();
      expectMap(relevance, size);
      const length = norm(relevance);
      // A step that changes the score by a few thousandths of the scores' size: above rounding, below most kinks.
      const step = (0.002 * norm(logits)) / Math.sqrt(logits.length) / length;
      const at = async (t: number) =>
        (await scores(image.map((v, i) => v + (t * relevance[i]!) / length)))[TARGET]!;
      const slope = ((await at(step)) - (await at(-step))) / (2 * step);
      expect(Math.abs(slope / length - 1)).toBeLessThan(0.02);
    });

    it("W5 gives Grad-CAM the last stage of feature maps", () => {
      const graph = prepare(model);
      const dims = graph.dims.get(lastConvolutionalStage(graph))!;
      const shrunk = (d: number) => Math.floor((d * side) / ZOO[name].side);
      expect(dims).toEqual([1, stage[0], shrunk(stage[1]), shrunk(stage[2])]);
    });
  });
}
