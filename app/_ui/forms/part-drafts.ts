import { PART_PRESETS, type Part, type PartPresetName, type PartTemplate } from "@/core/domain/parts";

/** A part being edited. `id`: the part of the project it is; `rowId` keeps the row's fields apart on screen. */
export type PartDraft = Omit<PartTemplate, "position"> & { id?: Part["id"]; rowId: string };

/** Wong's colours, which stay apart for colour-blind readers, and a few more. */
export const PART_COLOURS = [
  "#0072b2",
  "#56b4e9",
  "#009e73",
  "#7fc97f",
  "#d55e00",
  "#e69f00",
  "#cc79a7",
  "#7b61c9",
  "#a0522d",
  "#8a8f98",
];

let rows = 0;
const rowId = () => `row-${rows++}`;

export function presetParts(preset: PartPresetName | "custom"): PartDraft[] {
  const parts: readonly PartTemplate[] =
    preset === "custom"
      ? PART_PRESETS.cat.parts.filter((part) => part.kind !== "part")
      : PART_PRESETS[preset].parts;
  const drafts = parts.map(({ position: _, ...part }) => ({ ...part, rowId: rowId() }));
  return preset === "custom" ? [newPart(0), ...drafts] : drafts;
}

export function draftsOf(parts: readonly Part[]): PartDraft[] {
  return parts.map(({ position: _, ...part }) => ({ ...part, rowId: rowId() }));
}

export function newPart(count: number): PartDraft {
  const colour = PART_COLOURS[count % PART_COLOURS.length]!;
  return { name: "", colour, side: "none", kind: "part", priority: 10, rowId: rowId() };
}

/** What the server is sent: the rows without what only the screen needs. */
export function sentParts(drafts: readonly PartDraft[]) {
  return drafts.map(({ rowId: _, ...part }) => part);
}
