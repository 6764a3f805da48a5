import type { Drag } from "@/core/annotation/awareness";
import type { EditContext } from "@/core/annotation/commands/context";
import { validateSnapshot } from "@/core/annotation/validate";
import type { Part } from "@/core/domain/parts";
import { may } from "@/core/domain/roles";
import { type Size, visibleRect } from "@/core/domain/spaces";
import { Session } from "./collab/session";
import type { GestureHost } from "./gestures/types";
import { Overlay, type UserDrag } from "./live/overlay";
import { Resources } from "./live/resources";
import { attachInput } from "./stage/input";
import { paintCrop, paintPen } from "./stage/paint-pen";
import { paintClaims, paintCursors } from "./stage/paint-people";
import { paintPins } from "./stage/paint-pins";
import { paintOutlines, type ShapePaint } from "./stage/paint-shapes";
import { Stage } from "./stage/stage";
import { fitTo, keepInSight, pan, type Viewport, zoomAt } from "./stage/viewport";
import { INITIAL_LIVE, INITIAL_VIEW, type LiveState, type ToolName, type ViewState } from "./state";
import { createStore } from "./store";
import { createTools } from "./tools/all";
import type { Tool } from "./tools/types";
import type { EditorProps } from "./types";

/**
 * One open image outside React: it joins the document, the stage and the pen, and once per animation frame at
 * most brings everything that follows from them up to date. React reads `view` and `live`.
 */
export class Controller implements GestureHost {
  readonly view = createStore<ViewState>(INITIAL_VIEW);
  readonly live = createStore<LiveState>(INITIAL_LIVE);
  readonly image: Size;
  readonly canEdit: boolean;
  readonly session: Session;
  readonly tools: Record<ToolName, Tool>;
  private stage: Stage | null = null;
  private viewport: Viewport = { zoom: 1, x: 0, y: 0 };
  private readonly resources: Resources;
  private host: HTMLElement | null = null;
  private detachInput: (() => void) | null = null;
  private frame = 0;
  private renewing = false;
  /** The person has moved the picture: a resized window keeps what they look at. */
  private touched = false;
  private readonly overlay = new Overlay();
  private validated: LiveState["snapshot"] | null = null;
  private readonly unsubscribe: (() => void)[] = [];

  constructor(
    public props: EditorProps,
    onStale: (unsaved: number) => void,
  ) {
    this.image = { width: props.image.width, height: props.image.height };
    this.canEdit = may(props.role, "annotation.edit") && !props.approved;
    this.view.set({ activePartId: firstPart(props.parts) });
    this.view.set({
      brushRadius: Math.max(2, Math.round(Math.max(this.image.width, this.image.height) / 70)),
    });
    const { collab, user, image } = props;
    this.session = new Session({ collab, user, imageId: image.id, onStale }, this.live);
    this.tools = createTools(this, this.canEdit);
    this.resources = new Resources(this.image, props.parts, () => this.invalidate());
    this.unsubscribe.push(this.live.subscribe(this.invalidate), this.view.subscribe(this.invalidate));
  }

  get edit(): EditContext {
    return this.session.edit;
  }

  /** Nothing may be edited: a viewer, an approved image, not loaded yet, or turned away by the server. */
  get busy(): boolean {
    const { ready, refusal, readOnly } = this.live.get();
    return !this.canEdit || !ready || readOnly || refusal !== null;
  }

  mount(host: HTMLElement): void {
    this.host = host;
    const paint = (): ShapePaint => ({
      parts: this.props.parts,
      view: this.view.get(),
      live: this.live.get(),
      canEdit: this.canEdit,
    });
    this.stage = new Stage(
      host,
      this.image,
      [
        (context, unit) => {
          const { relevance } = this.props;
          if (relevance) paintCrop(context, unit, this.image, visibleRect(relevance.transform, this.image));
        },
        (context, unit) => paintOutlines(context, unit, paint()),
        (context, unit) => paintClaims(context, unit, paint()),
        (context, unit) => paintPen(context, unit, paint()),
        (context, unit) => paintPins(context, unit, this.props.review?.comments ?? []),
        (context, unit) => paintCursors(context, unit, this.live.get().peers),
      ],
      () => (this.touched ? this.show(this.viewport) : this.fit()),
    );
    this.detachInput = attachInput(host, this);
    this.fit();
    this.resources.load(this.props);
    this.invalidate();
  }

  /** The page has something new: a silhouette, a relevance map, a revision, neighbours, the part list. */
  refresh(props: EditorProps): void {
    const { review, parts } = this.props;
    this.props = props;
    if (parts !== props.parts) this.takeParts(props.parts);
    if (this.host) this.resources.load(props);
    if (review?.comments !== props.review?.comments) this.invalidate();
  }

  private takeParts(parts: readonly Part[]): void {
    this.resources.setParts(parts);
    this.validated = null;
    const { activePartId } = this.view.get();
    if (!parts.some((p) => p.id === activePartId)) this.view.set({ activePartId: firstPart(parts) });
    this.invalidate();
  }

  readonly invalidate = (): void => {
    if (this.frame === 0 && !this.renewing) this.frame = requestAnimationFrame(this.renew);
  };

  private readonly renew = (): void => {
    this.frame = 0;
    // What is set here is drawn here; it must not ask for another frame.
    this.renewing = true;
    const { view, live, resources, props } = this;
    const { snapshot } = live.get();
    if (snapshot !== this.validated) {
      this.validated = snapshot;
      live.set({ problems: validateSnapshot(snapshot, props.parts, this.image) });
      const { selectedId } = view.get();
      if (selectedId && !snapshot.shapes.some((s) => s.id === selectedId)) this.select(null);
    }
    const shown = this.overlay.update(snapshot, this.drags());
    live.set({ shown, ...resources.update(shown) });
    this.draw();
    this.renewing = false;
  };

  /** Gestures in progress, others' first: one's own hand lies on top. */
  private drags(): UserDrag[] {
    const { drag } = this.view.get();
    const drags = this.live
      .get()
      .peers.flatMap((p): UserDrag[] => (p.drag ? [{ userId: p.user.id, drag: p.drag }] : []));
    return drag ? [...drags, { userId: this.props.user.id, drag }] : drags;
  }

  private draw(): void {
    const { stage, resources } = this;
    if (!stage) return;
    const { showHeatmap, heatmapOpacity, regionOpacity } = this.view.get();
    stage.setBitmap("photo", resources.photo);
    stage.setBitmap("heatmap", showHeatmap ? resources.heatmap : null, heatmapOpacity, resources.heatmapAt);
    stage.setBitmap("regions", regionOpacity > 0 ? resources.regions : null, regionOpacity);
    stage.setViewport(this.viewport);
    stage.render();
  }

  unit(): number {
    return 1 / this.viewport.zoom;
  }

  drag(drag: Drag | null): void {
    this.view.set({ drag });
    if (drag) this.session.tell({ drag });
    else this.session.tellNow({ drag });
  }

  select(shapeId: string | null): void {
    const shape = this.live.get().snapshot.shapes.find((s) => s.id === shapeId);
    const part = shape && this.props.parts.find((p) => p.id === shape.partId);
    this.view.set({
      selectedId: shapeId,
      ...(part ? { activePartId: part.id, announcement: `${part.name} selected` } : {}),
    });
    this.session.tell({ holding: shapeId });
  }

  setTool(tool: ToolName): void {
    const { tool: before } = this.view.get();
    if (before === tool || (tool !== "select" && this.busy)) return;
    this.tools[before].leave?.();
    this.view.set({ tool, refused: null });
  }

  point(cursor: readonly [number, number] | null): void {
    this.view.set({ pointer: cursor });
    this.session.tell({ cursor });
  }

  currentViewport(): Viewport {
    return this.viewport;
  }

  panBy(dx: number, dy: number): void {
    this.touched = true;
    this.show(pan(this.viewport, dx, dy));
  }

  /** Zooms about a point of the stage; about its middle without one. */
  zoomBy(factor: number, at?: readonly [number, number]): void {
    const size = this.stage?.size();
    if (!size) return;
    this.touched = true;
    const smallest = Math.min(1, fitTo(this.image, size).zoom) / 3;
    this.show(zoomAt(this.viewport, at ?? [size.width / 2, size.height / 2], factor, smallest));
  }

  /** Brings a point of the photograph to the middle of the stage. */
  showPoint([x, y]: readonly [number, number]): void {
    const size = this.stage?.size();
    if (!size) return;
    const { zoom } = this.viewport;
    this.touched = true;
    this.show({ zoom, x: size.width / 2 - x * zoom, y: size.height / 2 - y * zoom });
  }

  fit(): void {
    const size = this.stage?.size();
    if (!size) return;
    this.touched = false;
    this.show(fitTo(this.image, size));
  }

  private show(view: Viewport): void {
    if (!this.stage || !this.host) return;
    this.viewport = keepInSight(view, this.image, this.stage.size());
    this.view.set({ zoom: this.viewport.zoom });
    this.invalidate();
    // For tests and tools that need to know where an image point is on the screen.
    Object.assign(this.host.dataset, {
      zoom: String(this.viewport.zoom),
      x: String(this.viewport.x),
      y: String(this.viewport.y),
    });
  }

  destroy(): void {
    cancelAnimationFrame(this.frame);
    for (const stop of this.unsubscribe) stop();
    this.detachInput?.();
    this.tools[this.view.get().tool].leave?.();
    this.resources.destroy();
    this.stage?.dispose();
    this.session.close();
    // Nothing scheduled meanwhile may touch what is gone.
    cancelAnimationFrame(this.frame);
  }
}

const firstPart = (parts: readonly Part[]) => parts.find((p) => p.kind === "part")?.id ?? null;
