import { describe, expect, it } from "vitest";
import { readableOn } from "@/app/_ui/readable-on";
import { EMPTY_SNAPSHOT } from "@/core/annotation/snapshot";
import type { Problem } from "@/core/annotation/validate";
import type { PartId } from "@/core/domain/ids";
import { PART_PRESETS, type Part } from "@/core/domain/parts";
import { BINDINGS, chordOf } from "../keys";
import { partState } from "./part-state";
import { axisExtent, percent, scoreTable } from "./score-rows";

const parts: Part[] = PART_PRESETS.bird.parts.map((p) => ({ ...p, id: p.name as PartId }));
const sums = parts.map((_, k) => ({ n: k === 0 ? 0 : 10, sum: k, positive: k, negative: 0 }));

describe("the score panel", () => {
  it("has a row per part, says what is absent or left out, and remembers the last revision", () => {
    const table = scoreTable(parts, sums, sums, { normalisation: "per-sign" }, false);
    expect(table.rows.map((r) => r.note)).toEqual(["absent", ...Array(6).fill(null), "not scored"]);
    expect(table.rows[6]?.score).toBeCloseTo(6 / 21);
    expect(table.rows[6]?.before).toBe(table.rows[6]?.score);
    expect(
      scoreTable(parts, sums, sums.slice(1), { normalisation: "per-sign" }, false).rows[6]?.before,
    ).toBeNull();
  });

  it("follows the aggregation", () => {
    const sized = sums.map((s, k) => (k === 6 ? { ...s, n: 1000 } : s));
    const shown = (aggregation: "mean" | "sum") =>
      scoreTable(parts, sized, null, { normalisation: "per-sign", aggregation }, false).rows[6]?.score;
    expect(shown("sum")).toBeCloseTo(6 / 21);
    expect(shown("mean")).toBeCloseTo(0.006 / 1.506);
  });

  it("says when the ratio rule gives no score", () => {
    const cancel = parts.map((_, k) => ({
      n: 1,
      sum: k === 1 ? 1 : k === 2 ? -1 : 0,
      positive: 0,
      negative: 0,
    }));
    expect(scoreTable(parts, cancel, null, { normalisation: "ratio" }, true).defined).toBe(false);
  });

  it("moves its axis in steps and writes true minus signs", () => {
    expect([0, 0.3, 0.6, 1.2].map(axisExtent)).toEqual([0.5, 0.5, 1, 1.5]);
    expect([0.3921, -0.05, 0.0001, -0.0001].map(percent)).toEqual(["+39.2 %", "−5.0 %", "0.0 %", "0.0 %"]);
  });
});

describe("the checklist", () => {
  const shape = {
    id: "s",
    partId: "Beak",
    z: 1,
    createdBy: "u",
    locked: false,
    hidden: false,
    strokes: [],
    type: "brush",
  } as const;
  const problem = (code: Problem["code"], severity: Problem["severity"]): Problem => ({
    code,
    severity,
    message: "",
    partId: "Beak",
    shapeId: "s",
  });

  it("shows the worst of what is known", () => {
    const drawn = { ...EMPTY_SNAPSHOT, shapes: [shape] };
    expect(partState("Beak", EMPTY_SNAPSHOT, [])).toBe("missing");
    expect(partState("Beak", { ...EMPTY_SNAPSHOT, absent: ["Beak"] }, [])).toBe("absent");
    expect(partState("Beak", drawn, [])).toBe("done");
    expect(partState("Beak", drawn, [problem("several_shapes", "asks")])).toBe("doubtful");
    expect(partState("Beak", drawn, [problem("no_area", "blocks")])).toBe("broken");
  });
});

describe("shortcuts", () => {
  it("are bound once each", () => {
    const chords = BINDINGS.flatMap((b) => b.chords);
    expect(new Set(chords).size).toBe(chords.length);
  });

  it("are read from events by letter, digit and modifiers", () => {
    const event = { key: "z", code: "KeyZ", ctrlKey: true, metaKey: false, altKey: false, shiftKey: true };
    expect(chordOf(event)).toBe("Mod+Shift+Z");
    expect(chordOf({ ...event, key: "!", code: "Digit1", ctrlKey: false })).toBe("Shift+1");
    expect(chordOf({ ...event, key: "?", code: "Slash", ctrlKey: false })).toBe("?");
    expect(chordOf({ ...event, key: "?", code: "Minus", ctrlKey: false, shiftKey: true })).toBe("?");
  });

  it("names on people's colours are readable", () => {
    expect(readableOn("#ffe066")).toBe("#000000");
    expect(readableOn("#1c3faa")).toBe("#ffffff");
  });
});
