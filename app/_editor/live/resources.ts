import type { PartSums } from "@/core/analysis/scores/part-sums";
import type { SilhouetteMask } from "@/core/annotation/raster/ground";
import type { DocumentSnapshot } from "@/core/annotation/snapshot";
import type { Part } from "@/core/domain/parts";
import { frameMap, type InputTransform, type Size } from "@/core/domain/spaces";
import type { Placement } from "../stage/stage";
import type { LiveState } from "../state";
import type { EditorProps } from "../types";
import { LiveScores } from "./live-scores";
import { heatmapCanvas, loadPhoto, loadRelevance, loadSilhouette } from "./load";
import { RegionLayer } from "./region-layer";

/** The bitmaps of one image: fetched once, and what is derived from them as shapes change. */
export class Resources {
  photo: HTMLImageElement | null = null;
  heatmap: HTMLCanvasElement | null = null;
  /** Where the heatmap lies on the photograph: the model's frame need not cover it. */
  heatmapAt: Placement | undefined;
  private silhouette: SilhouetteMask | null = null;
  private relevance: { transform: InputTransform; map: Float32Array } | null = null;
  private scores: LiveScores | null = null;
  private layer: RegionLayer;
  /** The address each was asked for last: what arrives from another is out of date. */
  private readonly asked = new Map<keyof LiveState["resources"], string>();
  private state: LiveState["resources"] = { photo: "loading", silhouette: "none", relevance: "none" };
  private thumbnailAsked = false;
  private gone = false;

  constructor(
    private readonly image: Size,
    private parts: readonly Part[],
    private readonly onChange: () => void,
  ) {
    this.layer = new RegionLayer(image, parts);
  }

  get regions(): HTMLCanvasElement {
    return this.layer.canvas;
  }

  /** Another part list: which part owns a pixel is decided anew. */
  setParts(parts: readonly Part[]): void {
    this.parts = parts;
    this.layer = new RegionLayer(this.image, parts);
    this.startScores();
  }

  private startScores(): void {
    if (!this.relevance) return;
    const { transform, map } = this.relevance;
    this.scores = new LiveScores(transform, this.image, this.parts, map);
  }

  /** Fetches what has an address that it does not show yet; what is there stays until the new one has come. */
  load({ image, silhouetteUrl, relevance }: EditorProps): void {
    if (image.thumbUrl && !this.photo) this.showThumbnail(image.thumbUrl);
    if (image.displayUrl)
      this.fetch("photo", image.displayUrl, loadPhoto, (photo) => {
        this.photo = photo;
      });
    if (silhouetteUrl)
      this.fetch("silhouette", silhouetteUrl, loadSilhouette, (mask) => {
        this.silhouette = mask;
      });
    if (relevance) {
      const { transform, url } = relevance;
      this.fetch(
        "relevance",
        url,
        (address) => loadRelevance(address, transform.size),
        (map) => {
          this.relevance = { transform, map };
          this.startScores();
          this.heatmap = heatmapCanvas(map, transform.size);
          const { scaleX, scaleY, offsetX, offsetY } = frameMap(transform, this.image);
          this.heatmapAt = {
            scaleX: 1 / scaleX,
            scaleY: 1 / scaleY,
            x: -offsetX / scaleX,
            y: -offsetY / scaleY,
          };
        },
      );
    }
  }

  /** Something to look at until the photograph is there. */
  private showThumbnail(url: string): void {
    if (this.thumbnailAsked) return;
    this.thumbnailAsked = true;
    loadPhoto(url).then(
      (thumbnail) => {
        if (this.gone || this.photo) return;
        this.photo = thumbnail;
        this.onChange();
      },
      // The photograph itself is on its way, and says so when it fails.
      () => undefined,
    );
  }

  private fetch<T>(
    name: keyof LiveState["resources"],
    url: string,
    load: (url: string) => Promise<T>,
    keep: (value: T) => void,
  ): void {
    if (this.asked.get(name) === url) return;
    this.asked.set(name, url);
    this.note(name, "loading");
    const current = () => !this.gone && this.asked.get(name) === url;
    load(url).then(
      (value) => {
        if (!current()) return;
        keep(value);
        this.note(name, "ready");
      },
      () => {
        if (!current()) return;
        // Asked for again when the page offers it again.
        this.asked.delete(name);
        this.note(name, "failed");
      },
    );
  }

  private note(name: keyof LiveState["resources"], state: LiveState["resources"]["photo"]): void {
    this.state = { ...this.state, [name]: state };
    this.onChange();
  }

  /** Brings region picture and sums up to date with what is shown. */
  update(shown: DocumentSnapshot): { sums: readonly PartSums[] | null; resources: LiveState["resources"] } {
    this.layer.update(shown, this.silhouette);
    return { sums: this.scores?.update(shown, this.silhouette) ?? null, resources: this.state };
  }

  destroy(): void {
    this.gone = true;
  }
}
