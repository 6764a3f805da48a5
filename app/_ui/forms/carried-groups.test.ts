import { describe, expect, it } from "vitest";
import type { ClassGroupInput } from "@/core/domain/classes";
import { carriedGroups, sameClasses } from "./carried-groups";

const group = (name: string, isTarget: boolean, classIndices: number[]): ClassGroupInput => ({
  name,
  symbol: "circle",
  isTarget,
  classIndices,
});
const indices = (groups: ClassGroupInput[]) => groups.map((g) => g.classIndices);

describe("class groups for another network", () => {
  const from = ["tabby, tabby cat", "dog", "teapot"];
  const groups = [group("Cats", true, [0]), group("Other animals", false, [1]), group("Rest", false, [2])];

  it("are carried over by the classes' names, not by their places", () => {
    expect(indices(carriedGroups(groups, from, ["background", "Teapot", "Dog", "Tabby"]))).toEqual([
      [3],
      [2],
      [1],
    ]);
    expect(carriedGroups(groups, from, from)).toEqual(groups);
  });

  it("are suggested where the other network knows none of the target's classes", () => {
    expect(indices(carriedGroups(groups, from, ["Siamese cat", "fox", "lamp"]))).toEqual([[0], [1], []]);
    expect(indices(carriedGroups(groups, from, ["lamp", "chair"]))).toEqual([[], [], []]);
  });

  it("stay as they are for a list that is only written otherwise", () => {
    expect(sameClasses(from, ["Tabby", "dog", "teapot"])).toBe(true);
    expect(sameClasses(from, ["dog", "Tabby", "teapot"])).toBe(false);
  });
});
