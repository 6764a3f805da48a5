import { describe, expect, test } from "vitest";
import { EXPLANATIONS, explanationName } from "@/core/domain/explanation";
import { methodInShort, methodNotes, relevanceNote } from "./method-words";

const paper = { method: "lrp", composite: "epsilon" };

test("in short: method, aggregation, normalisation; no method where maps were made differently", () => {
  expect(methodInShort(paper, { normalisation: "per-sign" })).toBe("LRP-ε, mean, per sign");
  expect(methodInShort({ method: "grad-cam" }, { normalisation: "ratio", aggregation: "sum" })).toBe(
    "Grad-CAM, sum, ratio",
  );
  expect(methodInShort(null, { normalisation: "absolute" })).toBe("mean, absolute");
});

describe("in full", () => {
  test("the paper's score names the paper's equations in their order", () => {
    const said = methodNotes(paper, { normalisation: "ratio", aggregation: "mean" }).join(" ");
    expect(said.match(/Eq\. \d/g)).toEqual(["Eq. 2", "Eq. 3", "Eq. 4", "Eq. 5"]);
  });
  test.each(EXPLANATIONS.map((e) => [explanationName(e), e] as const))("%s has words", (name, e) => {
    expect(relevanceNote(e)).toContain(`Relevance by ${name}: `);
    expect(relevanceNote(e)).not.toContain("see the guide");
    expect(relevanceNote(e).includes("by the ε rule in every layer")).toBe(name === "LRP-ε");
  });
});
