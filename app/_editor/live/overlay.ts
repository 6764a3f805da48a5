import { type Drag, overlayDrags } from "@/core/annotation/awareness";
import type { DocumentSnapshot } from "@/core/annotation/snapshot";

export interface UserDrag {
  userId: string;
  drag: Drag;
}

/**
 * The snapshot with drags laid over it, the same object as before while neither has changed: whatever is
 * derived from it can then be left alone.
 */
export class Overlay {
  private snapshot: DocumentSnapshot | null = null;
  private drags: readonly UserDrag[] = [];
  private shown: DocumentSnapshot | null = null;

  update(snapshot: DocumentSnapshot, drags: readonly UserDrag[]): DocumentSnapshot {
    const same =
      snapshot === this.snapshot &&
      drags.length === this.drags.length &&
      drags.every(({ drag }, i) => drag === this.drags[i]?.drag);
    if (same && this.shown) return this.shown;
    this.snapshot = snapshot;
    this.drags = drags;
    this.shown = overlayDrags(snapshot, drags);
    return this.shown;
  }
}
