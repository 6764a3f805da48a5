import { DRAG_THRESHOLD, type Gesture, type GestureHost, type PointerInput } from "./types";

/** Moves the picture. `onClick` runs when the pointer was pressed and let go in place. */
export function panGesture(host: GestureHost, start: PointerInput, onClick?: () => void): Gesture {
  let [x, y] = start.screen;
  let moved = false;
  return {
    move: ({ screen }) => {
      moved ||= Math.hypot(screen[0] - start.screen[0], screen[1] - start.screen[1]) >= DRAG_THRESHOLD;
      if (!moved) return;
      host.panBy(screen[0] - x, screen[1] - y);
      [x, y] = screen;
    },
    end: () => {
      if (!moved) onClick?.();
    },
    cancel: () => undefined,
  };
}
