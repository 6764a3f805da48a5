import { Awareness } from "y-protocols/awareness";
import * as Y from "yjs";
import { type Drag, parseAwareness } from "@/core/annotation/awareness";
import type { EditContext } from "@/core/annotation/commands/context";
import { INITIAL_SAVE_STATE } from "@/core/annotation/save-state";
import { createUndoManager } from "@/core/annotation/undo";
import type { LiveState, Peer } from "../state";
import type { Store } from "../store";
import type { EditorProps } from "../types";
import { type Connection, connect } from "./connection";
import { DocumentView } from "./document-view";
import { newId } from "./ids";
import { throttle } from "./throttle";

/** Awareness messages while something moves. */
const DRAG_INTERVAL_MS = 33;

/** How long changes of an image that was left may wait for a server that does not take them. */
const LINGER_MS = 30 * 60_000;

export type SessionOptions = Pick<EditorProps, "collab" | "user"> & {
  imageId: string;
  onStale: (unsaved: number) => void;
};

/** Numbers of a stroke's path that are told while it is painted: the others see its end, and the whole when it is done. */
const TOLD_PATH = 2_000;

function light(drag: Drag): Drag {
  if (drag.kind !== "stroke" || drag.stroke.path.length <= TOLD_PATH) return drag;
  return { ...drag, stroke: { ...drag.stroke, path: drag.stroke.path.slice(-TOLD_PATH) } };
}

/** One open image: its document, connection, undo and what this editor tells the others. */
export class Session {
  readonly doc = new Y.Doc();
  readonly edit: EditContext;
  readonly undo: Y.UndoManager;
  private readonly awareness: Awareness;
  private readonly view: DocumentView;
  private readonly connection: Connection;
  private readonly said: ReturnType<typeof throttle<Record<string, unknown>>>;
  private readonly known = new WeakMap<object, Peer>();
  private saying: Record<string, unknown>;

  constructor(
    { collab, user, imageId, onStale }: SessionOptions,
    private readonly live: Store<LiveState>,
  ) {
    this.awareness = new Awareness(this.doc);
    this.edit = { doc: this.doc, user: user.id, origin: { binding: user.id }, newId };
    this.undo = createUndoManager(this.doc, this.edit.origin);
    this.saying = { user, imageId, cursor: null, holding: null, drag: null };
    this.said = throttle(DRAG_INTERVAL_MS, (state) => this.awareness.setLocalState(state));
    this.awareness.setLocalState(this.saying);
    this.view = new DocumentView(this.doc, (snapshot) => live.set({ snapshot }));
    this.awareness.on("change", this.readPeers);
    for (const event of ["stack-item-added", "stack-item-popped", "stack-cleared"] as const)
      this.undo.on(event, this.readUndo);
    window.addEventListener("beforeunload", this.warn);
    this.connection = connect(collab, this.doc, this.awareness, {
      onSave: (save) => live.set({ save }),
      onReady: () => live.set({ ready: true }),
      onRefused: (refusal) => live.set({ refusal }),
      onReadOnly: () => live.set({ readOnly: true }),
      onStale: () => {
        const { unsaved } = live.get().save;
        live.set({ save: INITIAL_SAVE_STATE });
        onStale(unsaved);
      },
    });
  }

  /** Tells the others, about thirty times a second at most. */
  tell(part: {
    cursor?: readonly [number, number] | null;
    holding?: string | null;
    drag?: Drag | null;
  }): void {
    this.saying = { ...this.saying, ...part, ...(part.drag ? { drag: light(part.drag) } : {}) };
    this.said.push(this.saying);
  }

  /** The end of a gesture is told at once, so that no ghost of it stays on other screens. */
  tellNow(part: Parameters<Session["tell"]>[0]): void {
    this.tell(part);
    this.said.flush();
  }

  retry(): void {
    this.connection.retry();
  }

  private readonly readPeers = (): void => {
    const peers: Peer[] = [];
    for (const [clientId, state] of this.awareness.getStates()) {
      if (clientId === this.doc.clientID) continue;
      // Only what a message was about is read again; the others' drags stay the same objects.
      let peer = this.known.get(state);
      if (!peer) {
        const parsed = parseAwareness(state);
        if (!parsed) continue;
        peer = { ...parsed, clientId };
        this.known.set(state, peer);
      }
      peers.push(peer);
    }
    this.live.set({ peers: peers.sort((a, b) => a.clientId - b.clientId) });
  };

  private readonly readUndo = (): void => {
    this.live.set({ canUndo: this.undo.canUndo(), canRedo: this.undo.canRedo() });
  };

  /**
   * Leaves the image. What is not committed yet is not thrown away with the page's view of it: the connection
   * stays, unseen, until the server has it all or turns it down.
   */
  close(): void {
    this.said.cancel();
    this.awareness.off("change", this.readPeers);
    this.view.destroy();
    this.undo.destroy();
    this.awareness.setLocalState(null);
    window.removeEventListener("beforeunload", this.warn);
    const over = () => this.live.get().save.unsaved === 0 || this.live.get().refusal !== null;
    if (over()) {
      this.destroy();
      return;
    }
    window.addEventListener("beforeunload", this.warn);
    const leave = () => {
      stop();
      clearTimeout(timer);
      // Not from within the connection's own handler.
      queueMicrotask(() => this.destroy());
    };
    const stop = this.live.subscribe(() => {
      if (over()) leave();
    });
    const timer = setTimeout(leave, LINGER_MS);
  }

  /** The browser asks before a tab with uncommitted changes is closed. */
  private readonly warn = (event: BeforeUnloadEvent): void => {
    if (this.live.get().save.unsaved > 0) event.preventDefault();
  };

  private destroy(): void {
    window.removeEventListener("beforeunload", this.warn);
    this.connection.destroy();
    this.awareness.destroy();
    this.doc.destroy();
  }
}
