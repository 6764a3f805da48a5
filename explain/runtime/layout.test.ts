import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it, vi } from "vitest";
import { COMPOSITE_NAMES } from "../composites";
import { decodeModel } from "../onnx/decode";
import type { CompileOptions } from "../options";
import { normalArray } from "../random";
import { ModelBuilder } from "../testing/model-builder";
import { IMAGE, SMALL_NETS } from "../testing/small-nets";
import { createExplainer } from "./index";
import { layOut, layoutKey } from "./layout";

const folder = mkdtempSync(path.join(tmpdir(), "explain-layout-test-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Convolutions wide enough to be rearranged, and a dense layer large enough to lie in the weights file. */
function wide(): Uint8Array {
  const b = new ModelBuilder(21);
  const stem = b.relu(b.conv(b.input(["N", ...IMAGE]), 32, { pad: 1 }));
  const sum = b.op("Add", [b.relu(b.conv(stem, 32, { pad: 1 })), stem], {}, 32);
  const gate = b.op("Sigmoid", [b.conv(b.globalAverage(sum), 32, { kernel: 1 })], {}, 32);
  const gated = b.op("Mul", [sum, gate], {}, 32);
  const parts = [b.relu(b.conv(gated, 16, { kernel: 1 })), b.relu(b.conv(gated, 32, { pad: 1 }))];
  const fire = b.relu(b.conv(b.op("Concat", parts, { axis: 1 }, 48), 48));
  const padded = b.relu(b.conv(b.pool("MaxPool", fire, 3, { strides: [1, 1], pads: [1, 1, 1, 1] }), 48));
  const pooled = b.pool("MaxPool", padded, 3, { strides: [2, 2], ceil_mode: 1 });
  return b.build(b.gemm(b.relu(b.gemm(b.flatten(pooled, 48 * 16), 64)), 10));
}

async function run(model: Uint8Array, cacheDir?: string, options: CompileOptions = {}) {
  const input = normalArray(3 * IMAGE.reduce((p, d) => p * d, 1), 4);
  const explainer = await createExplainer(model, {
    ...options,
    threads: 1,
    ...(cacheDir ? { cacheDir } : {}),
  });
  try {
    const { logits, relevance } = await explainer.explain(input, [1, 2, 3]);
    return { logits, relevance, predicted: await explainer.predict(input) };
  } finally {
    await explainer.dispose();
  }
}

describe("T9 graphs laid out for the machine", () => {
  it.each([["wide", wide] as const, ...Object.entries(SMALL_NETS)])(
    "%s: the very same scores and relevance, first and from the cache",
    async (name, build) => {
      const cacheDir = path.join(folder, name);
      const plain = await run(build());
      expect(await run(build(), cacheDir)).toEqual(plain);
      const [graphs] = readdirSync(cacheDir);
      expect(readdirSync(path.join(cacheDir, graphs!)).sort()).toEqual([
        "explanation.onnx",
        "forward.onnx",
        "layout.bin",
        "weights.bin",
      ]);
      expect(await run(build(), cacheDir)).toEqual(plain);
    },
  );

  it.each([
    ...COMPOSITE_NAMES.map((composite) => ({ composite })),
    { method: "gradient" as const },
    { method: "grad-cam" as const },
    { absorbed: true, composite: "epsilon" as const },
  ])("a wide network with a gate and a concatenation: the very same under %o", async (options) => {
    const cacheDir = path.join(folder, JSON.stringify(options).replace(/\W/g, "-"));
    expect(await run(wide(), cacheDir, options)).toEqual(await run(wide(), undefined, options));
  });

  it("weights left as they are stay where they were; rearranged ones lie once in a file of their own", async () => {
    const cacheDir = path.join(folder, "weights");
    await run(wide(), cacheDir);
    const graphs = path.join(cacheDir, readdirSync(cacheDir)[0]!);
    const stored = (file: string) =>
      (decodeModel(readFileSync(path.join(graphs, file))).graph?.initializer ?? [])
        .filter((t) => t.dataLocation === 1)
        .map((t) => ({ dims: t.dims!, ...Object.fromEntries(t.externalData!.map((e) => [e.key, e.value])) }));
    const [explanation, forward] = [stored("explanation.onnx"), stored("forward.onnx")] as const;
    const dense = explanation.find((t) => t.dims.join() === "64,768");
    expect(dense).toMatchObject({ location: "weights.bin" });
    expect(forward).toContainEqual(dense);
    const end = statSync(path.join(graphs, "layout.bin")).size;
    for (const t of explanation as readonly { location?: string; offset?: string; length?: string }[]) {
      if (t.location === "layout.bin") expect(Number(t.offset) + Number(t.length)).toBeLessThanOrEqual(end);
    }
    // Where the runtime rearranges at all, the forward graph's are the explanation's.
    const rearranged = (list: readonly object[]) =>
      list.flatMap((t) =>
        "location" in t && t.location === "layout.bin" && "offset" in t ? [t.offset] : [],
      );
    expect(rearranged(explanation)).toEqual(expect.arrayContaining(rearranged(forward)));
  });

  it("what the runtime cannot lay out stays as it is", async () => {
    const broken = mkdtempSync(path.join(folder, "broken-"));
    for (const file of ["explanation.onnx", "weights.bin"]) writeFileSync(path.join(broken, file), "damaged");
    await layOut(broken, ["explanation.onnx"], "weights.bin");
    expect(readdirSync(broken).sort()).toEqual(["explanation.onnx", "weights.bin"]);
    expect(readFileSync(path.join(broken, "explanation.onnx"), "utf8")).toBe("damaged");
  });

  it("the key of a machine is found once, and stays", async () => {
    expect(await layoutKey()).toMatch(/^[0-9a-f]{12}$/);
    expect(await layoutKey()).toBe(await layoutKey());
  });

  it("where the machine cannot be probed, graphs are kept and run as they are", async () => {
    const plain = await run(wide());
    const cacheDir = path.join(folder, "unprobed");
    vi.resetModules();
    vi.stubEnv("TMPDIR", path.join(folder, "no such folder"));
    try {
      expect(await (await import("./layout")).layoutKey()).toBeNull();
      const { createExplainer: create } = await import("./index");
      const explainer = await create(wide(), { threads: 1, cacheDir });
      const input = normalArray(3 * IMAGE.reduce((p, d) => p * d, 1), 4);
      const { logits, relevance } = await explainer.explain(input, [1, 2, 3]);
      await explainer.dispose();
      expect({ logits, relevance }).toEqual({ logits: plain.logits, relevance: plain.relevance });
      expect(readdirSync(cacheDir)).toEqual([explainer.hash]);
      expect(readdirSync(path.join(cacheDir, explainer.hash))).not.toContain("layout.bin");
    } finally {
      vi.unstubAllEnvs();
    }
  });
});
