"use client";
import { useEffect, useMemo, useState } from "react";
import { heatmapCanvas, loadPhoto, loadRelevance, loadSilhouette } from "@/app/_editor/live/load";
import { partChanges } from "@/core/annotation/raster/compare";
import type { SilhouetteMask } from "@/core/annotation/raster/ground";
import type { Part } from "@/core/domain/parts";
import { frameMap, type InputTransform, type Size } from "@/core/domain/spaces";
import { frozenLabels, reviewFrame } from "./frozen";
import { diffPicture, regionPicture } from "./label-picture";
import type { Layers } from "./picture";

export interface PictureSource {
  size: Size;
  displayUrl: string | null;
  silhouetteUrl: string | null;
  relevance: { url: string; transform: InputTransform } | null;
  parts: readonly Part[];
  geometry: unknown;
  previousGeometry: unknown;
}

/** What the picture of a review is made of: bitmaps as they arrive, and the rasters of this revision and the last. */
export function usePicture(source: PictureSource) {
  const { size, displayUrl, silhouetteUrl, relevance, parts, geometry, previousGeometry } = source;
  const photo = useLoaded(displayUrl, loadPhoto);
  const silhouette = useLoaded(silhouetteUrl, loadSilhouette);
  const heatmap = useLoaded(relevance?.url ?? null, async (url) => {
    const { transform } = relevance!;
    const { scaleX, scaleY, offsetX, offsetY } = frameMap(transform, size);
    return {
      canvas: heatmapCanvas(await loadRelevance(url, transform.size), transform.size),
      at: { scaleX: 1 / scaleX, scaleY: 1 / scaleY, x: -offsetX / scaleX, y: -offsetY / scaleY },
    };
  });
  const { width, height } = size;
  const frame = useMemo(() => reviewFrame({ width, height }), [width, height]);
  const mask: SilhouetteMask | null = silhouette.value;
  // Nothing is painted before the silhouette is there: shapes would be shown as if they counted whole.
  const settled = silhouetteUrl === null || silhouette.state !== "loading";
  const labels = useMemo(
    () => (settled ? frozenLabels(geometry, { frame, parts, silhouette: mask }) : null),
    [settled, geometry, frame, parts, mask],
  );
  const before = useMemo(
    () =>
      settled && previousGeometry ? frozenLabels(previousGeometry, { frame, parts, silhouette: mask }) : null,
    [settled, previousGeometry, frame, parts, mask],
  );
  const changes = useMemo(
    () => (labels && before ? partChanges(before, labels, parts.length) : null),
    [labels, before, parts.length],
  );
  const pixels = useMemo(() => labels && pixelsOf(labels), [labels]);
  return { photo, silhouette, heatmap, frame, labels, before, changes, pixels };
}

/** How many pixels each label has. */
function pixelsOf(labels: Uint8Array): Uint32Array {
  const counts = new Uint32Array(256);
  for (const label of labels) counts[label]!++;
  return counts;
}

/** The layers to draw, renewed only when something they show has changed. */
export function useLayers(
  { photo, heatmap, frame, labels, before }: ReturnType<typeof usePicture>,
  parts: readonly Part[],
  view: { focus: number | null; heat: boolean; diff: boolean; regions: boolean },
): Layers {
  const { focus, heat, diff, regions } = view;
  const painted = useMemo(() => {
    if (!labels || !(regions || diff)) return null;
    const pixels =
      diff && before
        ? diffPicture(before, labels, frame, parts, focus)
        : regionPicture(labels, frame, parts, focus);
    const canvas = document.createElement("canvas");
    canvas.width = frame.width;
    canvas.height = frame.height;
    canvas.getContext("2d")!.putImageData(new ImageData(pixels, frame.width, frame.height), 0, 0);
    return canvas;
  }, [labels, before, frame, parts, focus, diff, regions]);
  return useMemo(
    () => ({ photo: photo.value, regions: painted, heatmap: heat ? heatmap.value : null }),
    [photo.value, painted, heat, heatmap.value],
  );
}

interface Loaded<T> {
  value: T | null;
  state: "none" | "loading" | "ready" | "failed";
  retry: () => void;
}

function useLoaded<T>(url: string | null, load: (url: string) => Promise<T>): Loaded<T> {
  const [loaded, setLoaded] = useState<{ url: string; value: T | null } | null>(null);
  const [attempt, setAttempt] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is loaded follows from the address alone.
  useEffect(() => {
    if (!url) return;
    let gone = false;
    setLoaded((old) => (old?.url === url && old.value !== null ? old : null));
    load(url).then(
      (value) => !gone && setLoaded({ url, value }),
      () => !gone && setLoaded({ url, value: null }),
    );
    return () => {
      gone = true;
    };
  }, [url, attempt]);
  const own = loaded?.url === url ? loaded : null;
  return {
    value: own?.value ?? null,
    state: url === null ? "none" : own === null ? "loading" : own.value === null ? "failed" : "ready",
    retry: () => setAttempt((n) => n + 1),
  };
}
