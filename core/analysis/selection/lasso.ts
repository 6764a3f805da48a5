export type MapPoint = readonly [x: number, y: number];

/** Whether a point lies inside a closed polygon of layout coordinates (even–odd rule). */
export function insidePolygon([x, y]: MapPoint, polygon: readonly MapPoint[]): boolean {
  let inside = false;
  for (let i = 0, j = polygon.length - 1; i < polygon.length; j = i++) {
    const [xi, yi] = polygon[i]!;
    const [xj, yj] = polygon[j]!;
    if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) inside = !inside;
  }
  return inside;
}

/** Ids of the images whose position lies inside the polygon, in the order of `positions`. */
export function lassoMembers(
  positions: Readonly<Record<string, MapPoint>>,
  polygon: readonly MapPoint[],
): string[] {
  if (polygon.length < 3) return [];
  return Object.keys(positions).filter((id) => insidePolygon(positions[id]!, polygon));
}

/** The polygon of a box drawn from one corner to the opposite one. */
export function boxPolygon([x0, y0]: MapPoint, [x1, y1]: MapPoint): MapPoint[] {
  return [
    [x0, y0],
    [x1, y0],
    [x1, y1],
    [x0, y1],
  ];
}
