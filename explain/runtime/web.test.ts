import { describe, expect, it } from "vitest";
import { ExplainError } from "../errors";
import { normalArray } from "../random";
import { relativeL2 } from "../testing/run";
import { IMAGE, SMALL_NETS } from "../testing/small-nets";
import { createExplainer } from "./index";
import { createWebExplainer } from "./web";

const SIZE = IMAGE.reduce((p, d) => p * d, 1);
const images = normalArray(3 * SIZE, 5);
const targets = [1, 4, 7];

describe("browser runtime", () => {
  it.each(Object.keys(SMALL_NETS))("W1 WebAssembly explains %s as the native runtime does", async (name) => {
    const model = SMALL_NETS[name as keyof typeof SMALL_NETS]();
    const web = createWebExplainer(model);
    const native = await createExplainer(model, { threads: 1 });
    const [a, b] = [await web.explain(images, targets), await native.explain(images, targets)];
    expect(b.relevance.some((r) => r !== 0)).toBe(true);
    expect(relativeL2(a.relevance, b.relevance)).toBeLessThan(1e-5);
    expect(relativeL2(a.logits, b.logits)).toBeLessThan(1e-5);
    expect(web.hash).toBe(native.hash);
    await web.dispose();
    await native.dispose();
  });

  it("W2 a batch is as its images alone, and a prediction as the scores of an explanation", async () => {
    const web = createWebExplainer(SMALL_NETS.vgg(), { batchSize: 2 });
    const all = await web.explain(images, targets);
    const last = await web.explain(images.slice(2 * SIZE), [7]);
    expect(relativeL2(last.relevance, all.relevance.subarray(2 * SIZE))).toBeLessThan(1e-4);
    expect(relativeL2(await web.predict(images), all.logits)).toBeLessThan(1e-5);
    expect(all.timings.sessionMs).toBeGreaterThan(0);
    await web.dispose();
  });

  it("W3 methods of many passes run too", async () => {
    const web = createWebExplainer(SMALL_NETS.vgg(), { method: "smoothgrad", noise: 0, steps: 2 });
    const native = await createExplainer(SMALL_NETS.vgg(), { method: "gradient", threads: 1 });
    const image = images.slice(0, SIZE);
    const [a, b] = [await web.explain(image, [2]), await native.explain(image, [2])];
    expect(relativeL2(a.relevance, b.relevance)).toBeLessThan(1e-5);
    await web.dispose();
    await native.dispose();
  });

  it("W4 refuses what is no model, and targets that are no class", async () => {
    expect(() => createWebExplainer(Uint8Array.of(1, 2, 3))).toThrow(ExplainError);
    const web = createWebExplainer(SMALL_NETS.vgg());
    await expect(web.explain(images, [0, 1, 10])).rejects.toMatchObject({ code: "BAD_INPUT" });
    await web.dispose();
  });
});
