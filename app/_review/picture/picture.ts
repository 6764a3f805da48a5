import { Stage } from "@/app/_editor/stage/stage";
import { fitTo, keepInSight, pan, toImagePoint, type Viewport, zoomAt } from "@/app/_editor/stage/viewport";
import type { Size } from "@/core/domain/spaces";

export interface Layers {
  photo: HTMLImageElement | null;
  /** The label raster or the comparison, over the whole photograph. */
  regions: HTMLCanvasElement | null;
  heatmap: { canvas: HTMLCanvasElement; at: { scaleX: number; scaleY: number; x: number; y: number } } | null;
}

export type Box = { x0: number; y0: number; x1: number; y1: number };

/** The picture of a review outside React: layers, zoom and pan; tells where the pointer is and what was clicked. */
export class Picture {
  private readonly stage: Stage;
  private readonly stop = new AbortController();
  private viewport: Viewport = { zoom: 1, x: 0, y: 0 };
  private touched = false;
  private drag: { id: number; x: number; y: number; moved: number } | null = null;
  /** Where the pointer is, in image pixels; null while it is not on the picture. */
  pointer: readonly [number, number] | null = null;

  constructor(
    private readonly host: HTMLElement,
    private readonly image: Size,
    private readonly onView: (viewport: Viewport) => void,
    private readonly onClick: (point: readonly [number, number]) => void,
  ) {
    this.stage = new Stage(host, image, [], () => {
      if (this.touched) this.show(this.viewport);
      else this.fit();
    });
    const options = { signal: this.stop.signal };
    host.addEventListener("pointerdown", this.down, options);
    host.addEventListener("pointermove", this.move, options);
    host.addEventListener("pointerup", this.up, options);
    host.addEventListener(
      "pointerleave",
      () => {
        this.pointer = null;
      },
      options,
    );
    host.addEventListener("wheel", this.wheel, { ...options, passive: false });
    this.fit();
  }

  set({ photo, regions, heatmap }: Layers): void {
    this.stage.setBitmap("photo", photo);
    this.stage.setBitmap("heatmap", heatmap?.canvas ?? null, 0.75, heatmap?.at);
    this.stage.setBitmap("regions", regions);
    this.stage.setViewport(this.viewport);
    this.stage.render();
  }

  fit(): void {
    this.touched = false;
    this.show(fitTo(this.image, this.stage.size()));
  }

  zoomBy(factor: number, at?: readonly [number, number]): void {
    const { width, height } = this.stage.size();
    this.touched = true;
    const smallest = Math.min(1, fitTo(this.image, { width, height }).zoom) / 3;
    this.show(zoomAt(this.viewport, at ?? [width / 2, height / 2], factor, smallest));
  }

  /** Brings a region close, with some room around it. */
  showBox({ x0, y0, x1, y1 }: Box): void {
    const size = this.stage.size();
    const zoom = Math.min(
      16,
      size.width / (3 * Math.max(8, x1 - x0)),
      size.height / (3 * Math.max(8, y1 - y0)),
    );
    this.touched = true;
    this.show({
      zoom,
      x: size.width / 2 - ((x0 + x1) / 2) * zoom,
      y: size.height / 2 - ((y0 + y1) / 2) * zoom,
    });
  }

  destroy(): void {
    this.stop.abort();
    this.stage.dispose();
  }

  private show(view: Viewport): void {
    this.viewport = keepInSight(view, this.image, this.stage.size());
    this.stage.setViewport(this.viewport);
    this.stage.render();
    Object.assign(this.host.dataset, {
      zoom: String(this.viewport.zoom),
      x: String(this.viewport.x),
      y: String(this.viewport.y),
    });
    this.onView(this.viewport);
  }

  private at(event: MouseEvent): readonly [number, number] {
    const box = this.host.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  }

  private readonly down = (event: PointerEvent): void => {
    if (
      event.button > 1 ||
      (event.target !== event.currentTarget && !(event.target instanceof HTMLCanvasElement))
    )
      return;
    if (event.button === 1) event.preventDefault();
    this.drag = { id: event.pointerId, x: event.clientX, y: event.clientY, moved: 0 };
    this.host.setPointerCapture(event.pointerId);
  };

  private readonly move = (event: PointerEvent): void => {
    this.pointer = toImagePoint(this.viewport, ...this.at(event));
    const { drag } = this;
    if (!drag || drag.id !== event.pointerId) return;
    const dx = event.clientX - drag.x;
    const dy = event.clientY - drag.y;
    drag.moved += Math.abs(dx) + Math.abs(dy);
    Object.assign(drag, { x: event.clientX, y: event.clientY });
    if (drag.moved < 4) return;
    this.touched = true;
    this.show(pan(this.viewport, dx, dy));
  };

  private readonly up = (event: PointerEvent): void => {
    const { drag } = this;
    if (!drag || drag.id !== event.pointerId) return;
    this.drag = null;
    if (drag.moved < 4 && event.button === 0) this.onClick(toImagePoint(this.viewport, ...this.at(event)));
  };

  private readonly wheel = (event: WheelEvent): void => {
    event.preventDefault();
    const lines = event.deltaMode === 1 ? 16 : 1;
    const strength = event.ctrlKey ? 0.01 : 0.0016;
    this.zoomBy(Math.exp(-event.deltaY * lines * strength), this.at(event));
  };
}
