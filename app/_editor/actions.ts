import { duplicateShape, mirrorShape } from "@/core/annotation/commands/copy-shape";
import { moveShape } from "@/core/annotation/commands/move-shape";
import { setAbsent } from "@/core/annotation/commands/set-absent";
import {
  bringToFront,
  deleteShape,
  sendToBack,
  setHidden,
  setLocked,
  setPart,
} from "@/core/annotation/commands/shape-state";
import { boundsOf } from "@/core/annotation/geometry/polygon";
import type { Shape } from "@/core/annotation/snapshot";
import { shapePoints, sideless } from "@/core/annotation/validate";
import type { Part } from "@/core/domain/parts";
import type { Controller } from "./controller";
import { refuse } from "./state";

/** What buttons and keys do. Each is one edit at most; without a selection those on the selection do nothing. */

export function drawableParts(parts: readonly Part[]): Part[] {
  return parts.filter((p) => p.kind === "part").sort((a, b) => a.position - b.position);
}

/** What a tool is in the middle of comes first; under a hand that drags, nothing is taken away. */
const step = (which: "undo" | "redo") => (editor: Controller) => {
  const { tool, drag } = editor.view.get();
  if (editor.busy || editor.tools[tool][which]?.() || drag) return;
  editor.session.undo[which]();
};

export const undo = step("undo");
export const redo = step("redo");

/**
 * Opens another image. While the server is not there the page of the other image cannot come: the browser would
 * put its own error page in place of this one, and what is only kept here would go with it.
 */
export async function openImage(editor: Controller, imageId: string): Promise<void> {
  const { save } = editor.live.get();
  if ((save.unsaved > 0 || !save.connected) && !(await reachable()))
    refuse(editor.view, "The server cannot be reached. Other images open when it answers again.");
  else editor.props.navigate(imageId);
}

/** Any answer will do, a refusal too. */
const reachable = () =>
  fetch("/api/health", { cache: "no-store", signal: AbortSignal.timeout(5_000) }).then(
    () => true,
    () => false,
  );

/** Chooses the part to draw next. A selected shape of another part is let go, never relabelled. */
export function choosePart(editor: Controller, partId: string): void {
  const part = editor.props.parts.find((p) => p.id === partId);
  const { selectedId } = editor.view.get();
  const selected = selectedShape(editor);
  if (selectedId && selected?.partId !== partId) editor.select(null);
  editor.view.set({ activePartId: partId, announcement: part ? `${part.name} is the part to draw` : "" });
}

/** The n-th part, from 0. */
export function choosePartNumber(editor: Controller, index: number): void {
  const part = drawableParts(editor.props.parts)[index];
  if (part) choosePart(editor, part.id);
}

export function givePartNumber(editor: Controller, index: number): void {
  const part = drawableParts(editor.props.parts)[index];
  if (part) withSelected(editor, (shape) => givePart(editor, shape.id, part.id));
}

export function givePart(editor: Controller, shapeId: string, partId: string): void {
  if (editor.busy) return;
  setPart(editor.edit, shapeId, partId);
  editor.select(shapeId);
}

export function selectedShape(editor: Controller): Shape | null {
  const { selectedId } = editor.view.get();
  return editor.live.get().snapshot.shapes.find((s) => s.id === selectedId) ?? null;
}

function withSelected(editor: Controller, act: (shape: Shape) => void, evenLocked = false): void {
  const shape = selectedShape(editor);
  if (!shape || editor.busy) return;
  if (shape.locked && !evenLocked) refuse(editor.view, "The shape is locked. L unlocks it.");
  else act(shape);
}

export function deleteSelected(editor: Controller): void {
  withSelected(editor, (shape) => {
    deleteShape(editor.edit, shape.id);
    editor.view.set({ announcement: "Deleted" });
  });
}

export function duplicateSelected(editor: Controller): void {
  const step = 14 * editor.unit();
  withSelected(editor, (shape) => editor.select(duplicateShape(editor.edit, shape.id, step, step)), true);
}

/** Mirrors the shape left ↔ right about the middle of everything drawn, for the partner of its part. */
export function mirrorSelected(editor: Controller): void {
  withSelected(
    editor,
    (shape) => {
      const { parts } = editor.props;
      const bounds = boundsOf(editor.live.get().snapshot.shapes.flatMap(shapePoints));
      const part = parts.find((p) => p.id === shape.partId);
      const partner = parts.find(
        (p) => part && p.id !== part.id && p.side !== "none" && sideless(p.name) === sideless(part.name),
      );
      if (bounds)
        editor.select(
          mirrorShape(editor.edit, shape.id, (bounds.minX + bounds.maxX) / 2, partner?.id ?? shape.partId),
        );
    },
    true,
  );
}

export function nudge(editor: Controller, dx: number, dy: number): void {
  withSelected(editor, (shape) => moveShape(editor.edit, shape.id, dx, dy));
}

export function raiseSelected(editor: Controller): void {
  withSelected(editor, (shape) => bringToFront(editor.edit, shape.id), true);
}

export function lowerSelected(editor: Controller): void {
  withSelected(editor, (shape) => sendToBack(editor.edit, shape.id), true);
}

export function toggleLocked(editor: Controller): void {
  withSelected(
    editor,
    (shape) => {
      setLocked(editor.edit, shape.id, !shape.locked);
      editor.view.set({ announcement: shape.locked ? "Unlocked" : "Locked" });
    },
    true,
  );
}

export function toggleHidden(editor: Controller): void {
  withSelected(
    editor,
    (shape) => {
      setHidden(editor.edit, shape.id, !shape.hidden);
      editor.view.set({ announcement: shape.hidden ? "Shown" : "Hidden" });
    },
    true,
  );
}

export function toggleAbsent(editor: Controller, partId: string | null): void {
  if (!partId || editor.busy) return;
  const absent = !editor.live.get().snapshot.absent.includes(partId);
  setAbsent(editor.edit, partId, absent);
  const name = editor.props.parts.find((p) => p.id === partId)?.name ?? "Part";
  editor.view.set({ announcement: absent ? `${name} marked absent` : `${name} no longer absent` });
}

/** The next shape in reading order of the list, for the keyboard. */
export function cycleSelection(editor: Controller, step: 1 | -1): void {
  const { shapes } = editor.live.get().snapshot;
  if (shapes.length === 0) return;
  const at = shapes.findIndex((s) => s.id === editor.view.get().selectedId);
  const next = at < 0 ? (step > 0 ? 0 : shapes.length - 1) : (at + step + shapes.length) % shapes.length;
  editor.select(shapes[next]!.id);
}

export function resizeBrush(editor: Controller, factor: number): void {
  const { brushRadius } = editor.view.get();
  editor.view.set({ brushRadius: Math.min(500, Math.max(1, Math.round(brushRadius * factor * 2) / 2)) });
}
