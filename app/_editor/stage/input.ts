import type { Controller } from "../controller";
import { panGesture } from "../gestures/pan";
import type { Gesture, PointerInput } from "../gestures/types";
import { toImagePoint } from "./viewport";

/** Pointer, wheel and Space on the stage. Returns the function that takes it all off again. */
export function attachInput(host: HTMLElement, editor: Controller): () => void {
  let gesture: Gesture | null = null;
  let pointerId: number | null = null;
  let space = false;

  const read = (event: MouseEvent): PointerInput => {
    const box = host.getBoundingClientRect();
    const screen = [event.clientX - box.left, event.clientY - box.top] as const;
    return {
      screen,
      point: toImagePoint(editor.currentViewport(), ...screen),
      alt: event.altKey,
      shift: event.shiftKey,
    };
  };
  const tool = () => editor.tools[editor.view.get().tool];
  const showCursor = () => {
    const { hoveredVertex, edgeHint, hoveredId, tool: name } = editor.view.get();
    let cursor = tool().cursor;
    if (space) cursor = gesture ? "grabbing" : "grab";
    else if (name === "select" && !editor.busy) {
      if (hoveredVertex) cursor = "move";
      else if (edgeHint) cursor = "copy";
      else if (hoveredId) cursor = "pointer";
    }
    host.style.cursor = cursor;
  };
  const finish = (end: ((gesture: Gesture) => void) | null) => {
    const current = gesture;
    gesture = null;
    pointerId = null;
    if (current && end) end(current);
    showCursor();
  };

  const onDown = (event: PointerEvent) => {
    if (gesture || (event.button !== 0 && event.button !== 1)) return;
    host.dataset.pointed = "";
    editor.view.set({ refused: null });
    host.focus({ preventScroll: true });
    const input = read(event);
    const panning = event.button === 1 || space;
    if (event.button === 1) event.preventDefault();
    if (!panning && editor.busy && editor.view.get().tool !== "select") return;
    gesture = panning ? panGesture(editor, input) : tool().press(input);
    if (gesture) {
      pointerId = event.pointerId;
      host.setPointerCapture(event.pointerId);
    }
    showCursor();
  };
  const onMove = (event: PointerEvent) => {
    const input = read(event);
    editor.point(input.point);
    if (gesture) {
      if (event.pointerId === pointerId) gesture.move(input);
    } else if (!space) tool().hover?.(input);
    showCursor();
  };
  const onUp = (event: PointerEvent) => {
    if (event.pointerId === pointerId) finish((g) => g.end(read(event)));
  };
  const onLost = (event: PointerEvent) => {
    if (event.pointerId === pointerId) finish((g) => g.cancel());
  };
  const onLeave = () => {
    if (!gesture) editor.point(null);
  };
  const onDouble = (event: MouseEvent) => tool().doubleClick?.(read(event));
  const onWheel = (event: WheelEvent) => {
    event.preventDefault();
    const lines = event.deltaMode === 1 ? 16 : 1;
    if (event.shiftKey) return editor.panBy(-(event.deltaX || event.deltaY) * lines, 0);
    const strength = event.ctrlKey ? 0.01 : 0.0016;
    editor.zoomBy(Math.exp(-event.deltaY * lines * strength), read(event).screen);
  };
  // A button that was clicked keeps the focus; Space over the picture means the picture all the same, unless
  // the person is going through the page by keyboard.
  const overPicture = () =>
    editor.view.get().pointer !== null && !document.activeElement?.matches(":focus-visible");
  const onKey = (event: KeyboardEvent) => {
    if (event.key === "Tab") delete host.dataset.pointed;
    if (event.key === "Escape" && gesture && event.type === "keydown") {
      event.stopPropagation();
      finish((g) => g.cancel());
    }
    if (event.code !== "Space" || !(event.target === host || overPicture())) return;
    event.preventDefault();
    space = event.type === "keydown";
    showCursor();
  };
  const onBlur = () => {
    space = false;
    finish((g) => g.cancel());
  };
  const noMenu = (event: Event) => event.preventDefault();

  const stop = new AbortController();
  const options = { signal: stop.signal };
  host.addEventListener("pointerdown", onDown, options);
  host.addEventListener("pointermove", onMove, options);
  host.addEventListener("pointerup", onUp, options);
  host.addEventListener("pointercancel", onLost, options);
  host.addEventListener("pointerleave", onLeave, options);
  host.addEventListener("dblclick", onDouble, options);
  host.addEventListener("wheel", onWheel, { ...options, passive: false });
  host.addEventListener("contextmenu", noMenu, options);
  // In the capture phase: Escape ends a gesture before any shortcut sees it.
  window.addEventListener("keydown", onKey, { ...options, capture: true });
  window.addEventListener("keyup", onKey, { ...options, capture: true });
  window.addEventListener("blur", onBlur, options);
  const unsubscribe = editor.view.subscribe(showCursor);
  return () => {
    stop.abort();
    unsubscribe();
    gesture?.cancel();
    gesture = null;
  };
}
