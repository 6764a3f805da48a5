import { describe, expect, it } from "vitest";
import { nextColour, SELECTION_COLOURS } from "./selection-colours";

describe("the colour of a new selection", () => {
  it("is none that looks like one in use, also of colours that are not offered", () => {
    // The demo's orange, blue and green.
    const next = nextColour(["#d55e00", "#0072B2", "#2e9e5b"]);
    expect(["#a15a2a", "#e2711d", "#d1495b", "#4c6fe0", "#2e9e5b", "#159aa6"]).not.toContain(next);
  });

  it("uses each once before any twice", () => {
    const used: string[] = [];
    for (const _ of SELECTION_COLOURS) used.push(nextColour(used));
    expect(new Set(used).size).toBe(SELECTION_COLOURS.length);
    expect(SELECTION_COLOURS).toContain(nextColour(used));
  });
});
