import type { Gesture, PointerInput } from "../gestures/types";

/** One mode of the pen. `press` may start a gesture; hovering and keys come here while none is under way. */
export interface Tool {
  press: (input: PointerInput) => Gesture | null;
  hover?: (input: PointerInput) => void;
  doubleClick?: (input: PointerInput) => void;
  /** Enter, Escape and Backspace, for tools that are in the middle of something. True when it was used. */
  key?: (key: string) => boolean;
  /** The same for undo and redo. */
  undo?: () => boolean;
  redo?: () => boolean;
  /** Leaves the tool: drops what is unfinished. */
  leave?: () => void;
  cursor: string;
}
