import { describe, expect, it } from "vitest";
import { draftState } from "./draft";

const state = (present: string, draft: { base: string; value: string } | null) =>
  draftState(present, draft, Object.is);

describe("a setting being edited", () => {
  it("follows what others save as long as one has not made it another", () => {
    expect(state("new", null)).toEqual({ value: "new", changed: false, outdated: false });
    expect(state("new", { base: "old", value: "old" })).toEqual({
      value: "new",
      changed: false,
      outdated: false,
    });
  });

  it("keeps one's own, and says when saving would replace somebody else's", () => {
    expect(state("old", { base: "old", value: "mine" })).toEqual({
      value: "mine",
      changed: true,
      outdated: false,
    });
    expect(state("theirs", { base: "old", value: "mine" })).toEqual({
      value: "mine",
      changed: true,
      outdated: true,
    });
  });

  it("has nothing to save when both made it the same", () => {
    expect(state("mine", { base: "old", value: "mine" })).toEqual({
      value: "mine",
      changed: false,
      outdated: false,
    });
  });
});
