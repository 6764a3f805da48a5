import fc from "fast-check";
import * as ort from "onnxruntime-node";
import { describe, expect, it } from "vitest";
import { compile, prepare } from "./compile";
import { COMPOSITE_NAMES, type CompositeName } from "./composites";
import { readModel } from "./onnx/read";
import { type CompileOptions, resolveOptions } from "./options";
import { normalArray } from "./random";
import { buildRandomNet, CLASSES, type RandomNet, randomNets } from "./testing/random-nets";
import { referenceGradient, referenceLrp } from "./testing/reference/backward";
import { roundingSpread } from "./testing/rounding";
import { relativeL2, runOnce } from "./testing/run";

/**
 * The same networks every time, so that a failure is a change's fault; `PROPERTY_SEED` and `PROPERTY_RUNS` look further:
 *
 *     PROPERTY_SEED=7 PROPERTY_RUNS=3000 npx vitest run --project unit explain/random-nets.test.ts
 */
const SEED = Number(process.env.PROPERTY_SEED ?? 20260103);
const RUNS = Number(process.env.PROPERTY_RUNS ?? 40);
const TIMEOUT = 60_000 + RUNS * 1_000;

/** Large enough that float32 does not decide the sign of a denominator; the rules are the same for every ε. */
const epsilon = 0.05;
/** Nothing, beside denominators of 1e-6 too, which occur: laws that hold for ε → 0. */
const NO_EPSILON = { epsilon: 1e-15, stabilizer: 1e-15 };
/** What float32 leaves where nothing cancels. */
const CLOSE = 1e-6;

function holds(nets: fc.Arbitrary<RandomNet>, property: (net: RandomNet) => Promise<void>, share = 1) {
  return fc.assert(fc.asyncProperty(nets, property), { seed: SEED, numRuns: Math.ceil(RUNS * share) });
}

/** Finite differences, the reference's way to a derivative, do not see a kink nearer than their step. */
const KINKED: ReadonlySet<string> = new Set(["Relu", "LeakyRelu"]);
const isNearZero = (values: Float64Array) => values.some((v) => v !== 0 && Math.abs(v) < 1e-4);

const start = normalArray(CLASSES, 5);
const sum = (values: ArrayLike<number>) => Array.from(values).reduce((total, v) => total + v, 0);
const size = (values: ArrayLike<number>) => sum(Array.from(values, Math.abs));
const length = (values: ArrayLike<number>) => Math.hypot(...Array.from(values));

/**
 * Σ |R| of the layer where it is largest. Where relevance cancels on its way to the image, a sum is as exact as this allows;
 * laws that hold within `CLOSE_SUM` of what arrives need not ask for it.
 */
async function widest(
  model: Uint8Array,
  image: Float32Array,
  start: readonly number[] | Float32Array,
  options: CompileOptions,
) {
  const { arrived } = await runOnce(model, image, start, { ...options, intermediates: true });
  return Math.max(...[...arrived.values()].map(size));
}
const CLOSE_SUM = 1e-5;

async function sourceScores(model: Uint8Array, image: Float32Array, shape: readonly number[]) {
  const session = await ort.InferenceSession.create(model, { intraOpNumThreads: 1 });
  const outputs = await session.run({ image: new ort.Tensor("float32", image, shape) });
  await session.release();
  return outputs[session.outputNames[0]!]!.data as Float32Array;
}

describe("P1 random networks against the source model and the slow reference", { timeout: TIMEOUT }, () => {
  it("scores are the source's", async () => {
    await holds(randomNets(), async (net) => {
      const { model, images } = buildRandomNet(net);
      const run = await runOnce(model, images(1), [0], { method: "occlusion" });
      expect(
        relativeL2(run.logits, await sourceScores(model, images(1), run.compiled.inputShape)),
      ).toBeLessThan(1e-5);
    });
  });

  it("gradients are the reference's", async () => {
    await holds(randomNets(), async (net) => {
      const { model, images } = buildRandomNet(net);
      const graph = prepare(readModel(model));
      const { relevance } = await runOnce(model, images(1), start, { method: "gradient", initial: "given" });
      const { arrived, values } = referenceGradient(graph, images(1), start);
      fc.pre(!graph.nodes.some((node) => KINKED.has(node.op) && isNearZero(values.get(node.inputs[0]!)!)));
      const expected = arrived.get(graph.input) ?? new Float64Array(relevance.length);
      // A saturated tanh lets a small gradient through, 1 − y², with the rounding of y, which is near 1.
      const largest = Math.max(...[...arrived.values()].map(length)) / (length(expected) || 1);
      expect(relativeL2(relevance, expected)).toBeLessThan(Math.max(2e-5, CLOSE * largest));
    });
  });

  it.each(COMPOSITE_NAMES)("relevance is the reference's under %s", async (composite) => {
    await holds(randomNets(), async (net) => {
      const { model, images } = buildRandomNet(net);
      const box = { low: new Array(net.channels).fill(-3), high: new Array(net.channels).fill(3) };
      const options = { epsilon, stabilizer: epsilon, ...box, composite, initial: "given" } as const;
      const graph = prepare(readModel(model));
      const { relevance } = await runOnce(model, images(1), start, options);
      const parameters = resolveOptions(options, net.channels);
      const slow = (of: typeof graph, image: ArrayLike<number>) =>
        referenceLrp(of, image, start, composite, parameters).arrived.get(of.input) ??
        new Float32Array(relevance.length);
      const expected = slow(graph, images(1));
      const off = relativeL2(relevance, expected);
      if (off >= CLOSE) expect(off).toBeLessThan(CLOSE + roundingSpread(graph, images(1), expected, slow));
    });
  });
});

describe("P2 laws", { timeout: TIMEOUT }, () => {
  const plainKinds = ["conv", "max-pool", "concat", "split", "slice"] as const;

  it.each(["epsilon", "epsilon-plus", "epsilon-plus-flat", "epsilon-gamma-box"] satisfies CompositeName[])(
    "relevance is conserved without biases under %s",
    async (composite) => {
      const kinds = [...plainKinds, "average-pool", "residual", "gate"] as const;
      // Flat gives relevance to cells of value 0; what could not pass it on must not lie between it and the image.
      const nets = randomNets({ kinds, unbiased: true, rectified: true }).filter(
        (n) => n.blocks[0]?.kind === "conv",
      );
      await holds(nets, async (net) => {
        const { model, images } = buildRandomNet(net);
        const box = { low: new Array(net.channels).fill(-3), high: new Array(net.channels).fill(3) };
        const options = { composite, ...box, ...NO_EPSILON };
        const { logits, relevance } = await runOnce(model, images(1), [1], options);
        const off = Math.abs(sum(relevance) - logits[1]!);
        if (off > CLOSE_SUM * size(relevance))
          expect(off).toBeLessThanOrEqual(CLOSE_SUM * (await widest(model, images(1), [1], options)));
      });
    },
  );

  it.each(COMPOSITE_NAMES)("relevance is linear in where it starts under %s", async (composite) => {
    await holds(
      randomNets(),
      async (net) => {
        const { model, images } = buildRandomNet(net);
        const other = normalArray(CLASSES, 6);
        const options: CompileOptions = { composite, initial: "given", epsilon, stabilizer: epsilon };
        const at = async (from: Float32Array) => (await runOnce(model, images(1), from, options)).relevance;
        const both = await at(start.map((v, i) => 2 * v - 3 * other[i]!));
        const [one, two] = [await at(start), await at(other)];
        const expected = one.map((v, i) => 2 * v - 3 * two[i]!);
        const off = size(both.map((v, i) => v - expected[i]!));
        if (off <= CLOSE_SUM * (2 * size(one) + 3 * size(two))) return;
        const [wide, wider] = [
          await widest(model, images(1), start, options),
          await widest(model, images(1), other, options),
        ];
        expect(off).toBeLessThanOrEqual(CLOSE_SUM * (2 * wide + 3 * wider));
      },
      0.5,
    );
  });

  it("LRP-ε is gradient times input on networks of ReLU and max-pooling", async () => {
    await holds(randomNets({ kinds: plainKinds, rectified: true }), async (net) => {
      const { model, images } = buildRandomNet(net);
      const lrp = await runOnce(model, images(1), [1], NO_EPSILON);
      const product = await runOnce(model, images(1), [1], { method: "gradient-x-input" });
      expect(relativeL2(lrp.relevance, product.relevance)).toBeLessThan(1e-4);
    });
  });

  it("a batch with a class each is as its images alone", async () => {
    await holds(randomNets(), async (net) => {
      const { model, images } = buildRandomNet(net);
      const many = images(3);
      const one = many.length / 3;
      const batch = await runOnce(model, many, [2, 0, 3]);
      for (const [i, target] of [2, 0, 3].entries()) {
        const alone = await runOnce(model, many.slice(i * one, (i + 1) * one), [target]);
        expect(relativeL2(batch.relevance.subarray(i * one, (i + 1) * one), alone.relevance)).toBeLessThan(
          1e-4,
        );
        expect(relativeL2(batch.logits.subarray(i * CLASSES, (i + 1) * CLASSES), alone.logits)).toBeLessThan(
          1e-5,
        );
      }
    });
  });

  it("equal models compile to equal bytes", async () => {
    await holds(randomNets(), async (net) => {
      const [a, b] = [0, 1].map(() =>
        compile(readModel(buildRandomNet(net).model), { composite: "epsilon-gamma-box" }),
      );
      expect(Buffer.compare(a!.bytes, b!.bytes)).toBe(0);
    });
  });
});
