import type { ClassGroupInput } from "@/core/domain/classes";
import { shortClassName } from "../words";
import { suggestGroups } from "./suggest-groups";

/** Lists that differ in how they write a class, or in its further names, mean the same class. */
const first = (name: string) => shortClassName(name).toLowerCase();

export const sameClasses = (a: readonly string[], b: readonly string[]) =>
  a.length === b.length && a.every((name, i) => first(name) === first(b[i]!));

/**
 * Groups name classes by their place in a network's list. For another network they are carried over by the classes'
 * names; where none of the target's is known there, what its own name suggests.
 */
export function carriedGroups(
  groups: readonly ClassGroupInput[],
  from: readonly string[],
  to: readonly string[],
): ClassGroupInput[] {
  const places = new Map<string, number[]>();
  for (const [index, name] of to.entries())
    places.set(first(name), [...(places.get(first(name)) ?? []), index]);
  const carried = groups.map((group) => ({
    ...group,
    classIndices: group.classIndices.flatMap((index) => places.get(first(from[index] ?? "")) ?? []),
  }));
  const target = carried.find((group) => group.isTarget);
  if (!target || target.classIndices.length > 0) return carried;
  const preset = (["cat", "bird"] as const).find((kind) => target.name.toLowerCase().includes(kind));
  const [suggested, animals] = suggestGroups(preset ?? "custom", to);
  return carried.map((group) => {
    if (group === target) return { ...group, classIndices: suggested!.classIndices };
    const fits = group.classIndices.length === 0 && /animal/i.test(group.name) && !/not/i.test(group.name);
    return fits ? { ...group, classIndices: animals!.classIndices } : group;
  });
}
