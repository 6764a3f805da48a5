import { addPolygon } from "@/core/annotation/commands/add-polygon";
import { snap } from "../gestures/neighbours";
import { clampToImage, type GestureHost, REACH } from "../gestures/types";
import type { Tool } from "./types";

/**
 * Click by click; Enter, a double click or a click on the first point closes, Backspace and undo take the
 * last point back, redo puts it there again, Escape drops it all. With Shift a point joins another polygon's
 * vertex. The outline in progress is shown to everybody.
 */
export function polygonTool(host: GestureHost): Tool {
  let points: (readonly [number, number])[] = [];
  /** Points taken back, the latest last. */
  let taken: (readonly [number, number])[] = [];
  let shapeId = host.edit.newId();
  let partId: string | null = null;

  const show = (next?: readonly [number, number]) => {
    if (points.length === 0 || !partId) return host.drag(null);
    const shown = next ? [...points, clampToImage(host.image, next)] : points;
    host.drag({ kind: "outline", shapeId, partId, points: shown });
  };
  const drop = () => {
    points = [];
    taken = [];
    shapeId = host.edit.newId();
    host.drag(null);
  };
  const close = () => {
    if (!partId || points.length < 3) return;
    const id = addPolygon(host.edit, partId, points);
    drop();
    host.select(id);
    host.setTool("select");
  };
  const takeBack = () => {
    const last = points.pop();
    if (!last) return false;
    taken.push(last);
    show();
    return true;
  };
  const near = (a: readonly [number, number], b: readonly [number, number], pixels: number) =>
    Math.hypot(a[0] - b[0], a[1] - b[1]) <= pixels * host.unit();

  return {
    cursor: "crosshair",
    press: (input) => {
      const point = input.shift ? snap(host, input.point, []) : input.point;
      const first = points[0];
      if (first && points.length >= 3 && near(first, point, REACH)) close();
      else {
        if (points.length === 0) partId = host.view.get().activePartId;
        const last = points.at(-1);
        // The second press of a double click lands on the point just placed.
        if (partId && !(last && near(last, point, 2))) {
          points.push(clampToImage(host.image, point));
          taken = [];
        }
        show();
      }
      return null;
    },
    hover: ({ point, shift }) => {
      if (points.length > 0) show(shift ? snap(host, point, []) : point);
    },
    doubleClick: close,
    key: (key) => {
      if (points.length === 0) return false;
      if (key === "Enter") close();
      else if (key === "Escape") drop();
      else if (key === "Backspace" || key === "Delete") takeBack();
      else return false;
      return true;
    },
    undo: () => {
      if (takeBack()) return true;
      taken = [];
      return false;
    },
    redo: () => {
      const again = taken.pop();
      if (again) points.push(again);
      if (again) show();
      return again !== undefined || points.length > 0;
    },
    leave: drop,
  };
}
