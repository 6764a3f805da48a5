/** Turning an exact label raster into what an annotator would have drawn: a few clean polygons per part. */

export type OutlinePoint = [x: number, y: number];

export interface PartOutline {
  /** Index into the part names. */
  part: number;
  /** Closed rings in image pixels (origin at the top left corner), last point not repeated. */
  polygons: OutlinePoint[][];
  /** Tight box around the whole part. */
  box: { x: number; y: number; width: number; height: number };
  /** Visible pixels of the part. */
  pixels: number;
}

export interface OutlineOptions {
  /** Corners of all rings of a part together. Default 24. */
  maxVertices?: number;
  /** Parts and pieces with fewer pixels are left out. Default 12. */
  minPixels?: number;
}

/**
 * Outlines of the given parts. Pieces smaller than an eighth of a part's largest piece are stray hairs and left
 * out; holes are filled, as an annotator's polygon fills them.
 */
export function outlineParts(
  labels: Uint8Array,
  width: number,
  height: number,
  parts: readonly number[],
  { maxVertices = 24, minPixels = 12 }: OutlineOptions = {},
): PartOutline[] {
  const smooth = majority(labels, width, height);
  const outlines: PartOutline[] = [];
  for (const part of parts) {
    const raw = labels.reduce((n, label) => n + Number(label === part), 0);
    if (raw < minPixels) continue;
    const { component, sizes } = components(smooth, width, height, part);
    const largest = Math.max(0, ...sizes);
    if (largest < minPixels) continue;
    const kept = sizes
      .map((size, id) => ({ size, id }))
      .filter(({ size }) => size >= Math.max(minPixels, largest / 8))
      .sort((a, b) => b.size - a.size)
      .slice(0, 3);
    const total = kept.reduce((sum, { size }) => sum + size, 0);
    const polygons = kept.map(({ size, id }) => {
      const budget = Math.max(4, Math.floor((maxVertices * size) / total) - (kept.length > 1 ? 1 : 0));
      return simplify(traceRing(component, width, height, id + 1), kept.length === 1 ? maxVertices : budget);
    });
    outlines.push({ part, polygons, box: boxOf(labels, width, part), pixels: raw });
  }
  return outlines;
}

/** The most frequent label of each 3 × 3 neighbourhood, the centre winning ties. */
function majority(labels: Uint8Array, width: number, height: number): Uint8Array {
  const out = Uint8Array.from(labels);
  const counts = new Uint8Array(256);
  for (let y = 1; y + 1 < height; y++) {
    for (let x = 1; x + 1 < width; x++) {
      const i = y * width + x;
      counts.fill(0);
      let best = labels[i]!;
      for (let dy = -width; dy <= width; dy += width) {
        for (let dx = -1; dx <= 1; dx++) counts[labels[i + dy + dx]!]!++;
      }
      for (let dy = -width; dy <= width; dy += width) {
        for (let dx = -1; dx <= 1; dx++) {
          const label = labels[i + dy + dx]!;
          if (counts[label]! > counts[best]!) best = label;
        }
      }
      out[i] = best;
    }
  }
  return out;
}

function components(labels: Uint8Array, width: number, height: number, part: number) {
  const component = new Uint16Array(width * height);
  const sizes: number[] = [];
  const stack: number[] = [];
  for (let start = 0; start < labels.length; start++) {
    if (labels[start] !== part || component[start] !== 0) continue;
    const id = sizes.length + 1;
    let size = 0;
    component[start] = id;
    stack.push(start);
    while (stack.length > 0) {
      const i = stack.pop()!;
      size++;
      const x = i % width;
      const visit = (j: number, inside: boolean) => {
        if (inside && labels[j] === part && component[j] === 0) {
          component[j] = id;
          stack.push(j);
        }
      };
      visit(i - 1, x > 0);
      visit(i + 1, x + 1 < width);
      visit(i - width, i >= width);
      visit(i + width, i + width < width * height);
    }
    sizes.push(size);
  }
  return { component, sizes };
}

/** Outer boundary of one component along pixel edges, component on the right-hand side. */
function traceRing(component: Uint16Array, width: number, height: number, id: number): OutlinePoint[] {
  const first = component.indexOf(id);
  const startX = first % width;
  const startY = (first - startX) / width;
  const inside = (x: number, y: number) =>
    x >= 0 && y >= 0 && x < width && y < height && component[y * width + x] === id;
  const ring: OutlinePoint[] = [];
  let x = startX;
  let y = startY;
  let dx = 1;
  let dy = 0;
  do {
    ring.push([x, y]);
    x += dx;
    y += dy;
    // The two pixels ahead of the corner, to the left and to the right of the direction of travel.
    const ahead = (side: number) => inside(x + (dx - dy * side - 1) / 2, y + (dy + dx * side - 1) / 2);
    if (!ahead(1)) [dx, dy] = [-dy, dx];
    else if (ahead(-1)) [dx, dy] = [dy, -dx];
  } while (x !== startX || y !== startY || dx !== 1 || dy !== 0);
  return ring;
}

/** Visvalingam–Whyatt: drops the corner that spans the smallest triangle until few enough are left. */
function simplify(ring: OutlinePoint[], most: number): OutlinePoint[] {
  const points = ring.slice();
  const area = (i: number) => {
    const [ax, ay] = points[(i + points.length - 1) % points.length]!;
    const [bx, by] = points[i]!;
    const [cx, cy] = points[(i + 1) % points.length]!;
    return Math.abs((bx - ax) * (cy - ay) - (cx - ax) * (by - ay)) / 2;
  };
  while (points.length > 4) {
    let drop = 0;
    let least = Number.POSITIVE_INFINITY;
    for (let i = 0; i < points.length; i++) {
      const a = area(i);
      if (a < least) {
        least = a;
        drop = i;
      }
    }
    if (points.length <= most && least > 1.2) break;
    points.splice(drop, 1);
  }
  return points;
}

function boxOf(labels: Uint8Array, width: number, part: number): PartOutline["box"] {
  let x0 = Number.POSITIVE_INFINITY;
  let y0 = Number.POSITIVE_INFINITY;
  let x1 = -1;
  let y1 = -1;
  for (let i = 0; i < labels.length; i++) {
    if (labels[i] !== part) continue;
    const x = i % width;
    const y = (i - x) / width;
    x0 = Math.min(x0, x);
    y0 = Math.min(y0, y);
    x1 = Math.max(x1, x);
    y1 = Math.max(y1, y);
  }
  return { x: x0, y: y0, width: x1 - x0 + 1, height: y1 - y0 + 1 };
}
