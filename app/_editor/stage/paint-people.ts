import { readableOn } from "@/app/_ui/readable-on";
import type { Peer } from "../state";
import { dot, labelAnchor, type ShapePaint, trace } from "./paint-shapes";

/** Soft claims: the shape another person holds or drags, outlined in that person's colour. */
export function paintClaims(context: CanvasRenderingContext2D, unit: number, { live }: ShapePaint): void {
  for (const peer of live.peers) {
    const held = peer.drag?.shapeId ?? peer.holding;
    const shape = held && live.shown.shapes.find((s) => s.id === held);
    if (!shape || shape.hidden) continue;
    trace(context, shape);
    context.setLineDash([7 * unit, 4 * unit]);
    context.strokeStyle = peer.user.colour;
    context.lineWidth = 3 * unit;
    context.stroke();
    context.setLineDash([]);
    if (shape.type === "polygon" && peer.drag)
      for (const v of shape.vertices) dot(context, v.x, v.y, 3 * unit, unit, peer.user.colour, "#ffffff");
    const anchor = labelAnchor(live.shown, shape.id);
    if (anchor && !peer.cursor) nameTag(context, unit, anchor[0], anchor[1] - 24 * unit, peer);
  }
}

/** Where the others point, with their names. */
export function paintCursors(context: CanvasRenderingContext2D, unit: number, peers: readonly Peer[]): void {
  for (const peer of peers) {
    if (!peer.cursor) continue;
    const [x, y] = peer.cursor;
    context.save();
    context.translate(x, y);
    context.scale(unit, unit);
    context.beginPath();
    for (const [px, py] of [
      [0, 0],
      [0, 17],
      [4.6, 13.2],
      [11.5, 12.4],
    ] as const)
      context.lineTo(px, py);
    context.closePath();
    context.lineJoin = "round";
    context.lineWidth = 2.5;
    context.strokeStyle = "#ffffff";
    context.stroke();
    context.fillStyle = peer.user.colour;
    context.fill();
    context.restore();
    nameTag(context, unit, x + 12 * unit, y + 15 * unit, peer);
  }
}

function nameTag(
  context: CanvasRenderingContext2D,
  unit: number,
  x: number,
  y: number,
  { user }: Peer,
): void {
  context.save();
  context.translate(x, y);
  context.scale(unit, unit);
  context.font = "600 11.5px 'Inter Variable', system-ui, sans-serif";
  const name = user.name.length > 24 ? `${user.name.slice(0, 23)}…` : user.name;
  const width = context.measureText(name).width + 12;
  context.beginPath();
  context.roundRect(0, 0, width, 19, 5);
  context.fillStyle = user.colour;
  context.fill();
  context.fillStyle = readableOn(user.colour);
  context.textBaseline = "middle";
  context.fillText(name, 6, 10);
  context.restore();
}
