import type { Size } from "@/core/domain/spaces";

/** `screen = image · zoom + offset`, CSS pixels of the stage. */
export interface Viewport {
  zoom: number;
  x: number;
  y: number;
}

/** Screen pixels per image pixel. */
export const ZOOM_MAX = 40;

/** The photograph centred in the stage with a margin; never blown up beyond 4×. */
export function fitTo(image: Size, stage: Size, margin = 32): Viewport {
  const zoom = Math.max(
    0.01,
    Math.min(4, (stage.width - 2 * margin) / image.width, (stage.height - 2 * margin) / image.height),
  );
  return { zoom, x: (stage.width - image.width * zoom) / 2, y: (stage.height - image.height * zoom) / 2 };
}

/** Zooms by `factor` so that what is under the screen point stays under it. */
export function zoomAt(
  view: Viewport,
  [sx, sy]: readonly [number, number],
  factor: number,
  min: number,
): Viewport {
  const zoom = Math.min(ZOOM_MAX, Math.max(min, view.zoom * factor));
  const k = zoom / view.zoom;
  return { zoom, x: sx - (sx - view.x) * k, y: sy - (sy - view.y) * k };
}

export function pan(view: Viewport, dx: number, dy: number): Viewport {
  return { ...view, x: view.x + dx, y: view.y + dy };
}

/** Moves the view back so that at least `keep` screen pixels of the photograph stay in sight. */
export function keepInSight(view: Viewport, image: Size, stage: Size, keep = 80): Viewport {
  const clamp = (v: number, extent: number, room: number) =>
    Math.min(room - Math.min(keep, extent), Math.max(Math.min(keep, extent) - extent, v));
  return {
    ...view,
    x: clamp(view.x, image.width * view.zoom, stage.width),
    y: clamp(view.y, image.height * view.zoom, stage.height),
  };
}

export function toImagePoint(view: Viewport, sx: number, sy: number): readonly [number, number] {
  return [(sx - view.x) / view.zoom, (sy - view.y) / view.zoom];
}

export function toScreenPoint(view: Viewport, [x, y]: readonly [number, number]): readonly [number, number] {
  return [x * view.zoom + view.x, y * view.zoom + view.y];
}
