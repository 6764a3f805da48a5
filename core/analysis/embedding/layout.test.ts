import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { gaussian, seededRng } from "../random";
import { pairIndex } from "../vectors/similarity";
import { layoutKey } from "./key";
import { assessLayout, computeLayout, type LayoutRequest, type LayoutResult } from "./layout";
import { displacement, procrustes } from "./procrustes";
import { neighbourQuality } from "./quality";

function finish(request: LayoutRequest): { frames: number; result: LayoutResult } {
  const steps = computeLayout(request);
  let frames = 0;
  for (;;) {
    const step = steps.next();
    if (step.done) return { frames, result: step.value };
    frames++;
  }
}

const rng = seededRng(11);
const scores = Array.from({ length: 48 }, (_, i) =>
  [0.5, 0.1, -0.3].map((c, k) => (k === i % 3 ? c + 0.5 : c) + 0.05 * gaussian(rng)),
);
const request: LayoutRequest = { scores, weights: [1, 1, 1], method: "t-sne", seed: 1 };

describe("computeLayout", () => {
  it("is deterministic, yields frames, and keeps neighbourhoods", () => {
    const { frames, result } = finish(request);
    expect(finish(request).result).toEqual(result);
    expect(frames).toBeGreaterThan(10);
    expect(result.quality.trustworthiness).toBeGreaterThan(0.9);
    expect(result.quality.continuity).toBeGreaterThan(0.9);
    expect(result.quality.displacement).toBeNull();
  });

  it("a warm start moves the map little when weights change a little", () => {
    const first = finish(request).result;
    const warm = finish({ ...request, weights: [1.3, 1, 1], start: first.positions }).result;
    const cold = finish({ ...request, weights: [1.3, 1, 1], seed: 2 }).result;
    const flat = (r: LayoutResult) => Float64Array.from(r.positions.flat());
    const all = scores.map((_, i) => i);
    expect(warm.quality.displacement).toBeLessThan(0.25);
    expect(displacement(flat(first), flat(cold), all)).toBeGreaterThan(warm.quality.displacement!);
  });

  it("a new image starts beside its most similar one", () => {
    const first = finish(request).result;
    const start = first.positions.map((p, i) => (i === 7 ? null : p));
    const again = finish({ ...request, start }).result;
    const [x, y] = again.positions[7]!;
    const [ox, oy] = first.positions[7]!;
    const radius = Math.max(...first.positions.map(([px, py]) => Math.hypot(px, py)));
    expect(Math.hypot(x - ox, y - oy)).toBeLessThan(radius / 2);
  });

  it("images without any score are drawn apart, below the rest", () => {
    const { result } = finish({ ...request, scores: [...scores, [null, null, null], [0, 0, 0]] });
    expect(result.apart.slice(-2)).toEqual([true, true]);
    expect(result.pointTrust.at(-1)).toBeNull();
    const lowest = Math.min(...result.positions.slice(0, -2).map(([, y]) => y));
    for (const [, y] of result.positions.slice(-2)) expect(y).toBeLessThan(lowest);
  });

  it.each([0, 1, 2, 3, 4])("copes with %i images", (n) => {
    for (const method of ["t-sne", "pca"] as const) {
      const { result } = finish({ ...request, method, scores: scores.slice(0, n) });
      expect(result.positions).toHaveLength(n);
      for (const p of result.positions) expect(p.every(Number.isFinite)).toBe(true);
    }
  });

  it("a stored layout is judged exactly as when it was computed", () => {
    const withApart = { ...request, scores: [...scores, [null, null, null]] };
    const { result } = finish(withApart);
    const again = assessLayout(withApart, result.positions);
    expect(again.quality.kl).toBeCloseTo(result.quality.kl!, 9);
    expect(again.pointTrust).toEqual(result.pointTrust);
    expect(again.apart).toEqual(result.apart);
  });

  it("all weights 0: every image is apart", () => {
    const { result } = finish({ ...request, weights: [0, 0, 0] });
    expect(result.apart.every(Boolean)).toBe(true);
  });
});

describe("procrustes", () => {
  it("undoes any rotation, mirroring and shift", () => {
    const map = Float64Array.from({ length: 20 }, (_, i) => Math.sin(i * 7.3) * 5);
    fc.assert(
      fc.property(
        fc.double({ min: -3, max: 3, noNaN: true }),
        fc.boolean(),
        fc.integer({ min: -50, max: 50 }),
        (angle, mirror, shift) => {
          const moved = new Float64Array(20);
          for (let i = 0; i < 10; i++) {
            const x = map[2 * i]!;
            const y = (mirror ? -1 : 1) * map[2 * i + 1]!;
            moved[2 * i] = Math.cos(angle) * x - Math.sin(angle) * y + shift;
            moved[2 * i + 1] = Math.sin(angle) * x + Math.cos(angle) * y - shift;
          }
          const back = procrustes(moved, map);
          for (let c = 0; c < 20; c++) expect(back[c]).toBeCloseTo(map[c]!, 8);
        },
      ),
    );
  });
});

describe("neighbourQuality", () => {
  /** Venna & Kaski's definition with sorted neighbour lists. */
  function slow(squared: Float64Array, y: Float64Array, k: number) {
    const n = y.length / 2;
    const ids = Array.from({ length: n }, (_, i) => i);
    const high = (i: number, j: number) => squared[pairIndex(n, Math.min(i, j), Math.max(i, j))]!;
    const low = (i: number, j: number) => (y[2 * i]! - y[2 * j]!) ** 2 + (y[2 * i + 1]! - y[2 * j + 1]!) ** 2;
    const list = (d: typeof high, i: number) =>
      ids.filter((j) => j !== i).sort((a, b) => d(i, a) - d(i, b) || a - b);
    const measure = (near: typeof high, by: typeof high) => {
      let sum = 0;
      for (const i of ids) {
        const order = list(by, i);
        for (const j of list(near, i).slice(0, k)) sum += Math.max(0, order.indexOf(j) + 1 - k);
      }
      return 1 - (2 / (n * k * (2 * n - 3 * k - 1))) * sum;
    };
    return { trustworthiness: measure(low, high), continuity: measure(high, low) };
  }

  it("equals the slow definition, ties included", () => {
    fc.assert(
      fc.property(fc.integer({ min: 5, max: 14 }), fc.nat(999), (n, seed) => {
        const draw = seededRng(seed);
        const squared = Float64Array.from({ length: (n * (n - 1)) / 2 }, () => Math.floor(draw() * 6));
        const y = Float64Array.from({ length: 2 * n }, () => Math.floor(draw() * 5));
        const fast = neighbourQuality(squared, y, 2);
        const expected = slow(squared, y, 2);
        expect(fast.trustworthiness).toBeCloseTo(expected.trustworthiness, 9);
        expect(fast.continuity).toBeCloseTo(expected.continuity, 9);
      }),
    );
  });
});

describe("layoutKey", () => {
  const images = [
    { id: "a", scores: [0.5, null] },
    { id: "b", scores: [0.1, -0.2] },
  ];
  const key = (change: object = {}) =>
    layoutKey({ images, weights: [1, 2], method: "t-sne", seed: 1, ...change });

  it("does not depend on the order of images, nor on the scale of the weights", () => {
    expect(key({ images: [...images].reverse() })).toBe(key());
    expect(key({ weights: [2, 4] })).toBe(key());
  });
  it("depends on all that shapes the map", () => {
    const others = [
      key({ weights: [1, 1] }),
      key({ method: "pca" }),
      key({ seed: 2 }),
      key({ images: [images[0], { id: "b", scores: [0.1, -0.200002] }] }),
      key({ images: [images[0], { id: "b", scores: [0.1, null] }] }),
    ];
    expect(new Set([key(), ...others]).size).toBe(6);
  });
});
