import { writeFileSync } from "node:fs";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { balance, NO_PART, partScores, sumChannels } from "../measures";
import { normalArray } from "../random";
import { relativeL2 } from "../testing/run";
import { IMAGE, SMALL_NETS } from "../testing/small-nets";
import { createExplainer, type Explainer, ExplainerPool, readModelFile } from "./index";
import { layoutKey } from "./layout";
import { shapleyOf } from "./methods/removal";

const SIZE = IMAGE.reduce((p, d) => p * d, 1);
const image = normalArray(SIZE, 3);
const model = SMALL_NETS.vgg();
const quarters = Uint8Array.from(
  { length: 144 },
  (_, i) => 2 * Number(Math.floor(i / 12) > 5) + Number(i % 12 > 5),
);

async function using<T>(
  options: Parameters<typeof createExplainer>[1],
  use: (e: Explainer) => Promise<T>,
): Promise<T> {
  const explainer = await createExplainer(model, { threads: 1, ...options });
  try {
    return await use(explainer);
  } finally {
    await explainer.dispose();
  }
}

describe("runtime", () => {
  it("T1 many images go through in batches, and predictions are the scores of explanations", async () => {
    const many = normalArray(5 * SIZE, 9);
    await using({ batchSize: 2 }, async (e) => {
      const { logits, relevance } = await e.explain(many, [0, 1, 2, 3, 4]);
      expect(relativeL2(await e.predict(many), logits)).toBeLessThan(1e-5);
      const alone = await e.explain(many.slice(4 * SIZE), [4]);
      expect(relativeL2(relevance.subarray(4 * SIZE), alone.relevance)).toBeLessThan(1e-4);
    });
  });

  it("T2 refuses input and targets that do not fit", async () => {
    await using({}, async (e) => {
      await expect(e.explain(image.subarray(1), [0])).rejects.toMatchObject({ code: "BAD_INPUT" });
      await expect(e.explain(image, [10])).rejects.toMatchObject({ code: "BAD_INPUT" });
      await expect(e.explain(image, [0, 1])).rejects.toMatchObject({ code: "BAD_INPUT" });
    });
  });

  it("T3 a run can be cancelled, and the explainer works on", async () => {
    await using({ batchSize: 1 }, async (e) => {
      const stop = new AbortController();
      const many = normalArray(50 * SIZE, 1);
      const run = e.explain(many, new Array<number>(50).fill(0), { signal: stop.signal });
      stop.abort();
      await expect(run).rejects.toMatchObject({ code: "CANCELLED" });
      await expect(e.predict(image, { signal: stop.signal })).rejects.toMatchObject({ code: "CANCELLED" });
      expect((await e.explain(image, [1])).relevance.length).toBe(SIZE);
    });
  });

  it("T4 a cache folder holds each graph once", async () => {
    const cacheDir = await mkdtemp(path.join(tmpdir(), "explain-test-"));
    const hashes = [
      await using({ cacheDir }, async (e) => e.hash),
      await using({ cacheDir }, async (e) => e.hash),
    ];
    expect(await readdir(cacheDir)).toEqual([`${hashes[0]}-${await layoutKey()}`]);
    expect(hashes[1]).toBe(hashes[0]);
    await rm(cacheDir, { recursive: true });
  });

  it("T5 the pool keeps at most so many explainers", async () => {
    const pool = new ExplainerPool({ maxSessions: 1 });
    let made = 0;
    const make = () => {
      made++;
      return createExplainer(model, { threads: 1 });
    };
    const use = (key: string) => pool.with(key, make, (e) => e.predict(image));
    await Promise.all([use("a"), use("a"), use("b"), use("b")]);
    expect(pool.size).toBe(1);
    expect(made).toBe(2);
    const failing = pool.with(
      "c",
      () => Promise.reject(new Error("no")),
      async () => 0,
    );
    await expect(failing).rejects.toThrow("no");
    expect(pool.size).toBe(0);
    await pool.dispose();
  });

  it("T6 a model's structure read piecewise is the model", async () => {
    const file = path.join(await mkdtemp(path.join(tmpdir(), "explain-test-")), "m.onnx");
    writeFileSync(file, model);
    expect(readModelFile(file).nodes.length).toBeGreaterThan(5);
    expect(() => readModelFile(`${file}.gone`)).toThrow(/does not exist/);
    await rm(path.dirname(file), { recursive: true });
  });
});

describe("methods of many passes", () => {
  it("M1 integrated gradients add up to the difference of the scores", async () => {
    await using({ method: "integrated-gradients", steps: 128 }, async (e) => {
      const { relevance, details } = await e.explain(image, [3]);
      const ends = new Float32Array(2 * SIZE);
      ends.set(image);
      const logits = await e.predict(ends);
      const sum = relevance.reduce((total, r) => total + r, 0);
      expect(Math.abs(sum / (logits[3]! - logits[13]!) - 1)).toBeLessThan(0.02);
      expect(Math.abs(details[0]!.completeness!)).toBeLessThan(0.02);
    });
  });

  it("M2 noise is seeded", async () => {
    for (const method of ["smoothgrad", "gradient-shap"] as const) {
      const run = (seed: number) =>
        using({ method, seed, steps: 4 }, async (e) => (await e.explain(image, [3])).relevance);
      const [a, again, other] = [await run(1), await run(1), await run(2)];
      expect(a).toEqual(again);
      expect(a).not.toEqual(other);
    }
  });

  it("M3 SmoothGrad without noise is the gradient", async () => {
    const smooth = await using({ method: "smoothgrad", noise: 0, steps: 3 }, (e) => e.explain(image, [3]));
    const gradient = await using({ method: "gradient" }, (e) => e.explain(image, [3]));
    expect(relativeL2(smooth.relevance, gradient.relevance)).toBeLessThan(1e-5);
  });

  it("M4 occlusion by one window over everything is the fall of the score", async () => {
    await using({ method: "occlusion", window: 12 }, async (e) => {
      const { relevance, logits } = await e.explain(image, [3]);
      const nothing = await e.predict(new Float32Array(SIZE));
      const map = sumChannels(relevance, 3);
      for (const v of map) expect(v).toBeCloseTo(logits[3]! - nothing[3]!, 3);
    });
  });

  it.each(["blur", "mean", "inpaint"] as const)(
    "M5 part Shapley values add up, absent parts filled by %s",
    async (fill) => {
      await using({ method: "part-shapley", fill }, async (e) => {
        const labels = quarters.slice();
        labels[0] = NO_PART;
        const { details, relevance } = await e.explain(image, [3], { labels });
        const parts = details[0]!.parts!;
        expect(parts.map((p) => p.index)).toEqual([0, 1, 2, 3]);
        const total = parts.reduce((sum, p) => sum + p.value, 0);
        const sum = relevance.reduce((all, r) => all + r, 0);
        expect(sum).toBeCloseTo(total, 3);
        expect(await e.partDrops(image, 3, labels)).toHaveLength(4);
      });
    },
  );

  it("M6 more than ten parts are sampled, with a standard error", async () => {
    await using({ method: "part-shapley", permutations: 6 }, async (e) => {
      const labels = Uint8Array.from({ length: 144 }, (_, i) => i % 12);
      const parts = (await e.explain(image, [3], { labels })).details[0]!.parts!;
      expect(parts).toHaveLength(12);
      expect(parts.some((p) => p.standardError > 0)).toBe(true);
    });
  });

  it("M7 Shapley values of an additive game are its terms, of a symmetric one equal", () => {
    const additive = Array.from(
      { length: 8 },
      (_, s) => (s & 1 ? 1 : 0) + (s & 2 ? 2 : 0) + (s & 4 ? -5 : 0),
    );
    expect(shapleyOf(additive, 3).map((v) => Math.round(v * 1e9) / 1e9)).toEqual([1, 2, -5]);
    const all = Array.from({ length: 8 }, (_, s) => Number(s === 7));
    for (const v of shapleyOf(all, 3)) expect(v).toBeCloseTo(1 / 3, 9);
  });
});

it("F1 part scores are shares, signs apart, and balance tells cancellation", () => {
  const map = Float32Array.of(2, 2, -1, -3, 4, 0);
  const scores = partScores(map, Uint8Array.of(0, 0, 1, 1, 2, NO_PART));
  expect(scores.map((s) => s.mean)).toEqual([2, -2, 4]);
  expect(scores.map((s) => s.score)).toEqual([2 / 6, -1, 4 / 6]);
  expect(balance([1, -1])).toBe(0);
  expect(balance([])).toBe(0);
  expect(balance([2, 2])).toBe(1);
});
