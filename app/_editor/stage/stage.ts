import { FabricImage, FabricObject, StaticCanvas } from "fabric";
import type { Size } from "@/core/domain/spaces";
import type { Viewport } from "./viewport";

/** Draws in image pixels; the context is already transformed. `unit` is one screen pixel, in image pixels. */
export type Painter = (context: CanvasRenderingContext2D, unit: number) => void;

/** Where a bitmap lies on the photograph: image pixels per bitmap pixel, and its top left corner. */
export interface Placement {
  scaleX: number;
  scaleY: number;
  x: number;
  y: number;
}

type Bitmap = HTMLImageElement | HTMLCanvasElement;

/** One custom layer drawn straight onto the canvas: no cache, no hit testing, no state of its own. */
class Layer extends FabricObject {
  constructor(private readonly paint: Painter) {
    super({ selectable: false, evented: false, objectCaching: false, originX: "left", originY: "top" });
  }
  override render(context: CanvasRenderingContext2D): void {
    context.save();
    const { a } = context.getTransform();
    this.paint(context, (this.canvas?.getRetinaScaling() ?? 1) / a);
    context.restore();
  }
}

/**
 * The picture: photograph, heatmap, regions, outlines. The only place that knows Fabric, and only as a view:
 * it never holds a shape, so nothing can flow from it into the document. Fabric gets a canvas element that
 * React has never seen, because disposing is asynchronous and Strict Mode mounts twice.
 */
export class Stage {
  private readonly canvas: StaticCanvas;
  private readonly element: HTMLCanvasElement;
  private readonly bitmaps = new Map<string, FabricImage>();
  private readonly observer: ResizeObserver;
  private disposed = false;

  constructor(
    private readonly host: HTMLElement,
    private readonly image: Size,
    layers: readonly Painter[],
    onResize: (size: Size) => void,
  ) {
    this.element = document.createElement("canvas");
    this.element.setAttribute("aria-hidden", "true");
    host.prepend(this.element);
    this.canvas = new StaticCanvas(this.element, {
      renderOnAddRemove: false,
      enableRetinaScaling: true,
      ...this.size(),
    });
    for (const paint of layers) this.canvas.add(new Layer(paint));
    this.observer = new ResizeObserver(() => {
      if (this.disposed) return;
      this.canvas.setDimensions(this.size());
      onResize(this.size());
    });
    this.observer.observe(host);
  }

  size(): Size {
    return { width: Math.max(1, this.host.clientWidth), height: Math.max(1, this.host.clientHeight) };
  }

  /** Shows a bitmap over the whole photograph, or takes it away; later names lie in front of earlier ones. */
  setBitmap(name: "photo" | "heatmap" | "regions", source: Bitmap | null, opacity = 1, at?: Placement): void {
    const old = this.bitmaps.get(name);
    if (old && source && old.getElement() === source) {
      old.set({ opacity });
      old.dirty = true;
    } else {
      if (old) this.canvas.remove(old);
      this.bitmaps.delete(name);
      if (source) this.insert(name, source, opacity, at);
    }
  }

  private insert(name: string, source: Bitmap, opacity: number, at?: Placement): void {
    const object = new FabricImage(source, {
      originX: "left",
      originY: "top",
      left: at?.x ?? 0,
      top: at?.y ?? 0,
      selectable: false,
      evented: false,
      objectCaching: false,
      opacity,
    });
    const width = "naturalWidth" in source ? source.naturalWidth : source.width;
    const height = "naturalHeight" in source ? source.naturalHeight : source.height;
    object.set(
      at
        ? { scaleX: at.scaleX, scaleY: at.scaleY }
        : { scaleX: this.image.width / width, scaleY: this.image.height / height },
    );
    const order = ["photo", "heatmap", "regions"];
    const below = order.slice(0, order.indexOf(name)).filter((n) => this.bitmaps.has(n)).length;
    this.bitmaps.set(name, object);
    this.canvas.insertAt(below, object);
  }

  setViewport({ zoom, x, y }: Viewport): void {
    this.canvas.viewportTransform = [zoom, 0, 0, zoom, x, y];
    // Close up, pixels are shown as what they are: regions end exactly where the raster does.
    for (const name of ["photo", "regions"] as const) {
      const bitmap = this.bitmaps.get(name);
      if (bitmap) bitmap.imageSmoothing = zoom < 4;
    }
  }

  /** Draws now; the caller is in an animation frame. */
  render(): void {
    if (!this.disposed) this.canvas.renderAll();
  }

  dispose(): void {
    this.disposed = true;
    this.observer.disconnect();
    // Fabric finishes in its own time; the element leaves the page at once.
    const { element } = this;
    void this.canvas.dispose().finally(() => element.remove());
    element.style.display = "none";
  }
}
