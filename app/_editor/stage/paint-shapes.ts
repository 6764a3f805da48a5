import type { DocumentSnapshot, Shape } from "@/core/annotation/snapshot";
import type { Part } from "@/core/domain/parts";
import type { LiveState, ViewState } from "../state";
import { BOX_HANDLES, handlePoint, outline } from "./hit";

export interface ShapePaint {
  parts: readonly Part[];
  view: ViewState;
  live: LiveState;
  /** Handles are drawn for people who may edit. */
  canEdit: boolean;
}

/** Outlines of all shapes, then the selected one with its handles. */
export function paintOutlines(context: CanvasRenderingContext2D, unit: number, paint: ShapePaint): void {
  const { view, live } = paint;
  if (view.showOutlines) for (const shape of live.shown.shapes) paintOutline(context, unit, shape, paint);
  const selected = live.shown.shapes.find((s) => s.id === view.selectedId);
  if (!selected || selected.hidden) return;
  if (!view.showOutlines) paintOutline(context, unit, selected, paint);
  if (paint.canEdit && !selected.locked && view.tool === "select")
    paintHandles(context, unit, selected, paint);
}

function paintOutline(
  context: CanvasRenderingContext2D,
  unit: number,
  shape: Shape,
  { parts, view, live }: ShapePaint,
): void {
  if (shape.hidden) return;
  const selected = shape.id === view.selectedId;
  const hovered = shape.id === view.hoveredId && view.tool === "select";
  const broken = live.problems.some((p) => p.shapeId === shape.id && p.severity === "blocks");
  trace(context, shape);
  context.lineJoin = "round";
  context.setLineDash([]);
  context.strokeStyle = "rgba(0, 0, 0, 0.55)";
  context.lineWidth = (selected ? 4.5 : 3.5) * unit;
  context.stroke();
  if (broken) context.setLineDash([6 * unit, 4 * unit]);
  context.strokeStyle = broken ? "#ff4d4f" : selected || hovered ? "#ffffff" : colourOf(parts, shape.partId);
  context.lineWidth = (selected ? 2.25 : 1.75) * unit;
  context.stroke();
  context.setLineDash([]);
}

/** The path of an outline; a brush shape is shown by a thin line along what was painted. */
export function trace(context: CanvasRenderingContext2D, shape: Shape): void {
  context.beginPath();
  const ring = outline(shape);
  for (const [i, [x, y]] of ring.entries()) i === 0 ? context.moveTo(x, y) : context.lineTo(x, y);
  if (ring.length > 2) context.closePath();
  if (shape.type !== "brush") return;
  for (const { path, mode } of shape.strokes) {
    if (mode !== "add") continue;
    context.moveTo(path[0]!, path[1]!);
    for (let i = 2; i < path.length; i += 2) context.lineTo(path[i]!, path[i + 1]!);
    if (path.length === 2) context.lineTo(path[0]! + 0.01, path[1]!);
  }
}

function paintHandles(
  context: CanvasRenderingContext2D,
  unit: number,
  shape: Shape,
  { parts, view }: ShapePaint,
): void {
  const colour = colourOf(parts, shape.partId);
  if (shape.type === "polygon") {
    for (const vertex of shape.vertices) {
      const hot = vertex.id === view.hoveredVertex;
      dot(
        context,
        vertex.x,
        vertex.y,
        (hot ? 6.5 : 4.5) * unit,
        unit,
        hot ? colour : "#ffffff",
        hot ? "#ffffff" : colour,
      );
    }
    if (view.edgeHint && !view.drag)
      dot(context, view.edgeHint[0], view.edgeHint[1], 4 * unit, unit, "rgba(255, 255, 255, 0.55)", colour);
  }
  if (shape.type === "box") {
    for (const handle of BOX_HANDLES) {
      const [x, y] = handlePoint(shape.box, handle);
      const side = 7 * unit;
      context.fillStyle = "#ffffff";
      context.strokeStyle = colour;
      context.lineWidth = 1.5 * unit;
      context.fillRect(x - side / 2, y - side / 2, side, side);
      context.strokeRect(x - side / 2, y - side / 2, side, side);
    }
  }
}

export function dot(
  context: CanvasRenderingContext2D,
  x: number,
  y: number,
  radius: number,
  unit: number,
  fill: string,
  line: string,
): void {
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.fillStyle = fill;
  context.fill();
  context.lineWidth = 1.75 * unit;
  context.strokeStyle = line;
  context.stroke();
}

export function colourOf(parts: readonly Part[], partId: string): string {
  return parts.find((p) => p.id === partId)?.colour ?? "#ff4d4f";
}

/** A part's name at the top of each of its shapes, for people who do not read colours. */
export function labelAnchor(snapshot: DocumentSnapshot, shapeId: string): readonly [number, number] | null {
  const shape = snapshot.shapes.find((s) => s.id === shapeId);
  if (!shape) return null;
  const points =
    shape.type === "brush" ? [[shape.strokes[0]?.path[0], shape.strokes[0]?.path[1]]] : outline(shape);
  let best: readonly [number, number] | null = null;
  for (const [x, y] of points)
    if (x !== undefined && y !== undefined && (!best || y < best[1])) best = [x, y];
  return best;
}
