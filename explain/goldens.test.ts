import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { COMPOSITE_NAMES } from "./composites";
import type { CompileOptions } from "./options";
import { createExplainer } from "./runtime/index";
import { relativeL2, runOnce } from "./testing/run";

/** Vectors made by Zennit and Captum in float64; see goldens/generate.py. */
const FOLDER = path.join(import.meta.dirname, "goldens");

interface Golden {
  readonly name: string;
  readonly model: Uint8Array;
  readonly target: number;
  readonly igSteps: number;
  readonly values: ReadonlyMap<string, Float32Array>;
}

function load(name: string): Golden {
  const { target, igSteps, values } = JSON.parse(readFileSync(path.join(FOLDER, `${name}.json`), "utf8"));
  const numbers = new Float32Array(Uint8Array.from(readFileSync(path.join(FOLDER, `${name}.bin`))).buffer);
  const cut = ([start, length]: [number, number]) => numbers.subarray(start, start + length);
  const entries = Object.entries(values as Record<string, [number, number]>);
  return {
    name,
    model: readFileSync(path.join(FOLDER, `${name}.onnx`)),
    target,
    igSteps,
    values: new Map(entries.map(([key, range]) => [key, cut(range)])),
  };
}

const GOLDENS = readdirSync(FOLDER)
  .filter((f) => f.endsWith(".onnx"))
  .map((f) => load(f.replace(".onnx", "")));

const BOX = { low: [-2, -2, -2], high: [2, 2, 2] };
const COMPOSITES: readonly (readonly [string, CompileOptions])[] = [
  ...COMPOSITE_NAMES.map((composite) => [composite, { composite }] as const),
  ["epsilon+wsquare", { composite: "epsilon", first: "wsquare" }],
];

it("there are golden files", () => expect(GOLDENS.length).toBeGreaterThanOrEqual(5));

describe.each(GOLDENS)("$name", ({ model, target, values, igSteps }) => {
  const image = values.get("image")!;

  it("Z0 has the scores of the float64 model", async () => {
    const { logits } = await runOnce(model, image, [target], { method: "occlusion" });
    expect(relativeL2(logits, values.get("logits")!)).toBeLessThan(1e-5);
  });

  it.each(COMPOSITES)("Z1 has Zennit's relevance at every layer under %s", async (key, options) => {
    const { relevance, arrived } = await runOnce(model, image, [target], {
      ...BOX,
      ...options,
      intermediates: true,
    });
    expect(relativeL2(relevance, values.get(`${key}/image`)!)).toBeLessThan(1e-5);
    let compared = 0;
    for (const [name, expected] of values) {
      const [composite, value] = name.split("/") as [string, string];
      const found = arrived.get(value);
      if (composite !== key || value === "image" || !found) continue;
      expect(relativeL2(found, expected), value).toBeLessThan(1e-5);
      compared++;
    }
    expect(compared).toBeGreaterThan(3);
  });

  const captum = [...values].filter(([name]) => name.startsWith("captum/"));
  it.each(captum)("C1 agrees with %s", async (name, expected) => {
    const [method, layer] = name.replace("captum/", "").split("@") as [
      CompileOptions["method"],
      string | undefined,
    ];
    const explainer = await createExplainer(model, { method, layer, steps: igSteps, threads: 1 });
    const { relevance } = await explainer.explain(image, [target]);
    await explainer.dispose();
    if (method !== "grad-cam") expect(relativeL2(relevance, expected)).toBeLessThan(1e-5);
    else
      expect(
        relativeL2(
          relevance.subarray(0, expected.length).map((v) => 3 * v),
          expected,
        ),
      ).toBeLessThan(1e-5);
  });
});
