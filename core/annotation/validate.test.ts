import { describe, expect, it } from "vitest";
import type { PartId } from "@/core/domain/ids";
import { PART_PRESETS } from "@/core/domain/parts";
import type { Box, DocumentSnapshot, Shape } from "./snapshot";
import { blocksSubmit, sideless, swappedPairs, validateSnapshot } from "./validate";

const IMAGE = { width: 100, height: 100 };
const PARTS = PART_PRESETS.cat.parts.map((p) => ({ ...p, id: p.name as PartId }));
let count = 0;
const base = (partId: string) => ({
  id: `s${++count}`,
  partId,
  z: 1,
  createdBy: "u",
  locked: false,
  hidden: false,
  strokes: [],
});
const box = (partId: string, b: Box): Shape => ({ ...base(partId), type: "box", box: b });
const ring = (partId: string, points: [number, number][]): Shape => ({
  ...base(partId),
  type: "polygon",
  vertices: points.map(([x, y], i) => ({ id: `${i}`, x, y })),
});
const doc = (shapes: Shape[], absent: string[] = []): DocumentSnapshot => ({
  format: 1,
  shapes,
  absent,
  silhouette: [],
});
const codes = (snapshot: DocumentSnapshot) =>
  validateSnapshot(snapshot, PARTS, IMAGE)
    .filter((p) => p.code !== "missing")
    .map((p) => p.code);

describe("validity", () => {
  it.each([
    [
      "too_few_vertices",
      ring("Nose", [
        [1, 1],
        [5, 5],
      ]),
    ],
    [
      "self_intersecting",
      ring("Nose", [
        [0, 0],
        [10, 10],
        [10, 0],
        [0, 10],
      ]),
    ],
    [
      "self_intersecting",
      ring("Nose", [
        [0, 0],
        [10, 0],
        [5, 0],
      ]),
    ],
    [
      "self_intersecting",
      ring("Nose", [
        [0, 0],
        [10, 0],
        [10, 10],
        [5, 0],
        [0, 10],
      ]),
    ],
    ["no_area", box("Nose", [5, 5, 0, 9])],
    ["no_area", { ...base("Nose"), type: "brush" } as Shape],
    ["outside_image", box("Nose", [100, 0, 5, 5])],
    ["unknown_part", box("Tail", [1, 1, 5, 5])],
    ["unknown_part", box("Body", [1, 1, 5, 5])],
  ] as const)("V2: %s blocks submitting", (code, shape) => {
    const problems = validateSnapshot(doc([shape]), PARTS, IMAGE);
    expect(problems).toContainEqual(expect.objectContaining({ code, severity: "blocks", shapeId: shape.id }));
    expect(blocksSubmit(problems)).toBe(true);
  });

  it("V2: a part that is drawn and marked absent blocks", () => {
    expect(codes(doc([box("Nose", [1, 1, 5, 5])], ["Nose"]))).toEqual(["drawn_and_absent"]);
  });

  it("V2: sound shapes have no fault, also concave ones and ones that reach over the border", () => {
    const arrow = ring("Nose", [
      [0, 0],
      [10, 5],
      [0, 10],
      [4, 5],
    ]);
    const twice = ring("Left Ear", [
      [60, 0],
      [60, 0],
      [70, 5],
      [60, 10],
    ]);
    expect(codes(doc([arrow, twice, box("Left Eye", [-5, -5, 20, 20])]))).toEqual([]);
  });

  it("V3: missing and repeated parts are asked about and do not block", () => {
    const problems = validateSnapshot(
      doc([box("Nose", [1, 1, 5, 5]), box("Nose", [9, 9, 5, 5])], ["Left Eye"]),
      PARTS,
      IMAGE,
    );
    expect(problems.map((p) => [p.code, p.partId])).toEqual([
      ["missing", "Right Eye"],
      ["missing", "Left Ear"],
      ["missing", "Right Ear"],
      ["several_shapes", "Nose"],
    ]);
    expect(blocksSubmit(problems)).toBe(false);
  });

  it("V3: the pair that disagrees with the majority is suspected; a lone pair is read as facing", () => {
    const at = (partId: string, x: number) => box(partId, [x, 5, 4, 4]);
    const names = (shapes: Shape[]) => swappedPairs(doc(shapes), PARTS).map(([l]) => l.name);
    expect(names([at("Left Eye", 60), at("Right Eye", 20)])).toEqual([]);
    expect(names([at("Left Eye", 20), at("Right Eye", 60)])).toEqual(["Left Eye"]);
    const eyes = [at("Left Eye", 60), at("Right Eye", 20)];
    expect(names([...eyes, at("Left Ear", 10), at("Right Ear", 80)])).toEqual(["Left Ear"]);
    const behind = [at("Left Eye", 20), at("Right Eye", 60), at("Left Ear", 10), at("Right Ear", 80)];
    expect(names(behind)).toEqual([]);
    expect(sideless("Ear, right")).toBe(sideless("Left Ear"));
  });
});
