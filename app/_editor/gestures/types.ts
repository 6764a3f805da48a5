import type { Drag } from "@/core/annotation/awareness";
import type { EditContext } from "@/core/annotation/commands/context";
import type { Size } from "@/core/domain/spaces";
import type { LiveState, ToolName, ViewState } from "../state";
import type { Store } from "../store";

export interface PointerInput {
  /** Image pixels. */
  point: readonly [number, number];
  /** CSS pixels of the stage. */
  screen: readonly [number, number];
  alt: boolean;
  shift: boolean;
}

/** From pressing to letting go. Exactly one of `end` and `cancel` is called; only `end` may edit the document. */
export interface Gesture {
  move: (input: PointerInput) => void;
  end: (input: PointerInput) => void;
  cancel: () => void;
}

/** What gestures and tools may touch. */
export interface GestureHost {
  readonly view: Store<ViewState>;
  readonly live: Store<LiveState>;
  readonly edit: EditContext;
  readonly image: Size;
  /** Image pixels per screen pixel. */
  unit: () => number;
  /** Shows a gesture in progress here and to everybody else; null ends it. */
  drag: (drag: Drag | null) => void;
  panBy: (dx: number, dy: number) => void;
  select: (shapeId: string | null) => void;
  setTool: (tool: ToolName) => void;
}

/** Screen pixels within which a handle is grabbed, and beyond which a press becomes a drag. */
export const REACH = 9;
/** An edge is long: a wider reach would add points by clicks that were meant for the shape. */
export const EDGE_REACH = 5;
export const DRAG_THRESHOLD = 3;

export function clampToImage(image: Size, [x, y]: readonly [number, number]): readonly [number, number] {
  return [Math.min(image.width, Math.max(0, x)), Math.min(image.height, Math.max(0, y))];
}
