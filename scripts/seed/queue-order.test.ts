import { expect, test } from "vitest";
import { DEMO_IMAGES } from "@/demo/collection";
import { ANIMAL_CLASSES, isCat, isThing } from "@/demo/generator/classes";
import { plainestFirst } from "./queue-order";

const queue = DEMO_IMAGES.slice(184, 200).map((scene) => ({ scene }));
const ordered = plainestFirst(queue);

test("all are there, once", () => {
  expect(new Set(ordered)).toEqual(new Set(queue));
  expect(ordered).toHaveLength(queue.length);
});

test("the first is the one whose silhouette fits best (IoU 0.95)", () => {
  expect(ordered[0]?.scene.file).toBe("demo-186.jpg");
});

test("the first ones of the demo's queue are cats by themselves, all parts in sight", () => {
  const others = [...ANIMAL_CLASSES, ...DEMO_IMAGES.flatMap((i) => i.beside).filter(isThing)] as string[];
  for (const { scene } of ordered.slice(0, 5)) {
    expect(isCat(scene.main)).toBe(true);
    expect(scene.beside.filter((name) => others.includes(name))).toEqual([]);
    expect(Object.keys(scene.outlines)).toHaveLength(5);
  }
});

test("second animals come last, among them the one whose silhouette fails", () => {
  const animal = ({ scene }: (typeof queue)[number]) =>
    [scene.main, ...scene.beside].some((name) => (ANIMAL_CLASSES as readonly string[]).includes(name));
  const first = ordered.findIndex(animal);
  expect(ordered.slice(first).every(animal)).toBe(true);
  expect(ordered.findIndex(({ scene }) => scene.file === "demo-185.jpg")).toBeGreaterThanOrEqual(first);
});
