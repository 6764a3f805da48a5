import { expect, test } from "vitest";
import { curvePath, randomisationWords } from "./randomisation-words";

const curve = [
  { layers: 1, similarity: 0.4, magnitudes: 0.7 },
  { layers: 4, similarity: -0.004, magnitudes: 0.35 },
];

test("one sentence tells the two ends and the verdict", () => {
  expect(randomisationWords({ curve, layers: 4, photos: 4 })).toBe(
    "Randomisation check: the maps depend on what the network learnt. Similarity ρ 0.40 with the last layer random, 0.00 with all 4 (magnitudes 0.35), on 4 photographs.",
  );
  const stubborn = [...curve.slice(0, 1), { layers: 4, similarity: 0.8, magnitudes: 0.9 }];
  expect(randomisationWords({ curve: stubborn, layers: 4, photos: 1 })).toContain("hardly depend");
});

test("the curve begins at the trained network and never leaves its box", () => {
  expect(curvePath(curve, 4, "similarity")).toBe("M0.0 0.0L25.0 24.0L100.0 40.0");
  expect(curvePath(curve, 4, "magnitudes")).toBe("M0.0 0.0L25.0 12.0L100.0 26.0");
});
