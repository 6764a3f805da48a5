import type { ClassGroupInput } from "@/core/domain/classes";
import type { PartPresetName } from "@/core/domain/parts";

/** A stretch of ImageNet's classes, which every network trained on it has in the same order. */
const IMAGENET = {
  cat: [[281, 285]],
  bird: [
    [7, 24],
    [80, 100],
    [127, 146],
  ],
  animal: [[0, 397]],
} as const;

/** By what a name ends with: “tabby cat” is a cat, “hot dog” no dog. */
const CATS = "cat|kitten|tabby|lynx";
const BIRDS = "bird|robin|parrot|owl|eagle|gull|hen|duck|goose|pigeon|sparrow|finch|penguin";
const OTHERS = "(?<!hot )dog|deer|frog|horse|cow|sheep|mouse|fox|rabbit|bear|hamster|fish";
const ends = (words: string) => new RegExp(`\\b(?:${words})s?$`, "i");
const SMALL = { cat: ends(CATS), bird: ends(BIRDS), animal: ends(`${CATS}|${BIRDS}|${OTHERS}`) } as const;

const TARGET_NAMES = { cat: "Cats", bird: "Birds" } as const;

/**
 * Groups to begin with: the preset's thing as the target, other animals, and everything else. Classes are filled
 * in for ImageNet (1,000 classes, or 1,001 with a background first) and by name for small lists.
 */
export function suggestGroups(
  preset: PartPresetName | "custom",
  names: readonly string[],
): ClassGroupInput[] {
  const target = preset === "custom" ? [] : classesOf(preset, names);
  const taken = new Set(target);
  const animals = classesOf("animal", names).filter((index) => !taken.has(index));
  const group = (
    name: string,
    symbol: ClassGroupInput["symbol"],
    isTarget: boolean,
    classIndices: number[],
  ): ClassGroupInput => ({ name, symbol, isTarget, classIndices });
  return [
    group(preset === "custom" ? "Target" : TARGET_NAMES[preset], "circle", true, target),
    group("Other animals", "square", false, animals),
    group("Not an animal", "triangle-up", false, []),
  ];
}

/** The groups when one is given these classes: a class is in one group only, so what comes leaves the others. */
export function withClasses(
  groups: readonly ClassGroupInput[],
  at: number,
  classIndices: readonly number[],
): ClassGroupInput[] {
  const taken = new Set(classIndices);
  return groups.map((group, i) => ({
    ...group,
    classIndices: i === at ? [...classIndices] : group.classIndices.filter((index) => !taken.has(index)),
  }));
}

function classesOf(what: keyof typeof IMAGENET, names: readonly string[]): number[] {
  const offset = imageNetOffset(names);
  if (offset === null) return [...names.keys()].filter((index) => SMALL[what].test(names[index]!.trim()));
  return IMAGENET[what].flatMap(([first, last]) =>
    Array.from({ length: last - first + 1 }, (_, i) => first + i + offset),
  );
}

/** 0 or 1 for lists in ImageNet's order; null for others. The tabby cat is known by its place. */
function imageNetOffset(names: readonly string[]): 0 | 1 | null {
  const tabbyAt = (index: number) => /tabby/i.test(names[index] ?? "");
  if (names.length === 1000 && tabbyAt(281)) return 0;
  return names.length === 1001 && tabbyAt(282) ? 1 : null;
}
