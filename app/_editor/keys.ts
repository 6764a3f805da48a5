import * as act from "./actions";
import type { Controller } from "./controller";

export interface Binding {
  /** `Mod` is Ctrl, or ⌘ on a Mac. The first is the one shown. */
  chords: readonly string[];
  label: string;
  group: "Draw" | "Edit" | "Look" | "Parts" | "Move on";
  run: (editor: Controller) => void;
}

const neighbour = (which: "previous" | "next") => (editor: Controller) => {
  const id = editor.props.neighbours[which];
  if (id) void act.openImage(editor, id);
};
const nudge = (dx: number, dy: number) => (editor: Controller) => act.nudge(editor, dx, dy);
const toggle = (key: "showHeatmap" | "showOutlines" | "helpOpen") => (editor: Controller) =>
  editor.view.set({ [key]: !editor.view.get()[key] });

const byNumber = (
  prefix: string,
  label: string,
  run: (editor: Controller, index: number) => void,
): Binding[] =>
  Array.from({ length: 9 }, (_, i) => ({
    chords: [`${prefix}${i + 1}`],
    label: i === 0 ? label : "",
    group: "Parts",
    run: (editor) => run(editor, i),
  }));

/** Every shortcut, once: the keyboard and the help overlay read the same table. CVAT's key where it has one. */
export const BINDINGS: readonly Binding[] = [
  { chords: ["V"], label: "Select and reshape", group: "Draw", run: (e) => e.setTool("select") },
  { chords: ["P", "N"], label: "Polygon", group: "Draw", run: (e) => e.setTool("polygon") },
  { chords: ["R"], label: "Box", group: "Draw", run: (e) => e.setTool("box") },
  { chords: ["B"], label: "Brush", group: "Draw", run: (e) => e.setTool("brush") },
  { chords: ["E"], label: "Eraser", group: "Draw", run: (e) => e.setTool("eraser") },
  { chords: ["S"], label: "Correct the silhouette", group: "Draw", run: (e) => e.setTool("silhouette") },
  { chords: ["["], label: "Smaller brush", group: "Draw", run: (e) => act.resizeBrush(e, 1 / 1.25) },
  { chords: ["]"], label: "Larger brush", group: "Draw", run: (e) => act.resizeBrush(e, 1.25) },
  { chords: ["Mod+Z"], label: "Undo", group: "Edit", run: act.undo },
  { chords: ["Mod+Shift+Z", "Mod+Y"], label: "Redo", group: "Edit", run: act.redo },
  { chords: ["Delete", "Backspace"], label: "Delete the shape", group: "Edit", run: act.deleteSelected },
  { chords: ["Mod+D"], label: "Duplicate", group: "Edit", run: act.duplicateSelected },
  { chords: ["M"], label: "Mirror to the other side", group: "Edit", run: act.mirrorSelected },
  { chords: ["L"], label: "Lock or unlock", group: "Edit", run: act.toggleLocked },
  { chords: ["H"], label: "Hide or show", group: "Edit", run: act.toggleHidden },
  { chords: ["PageUp"], label: "To the front", group: "Edit", run: act.raiseSelected },
  { chords: ["PageDown"], label: "To the back", group: "Edit", run: act.lowerSelected },
  { chords: ["ArrowLeft"], label: "Nudge by a pixel", group: "Edit", run: nudge(-1, 0) },
  { chords: ["ArrowRight"], label: "", group: "Edit", run: nudge(1, 0) },
  { chords: ["ArrowUp"], label: "", group: "Edit", run: nudge(0, -1) },
  { chords: ["ArrowDown"], label: "", group: "Edit", run: nudge(0, 1) },
  { chords: ["Shift+ArrowLeft"], label: "Nudge by ten", group: "Edit", run: nudge(-10, 0) },
  { chords: ["Shift+ArrowRight"], label: "", group: "Edit", run: nudge(10, 0) },
  { chords: ["Shift+ArrowUp"], label: "", group: "Edit", run: nudge(0, -10) },
  { chords: ["Shift+ArrowDown"], label: "", group: "Edit", run: nudge(0, 10) },
  ...byNumber("", "Choose a part by its number", act.choosePartNumber),
  ...byNumber("Shift+", "Give the shape to a part", act.givePartNumber),
  {
    chords: ["A"],
    label: "Part absent on purpose, or not",
    group: "Parts",
    run: (e) => act.toggleAbsent(e, e.view.get().activePartId),
  },
  { chords: ["J"], label: "Next shape", group: "Parts", run: (e) => act.cycleSelection(e, 1) },
  { chords: ["K"], label: "Previous shape", group: "Parts", run: (e) => act.cycleSelection(e, -1) },
  { chords: ["+", "="], label: "Zoom in", group: "Look", run: (e) => e.zoomBy(1.25) },
  { chords: ["-"], label: "Zoom out", group: "Look", run: (e) => e.zoomBy(0.8) },
  { chords: ["0"], label: "Fit the photograph", group: "Look", run: (e) => e.fit() },
  { chords: ["T"], label: "Heatmap", group: "Look", run: toggle("showHeatmap") },
  { chords: ["O"], label: "Outlines", group: "Look", run: toggle("showOutlines") },
  { chords: ["?", "F1"], label: "This help", group: "Look", run: toggle("helpOpen") },
  { chords: ["D"], label: "Previous image", group: "Move on", run: neighbour("previous") },
  { chords: ["F"], label: "Next image", group: "Move on", run: neighbour("next") },
];

/** What the pointer does, for the help overlay. */
export const POINTER_HELP: readonly (readonly [gesture: string, label: string])[] = [
  ["Click an edge", "Add a point"],
  ["Alt-click a point", "Remove it"],
  ["Enter, double click", "Close a polygon"],
  ["Esc", "Cancel, then let go"],
  ["Wheel", "Zoom to the cursor"],
  ["Space or middle button", "Pan"],
  ["Shift while placing a point", "Join a neighbour's"],
  ["Shift-drag a point", "Move a shared border"],
  ["Alt while painting", "Erase instead"],
];

const BY_CHORD = new Map(BINDINGS.flatMap((binding) => binding.chords.map((c) => [c, binding] as const)));

type KeyPress = Pick<KeyboardEvent, "key" | "code" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey"> & {
  getModifierState?: (key: string) => boolean;
};

/** Letters and digits by their key, with Shift; signs as they are typed, whatever they take on this keyboard. */
export function chordOf(event: KeyPress): string {
  const digit = /^Digit(\d)$/.exec(event.code)?.[1];
  const key = digit ?? (event.key.length === 1 ? event.key.toUpperCase() : event.key);
  if (/^[^\p{L}\p{N}\s]$/u.test(key) && (!event.ctrlKey || event.getModifierState?.("AltGraph"))) return key;
  const mod = event.ctrlKey || event.metaKey ? "Mod+" : "";
  const alt = event.altKey ? "Alt+" : "";
  return `${mod}${alt}${event.shiftKey ? "Shift+" : ""}${key}`;
}

/** Runs what the key is bound to; true when something was. Enter, Escape and Backspace go to the tool first. */
export function handleKey(editor: Controller, event: KeyboardEvent): boolean {
  const target = event.target as HTMLElement | null;
  if (
    target?.closest(
      "input, textarea, select, [contenteditable=true], [role=dialog], [role=menu], [role=listbox]",
    )
  )
    return false;
  const { tool, selectedId } = editor.view.get();
  if (editor.tools[tool].key?.(event.key)) return true;
  if (event.key === "Escape") {
    if (tool !== "select") editor.setTool("select");
    else if (selectedId) editor.select(null);
    else return false;
    return true;
  }
  const binding = BY_CHORD.get(chordOf(event));
  if (!binding) return false;
  // Arrows and the like belong to a focused control that uses them.
  if (target?.closest("[role=radiogroup], [role=slider], [role=tablist]") && event.key.startsWith("Arrow"))
    return false;
  binding.run(editor);
  return true;
}
