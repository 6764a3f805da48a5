import { COMPOSITE_NAMES, METHODS } from "@partwise/explain";
import { describe, expect, test } from "vitest";
import { EXPLANATIONS, explanationId, explanationName, LRP_COMPOSITES } from "@/core/domain/explanation";
import type { InputTransform } from "@/core/domain/spaces";
import { preprocess } from "../onnx/preprocess";
import { mapOptions } from "./explanation-options";

const transform: InputTransform = {
  size: { width: 4, height: 2 },
  resize: "longer-side-pad",
  scale: 1 / 127.5,
  mean: [0.5, 1, 0.2],
  // One channel upside down: its lowest value is that of white.
  std: [0.5, 1, -0.25],
  channelOrder: "BGR",
};

describe("what a project can choose", () => {
  test("is known to the compiler, all composites of it, each under a name of its own", () => {
    expect([...LRP_COMPOSITES].sort()).toEqual([...COMPOSITE_NAMES].sort());
    for (const { method } of EXPLANATIONS) expect(METHODS).toContain(method);
    expect(new Set(EXPLANATIONS.map(explanationId)).size).toBe(EXPLANATIONS.length);
    for (const one of EXPLANATIONS) expect(explanationName(one)).not.toBe(explanationId(one));
  });

  test("gives every map another key", () => {
    const keys = EXPLANATIONS.map((one) => JSON.stringify(mapOptions(one, transform)));
    expect(new Set(keys).size).toBe(EXPLANATIONS.length);
  });

  test("LRP-ε keeps the key it always had", () => {
    expect(mapOptions({ method: "lrp", composite: "epsilon" }, transform)).toEqual({
      method: "lrp",
      composite: "epsilon",
      epsilon: 1e-6,
    });
  });

  test("the box reaches exactly from the lowest to the highest value of black and white in this network", () => {
    const { low, high } = mapOptions({ method: "lrp", composite: "epsilon-gamma-box" }, transform);
    const seen = [0, 255].map((v) =>
      preprocess({ width: 4, height: 2, data: new Uint8Array(24).fill(v) }, transform),
    );
    for (let c = 0; c < 3; c++) {
      const values = seen.flatMap((input) => [...input.slice(8 * c, 8 * c + 8)]);
      expect(low![c]).toBeCloseTo(Math.min(...values), 5);
      expect(high![c]).toBeCloseTo(Math.max(...values), 5);
    }
  });
});
