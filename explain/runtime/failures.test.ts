import { mkdirSync, mkdtempSync, readdirSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { NO_PART } from "../measures";
import { normalArray } from "../random";
import { ModelBuilder } from "../testing/model-builder";
import { relativeL2 } from "../testing/run";
import { IMAGE, SMALL_NETS } from "../testing/small-nets";
import { createExplainer, type Explainer, ExplainerPool } from "./index";
import { layoutKey } from "./layout";
import { createWebExplainer } from "./web";

const SIZE = IMAGE.reduce((p, d) => p * d, 1);
const image = normalArray(SIZE, 3);
const model = SMALL_NETS.vgg();
const folder = mkdtempSync(path.join(tmpdir(), "explain-failures-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function using<T>(
  source: Uint8Array,
  options: Parameters<typeof createExplainer>[1],
  use: (e: Explainer) => Promise<T>,
): Promise<T> {
  const explainer = await createExplainer(source, { threads: 1, ...options });
  try {
    return await use(explainer);
  } finally {
    await explainer.dispose();
  }
}

/** A model of one axis: no image for methods that take parts away. */
function line(): Uint8Array {
  const b = new ModelBuilder(2);
  return b.build(b.gemm(b.flatten(b.conv(b.input(["N", 2, 8]), 3), 18), 4));
}

/** Valid ONNX that the runtime refuses to load: it normalises over odd numbers of channels only. */
function unloadable(): Uint8Array {
  const b = new ModelBuilder(2);
  return b.build(b.gemm(b.flatten(b.op("LRN", [b.input(["N", 1, 2, 2])], { size: 2 }), 4), 3));
}

describe("T8 what fails, fails with a code and lets go", () => {
  it("a damaged graph in the cache", async () => {
    const cacheDir = path.join(folder, "damaged");
    const hash = await using(model, { cacheDir }, async (e) => e.hash);
    truncateSync(path.join(cacheDir, `${hash}-${await layoutKey()}`, "explanation.onnx"), 100);
    await using(model, { cacheDir }, async (e) => {
      await expect(e.explain(image, [0])).rejects.toMatchObject({
        code: "RUNTIME",
        message: expect.stringMatching(/could not load the graph: [^\n]*$/),
      });
    });
  });

  it("a cache that cannot be written", async () => {
    const cacheDir = path.join(folder, "file");
    writeFileSync(cacheDir, "");
    await expect(createExplainer(model, { cacheDir })).rejects.toThrow(/ENOTDIR|EEXIST/);
  });

  it("two that fill the cache at once share one folder and leave nothing else", async () => {
    const cacheDir = path.join(folder, "shared");
    mkdirSync(cacheDir);
    const both = await Promise.all([0, 1, 2].map(() => createExplainer(model, { cacheDir, threads: 1 })));
    for (const explainer of both) await explainer.dispose();
    expect(readdirSync(cacheDir)).toEqual([`${both[0]!.hash}-${await layoutKey()}`]);
  });

  it("a run the runtime refuses, natively and in WebAssembly", async () => {
    const small = normalArray(4, 1);
    const refused = { code: "RUNTIME", message: expect.stringMatching(/could not (run|load) the graph/) };
    await using(unloadable(), {}, (e) => expect(e.explain(small, [0])).rejects.toMatchObject(refused));
    const web = createWebExplainer(unloadable());
    await expect(web.explain(small, [0])).rejects.toMatchObject(refused);
    await web.dispose();
  });

  it("methods that take parts away from what is no image, or where there are none", async () => {
    const labels = new Uint8Array(8).fill(1);
    for (const method of ["occlusion", "part-shapley"] as const) {
      await using(line(), { method }, async (e) => {
        const run = e.explain(normalArray(16, 1), [0], { labels });
        await expect(run).rejects.toThrow(/no image|label map in the model's frame/);
      });
    }
    await using(model, { method: "part-shapley" }, async (e) => {
      const none = { labels: new Uint8Array(144).fill(NO_PART) };
      await expect(e.explain(image, [0], none)).rejects.toThrow(/names no part/);
      await expect(e.explain(image, [0])).rejects.toThrow(/needs a label map/);
    });
  });
});

describe("T9 settings that are passed on", () => {
  it("occlusion covers by the baseline", async () => {
    const own = await using(model, { method: "occlusion", baseline: image, window: 3 }, (e) =>
      e.explain(image, [3]),
    );
    expect(own.relevance.every((r) => Math.abs(r) < 1e-5)).toBe(true);
  });

  it("a provider this build lacks is skipped", async () => {
    const options = { executionProviders: ["abacus", "cuda", "cpu"] };
    const [some, plain] = [
      await using(model, options, (e) => e.explain(image, [3])),
      await using(model, {}, (e) => e.explain(image, [3])),
    ];
    expect(relativeL2(some.relevance, plain.relevance)).toBeLessThan(1e-4);
  });

  it("what biases take is told beside the relevance, image by image", async () => {
    await using(model, { absorbed: true, batchSize: 1 }, async (e) => {
      const twice = new Float32Array(2 * SIZE);
      twice.set(image);
      const { relevance, logits, absorbed } = await e.explain(twice, [3, 3]);
      const sum = relevance.subarray(0, SIZE).reduce((total, r) => total + r, 0);
      expect(absorbed).toHaveLength(2);
      expect(sum + absorbed![0]!).toBeCloseTo(logits[3]!, 3);
    });
  });

  it("a model that was read already goes into a page as its bytes do; the pool keeps two", async () => {
    const pool = new ExplainerPool();
    const make = () => createExplainer(model, { threads: 1 });
    const hashes = await Promise.all(["a", "b", "c"].map((key) => pool.with(key, make, async (e) => e.hash)));
    expect(pool.size).toBe(2);
    expect(new Set(hashes).size).toBe(1);
    await expect(pool.with("a", make, () => Promise.reject(new Error("mine")))).rejects.toThrow("mine");
    await pool.dispose();
  });
});
