import { describe, expect, test } from "vitest";
import {
  absorbedWords,
  balanceWords,
  chanceWords,
  faithfulnessWords,
  type StoredChecks,
} from "./check-words";

const checks = (change: Partial<StoredChecks>): StoredChecks => ({
  score: 4,
  conservation: -0.83,
  absorbed: 0.83,
  drops: [1, 2, 3],
  fill: "blur",
  error: null,
  ...change,
});

test("balance: only what nearly cancels is flagged", () => {
  expect(balanceWords(0.04)).toEqual({ flag: true, text: "κ 0.04: relevance cancels; shares mean little" });
  expect(balanceWords(0.1).flag).toBe(false);
});

describe("what the biases took", () => {
  test.each([
    [{}, false, "Biases absorbed 83 % of the score"],
    // The same network, a class it speaks against: the score and all shares change sign.
    [{ score: -4, conservation: 0.83, absorbed: -0.83 }, false, "Biases absorbed 83 % of the score"],
    [
      { conservation: 0.2, absorbed: -0.2 },
      false,
      "Biases speak against: 20 % more in the map than the score",
    ],
    [{ conservation: 0, absorbed: 0 }, false, "The map holds the whole score"],
    [{ conservation: -0.5, absorbed: 0.2 }, true, "30 % of the score is lost to stabilisers and rounding"],
    [{ absorbed: null }, false, "The map holds 17 % of the score"],
    [{ score: -4, conservation: 0.83, absorbed: null }, false, "The map holds 17 % of the score"],
  ])("%j", (change, flag, text) => {
    expect(absorbedWords(checks(change))).toEqual({ flag, text });
  });
  test("a score of 0 has no shares", () => {
    expect(absorbedWords(checks({ score: 0, conservation: null, absorbed: null }))).toBeNull();
  });
});

describe("faithfulness", () => {
  test.each([
    [{ rho: 0.93, parts: 7 }, false, "Faithfulness ρ 0.93 from 7 parts, blur fill"],
    [{ rho: 0.71, parts: 7 }, false, "Faithfulness ρ 0.71 from 7 parts, blur fill; within chance"],
    [{ rho: -0.2, parts: 7 }, true, "Faithfulness ρ −0.20 from 7 parts, blur fill; within chance"],
    [{ rho: null, parts: 2 }, false, "Faithfulness: 2 parts are too few to compare"],
    [null, false, "Faithfulness is being measured…"],
  ])("%j", (found, flag, text) => {
    expect(faithfulnessWords(checks({}), found)).toEqual({ flag, text });
  });
  test("what chance does is told for the number of parts", () => {
    expect(chanceWords(7)).toContain("|ρ| ≥ 0.79");
    expect(chanceWords(4)).toContain("even a perfect order");
  });
  test("why it could not be measured is said", () => {
    expect(faithfulnessWords(checks({ error: "No memory." }), null).text).toBe("Faithfulness: No memory.");
  });
});
