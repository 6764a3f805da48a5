import { pointInPolygon, segmentDistance2 } from "../geometry/polygon";
import { columnX, NO_PART, rowY } from "../raster/frame";
import { frameRing, type RasterInput } from "../raster/rasterise";
import type { Shape, Stroke } from "../snapshot";

/** The partition pixel by pixel, straight from SPEC.md §4: the reference the fast raster must equal. */
export function slowRaster({ snapshot, parts, silhouette, frame }: RasterInput): Uint8Array {
  const { width, height, image } = frame;
  const background = parts.find((p) => p.kind === "background")!.position;
  const rest = parts.find((p) => p.kind === "rest")?.position ?? background;
  const hasSilhouette = silhouette !== null || snapshot.silhouette.some((s) => s.mode === "add");
  const rings = new Map(snapshot.shapes.map((s) => [s.id, frameRing(s, frame)]));
  const labels = new Uint8Array(width * height);
  for (let j = 0; j < height; j++) {
    for (let i = 0; i < width; i++) {
      const x = columnX(frame, i);
      const y = rowY(frame, j);
      labels[j * width + i] = owner(i, j, x, y);
    }
  }
  return labels;

  function owner(i: number, j: number, x: number, y: number): number {
    if (x < 0 || y < 0 || x >= image.width || y >= image.height) return NO_PART;
    let inside = false;
    if (silhouette) {
      const column = Math.floor((x * silhouette.width) / image.width);
      const row = Math.floor((y * silhouette.height) / image.height);
      inside = silhouette.data[row * silhouette.width + column]! >= 128;
    }
    inside = replay(inside, snapshot.silhouette, x, y);
    if (hasSilhouette && !inside) return background;
    let best: { shape: Shape; priority: number; position: number } | null = null;
    for (const shape of snapshot.shapes) {
      const part = parts.find((p) => p.id === shape.partId && p.kind === "part");
      if (!part) continue;
      const outline = pointInPolygon(rings.get(shape.id)!, [i + 0.5, j + 0.5]);
      if (!replay(outline, shape.strokes, x, y)) continue;
      const { priority, position } = part;
      const wins =
        best === null ||
        (priority - best.priority ||
          shape.z - best.shape.z ||
          position - best.position ||
          (shape.id > best.shape.id ? 1 : -1)) > 0;
      if (wins) best = { shape, priority, position };
    }
    return best ? best.position : hasSilhouette ? rest : background;
  }
}

function replay(start: boolean, strokes: readonly Stroke[], x: number, y: number): boolean {
  let inside = start;
  for (const { path, radius, mode } of strokes) {
    for (let k = 0; k === 0 || k + 3 < path.length; k += 2) {
      const [ax, ay] = [path[k]!, path[k + 1]!];
      const [bx, by] = [path[k + 2] ?? ax, path[k + 3] ?? ay];
      if (segmentDistance2(x, y, ax, ay, bx, by) <= radius * radius) inside = mode === "add";
    }
  }
  return inside;
}
