import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "@playwright/test";
import { createViteServer } from "vitest/node";
import { normalArray } from "../random";
import { createExplainer } from "../runtime/index";
import type { WebExplainerOptions } from "../runtime/web";
import { relativeL2 } from "../testing/run";
import { IMAGE, SMALL_NETS } from "../testing/small-nets";

const SIZE = IMAGE.reduce((p, d) => p * d, 1);
const images = normalArray(2 * SIZE, 5);
const targets = [3, 7];
const cacheDir = mkdtempSync(path.join(tmpdir(), "explain-page-"));
let server: Awaited<ReturnType<typeof createViteServer>>;

test.beforeAll(async () => {
  const root = path.resolve(import.meta.dirname, "..");
  server = await createViteServer({
    root,
    cacheDir,
    configFile: false,
    logLevel: "error",
    server: { port: 0, host: "127.0.0.1", fs: { allow: [path.dirname(root)] } },
    // Served as it is, the runtime finds its WebAssembly beside its script.
    optimizeDeps: { exclude: ["onnxruntime-web"] },
  });
  await server.listen();
});
test.afterAll(async () => {
  await server.close();
  rmSync(cacheDir, { recursive: true, force: true });
});

async function natively(model: Uint8Array, options: WebExplainerOptions) {
  const explainer = await createExplainer(model, { ...options, threads: 1 });
  const result = await explainer.explain(images, targets);
  const { hash } = explainer;
  await explainer.dispose();
  return { ...result, hash };
}

const CASES: [keyof typeof SMALL_NETS, WebExplainerOptions][] = [
  ["vgg", {}],
  ["resnet", { composite: "epsilon-plus" }],
  ["mobilenet", { composite: "epsilon-gamma-box" }],
  ["squeezenet", { composite: "epsilon-alpha2-beta1-flat" }],
  ["vgg", { method: "integrated-gradients", steps: 4 }],
];

for (const [name, options] of CASES) {
  test(`a page explains ${name} as the native runtime does (${JSON.stringify(options)})`, async ({
    page,
  }) => {
    const outside: string[] = [];
    await page.route(/.*/, (route) => {
      const { hostname } = new URL(route.request().url());
      if (hostname === "127.0.0.1") return route.continue();
      outside.push(hostname);
      return route.abort();
    });
    const model = SMALL_NETS[name]();
    const expected = await natively(model, options);
    await page.goto(`${server.resolvedUrls!.local[0]}e2e/index.html`);
    await page.waitForFunction(() => "explainInPage" in window);
    const found = await page.evaluate(
      ([bytes, input, classes, how]) => window.explainInPage(bytes, input, classes, how),
      [Array.from(model), Array.from(images), targets, options] as const,
    );
    expect(expected.relevance.some((r) => r !== 0)).toBe(true);
    expect(relativeL2(found.logits, expected.logits)).toBeLessThan(1e-5);
    expect(relativeL2(found.relevance, expected.relevance)).toBeLessThan(1e-4);
    expect(found.hash).toBe(expected.hash);
    expect(outside).toEqual([]);
  });
}

test("WebGPU does too, where the browser has it", async ({ page }) => {
  await page.goto(`${server.resolvedUrls!.local[0]}e2e/index.html`);
  await page.waitForFunction(() => "explainInPage" in window);
  const hasGpu = await page.evaluate(async () => {
    const { gpu } = navigator as { gpu?: { requestAdapter(): Promise<object | null> } };
    return gpu ? (await gpu.requestAdapter()) !== null : false;
  });
  test.skip(!hasGpu, "this browser has no WebGPU");
  const model = SMALL_NETS.squeezenet();
  const expected = await natively(model, {});
  const found = await page.evaluate(
    ([bytes, input, classes]) =>
      window.explainInPage(bytes, input, classes, { executionProviders: ["webgpu", "wasm"] }),
    [Array.from(model), Array.from(images), targets] as const,
  );
  expect(relativeL2(found.relevance, expected.relevance)).toBeLessThan(1e-4);
});

test("a file that is no model is refused in the page as anywhere", async ({ page }) => {
  await page.goto(`${server.resolvedUrls!.local[0]}e2e/index.html`);
  await page.waitForFunction(() => "explainInPage" in window);
  const refused = page.evaluate(() => window.explainInPage([60, 104, 116, 109, 108, 62], [], [], {}));
  await expect(refused).rejects.toThrow(/not an ONNX model/);
});
