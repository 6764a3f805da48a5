import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { classGroupProblems } from "@/core/domain/classes";
import { suggestGroups, withClasses } from "./suggest-groups";

const imageNet = (offset: number) =>
  Array.from({ length: 1000 + offset }, (_, i) => (i === 281 + offset ? "tabby, tabby cat" : `class ${i}`));

describe("groups to begin with", () => {
  it("knows ImageNet's cats, with and without a background class", () => {
    expect(suggestGroups("cat", imageNet(0))[0]!.classIndices).toEqual([281, 282, 283, 284, 285]);
    expect(suggestGroups("cat", imageNet(1))[0]!.classIndices).toEqual([282, 283, 284, 285, 286]);
  });

  it("finds small lists' classes by name", () => {
    const cifar = "airplane automobile bird cat deer dog frog horse ship truck".split(" ");
    const [cats, animals] = suggestGroups("cat", cifar);
    expect(cats!.classIndices).toEqual([3]);
    expect(animals!.classIndices).toEqual([2, 4, 5, 6, 7]);
  });

  it("knows a kind of cat for a cat, and a hot dog for no dog", () => {
    const names = ["tabby cat", "Siamese cat", "dog", "hamster", "robin", "hot dog", "teapot", "category"];
    const [cats, animals] = suggestGroups("cat", names);
    expect(cats!.classIndices).toEqual([0, 1]);
    expect(animals!.classIndices).toEqual([2, 3, 4]);
    expect(suggestGroups("bird", names)[0]!.classIndices).toEqual([4]);
  });

  it("fills in the groups of the network that every installation begins with", () => {
    const { classNames, groups } = JSON.parse(readFileSync("demo/networks/demo-vgg.json", "utf8"));
    const suggested = suggestGroups("cat", classNames).map((group) => group.classIndices);
    expect(suggested).toEqual([groups[0].classIndices, groups[1].classIndices, []]);
  });

  it("a class given to one group leaves the others", () => {
    const groups = withClasses(suggestGroups("custom", imageNet(0)), 0, [281, 282]);
    expect(classGroupProblems(groups, 1000)).toEqual([]);
    expect(groups[0]!.classIndices).toEqual([281, 282]);
    expect(groups[1]!.classIndices).not.toContain(281);
  });

  it("suggests nothing that could not be used", () => {
    for (const preset of ["cat", "bird"] as const)
      expect(classGroupProblems(suggestGroups(preset, imageNet(0)), 1000)).toEqual([]);
  });
});
