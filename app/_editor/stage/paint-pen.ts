import type { StrokeInput } from "@/core/annotation/commands/add-stroke";
import type { Size } from "@/core/domain/spaces";
import { colourOf, dot, type ShapePaint } from "./paint-shapes";

/** The border of what the classifier sees; what a centre crop cuts off is veiled. */
export function paintCrop(
  context: CanvasRenderingContext2D,
  unit: number,
  image: Size,
  crop: { x: number; y: number } & Size,
): void {
  const whole =
    crop.x <= 0.5 && crop.y <= 0.5 && crop.width >= image.width - 1 && crop.height >= image.height - 1;
  if (whole) return;
  context.beginPath();
  context.rect(0, 0, image.width, image.height);
  context.rect(crop.x, crop.y, crop.width, crop.height);
  context.fillStyle = "rgba(10, 12, 18, 0.55)";
  context.fill("evenodd");
  context.strokeStyle = "rgba(255, 255, 255, 0.85)";
  context.lineWidth = 1.25 * unit;
  context.setLineDash([6 * unit, 5 * unit]);
  context.strokeRect(crop.x, crop.y, crop.width, crop.height);
  context.setLineDash([]);
}

/** What a stroke in progress will give to the silhouette (light) or take from it (dark). */
function paintStroke(context: CanvasRenderingContext2D, { path, radius, mode }: StrokeInput): void {
  context.beginPath();
  context.moveTo(path[0]!, path[1]!);
  for (let i = 0; i < path.length; i += 2) context.lineTo(path[i]!, path[i + 1]!);
  context.lineWidth = 2 * radius;
  context.lineCap = "round";
  context.lineJoin = "round";
  context.strokeStyle = mode === "add" ? "rgba(255, 255, 255, 0.45)" : "rgba(10, 12, 18, 0.55)";
  context.stroke();
  context.lineCap = "butt";
  context.lineJoin = "miter";
}

/** The brush's disc under the pointer, and the first point of a polygon in progress, where a click closes it. */
export function paintPen(
  context: CanvasRenderingContext2D,
  unit: number,
  { view, parts, canEdit }: ShapePaint,
): void {
  if (!canEdit) return;
  const { tool, pointer, drag, silhouetteStroke } = view;
  if (silhouetteStroke) paintStroke(context, silhouetteStroke);
  if (pointer && (tool === "brush" || tool === "eraser" || tool === "silhouette")) {
    const [x, y] = pointer;
    context.beginPath();
    context.arc(x, y, view.brushRadius, 0, 2 * Math.PI);
    context.lineWidth = 3.5 * unit;
    context.strokeStyle = "rgba(0, 0, 0, 0.5)";
    context.stroke();
    context.lineWidth = 1.5 * unit;
    context.strokeStyle =
      tool === "brush" && view.activePartId ? colourOf(parts, view.activePartId) : "#ffffff";
    if (tool === "eraser") context.setLineDash([4 * unit, 3 * unit]);
    context.stroke();
    context.setLineDash([]);
  }
  if (tool === "polygon" && drag?.kind === "outline") {
    const colour = colourOf(parts, drag.partId);
    // The last point is the pointer itself, not placed yet.
    for (const [i, [x, y]] of drag.points.slice(0, -1).entries())
      dot(context, x, y, (i === 0 ? 6 : 3.5) * unit, unit, "#ffffff", colour);
  }
}
