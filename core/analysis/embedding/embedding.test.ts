import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { gaussian, seededRng } from "../random";
import { scoreRows, weightedUnitRows } from "../vectors/matrix";
import { pairIndex, squaredDistances } from "../vectors/similarity";
import { affinities, usablePerplexity } from "./affinities";
import { klDivergence, klGradient } from "./gradient";
import { pca, pcaStart, symmetricEigen } from "./pca";
import { COLD_START, tsne } from "./tsne";

const K = 5;
const ones = new Array<number>(K).fill(1);

/** Three kinds of image, told apart by which parts speak for and against. */
function clustered(n: number, seed = 1): number[][] {
  const rng = seededRng(seed);
  const centres = [
    [0.5, 0.3, 0.1, -0.2, 0],
    [-0.4, 0.2, 0.5, 0.1, 0.1],
    [0, -0.5, 0.1, 0.2, 0.6],
  ];
  return Array.from({ length: n }, (_, i) => centres[i % 3]!.map((c) => c + 0.08 * gaussian(rng)));
}

const distancesOf = (scores: number[][]) => squaredDistances(weightedUnitRows(scoreRows(scores, K), ones));
const randomMap = (n: number, seed: number) => {
  const rng = seededRng(seed);
  return Float64Array.from({ length: 2 * n }, () => gaussian(rng));
};

/** KL from full n×n matrices, straight from the definitions of P and Q. */
function slowKl(p: Float64Array, y: Float64Array): number {
  const n = y.length / 2;
  const kernel = (i: number, j: number) =>
    1 / (1 + (y[2 * i]! - y[2 * j]!) ** 2 + (y[2 * i + 1]! - y[2 * j + 1]!) ** 2);
  let z = 0;
  for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) if (i !== j) z += kernel(i, j);
  let kl = 0;
  for (let i = 0; i < n; i++)
    for (let j = 0; j < n; j++) {
      const pij = i === j ? 0 : p[pairIndex(n, Math.min(i, j), Math.max(i, j))]!;
      if (pij > 0) kl += pij * Math.log(pij / (kernel(i, j) / z));
    }
  return kl;
}

describe("affinities", () => {
  it("sum to 1 over ordered pairs, and each row's Gaussian has the wanted perplexity", () => {
    const n = 40;
    const squared = distancesOf(clustered(n));
    const p = affinities(squared, n, 10);
    expect(2 * p.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 9);
    // Four points at equal distances: every conditional is uniform, so p is the same for all pairs.
    const even = affinities(new Float64Array(6).fill(2), 4, 3);
    for (const v of even) expect(v).toBeCloseTo(1 / 12, 9);
  });
  it("bisection finds the width whose entropy is log(perplexity)", () => {
    const n = 12;
    const squared = distancesOf(clustered(n, 4));
    const wanted = usablePerplexity(3, n);
    const d = (i: number, j: number) => squared[pairIndex(n, Math.min(i, j), Math.max(i, j))]!;
    const rows = Array.from({ length: n }, (_, i) => {
      const others = Array.from({ length: n }, (_, j) => j).filter((j) => j !== i);
      const at = (beta: number) => {
        const e = others.map((j) => Math.exp(-beta * d(i, j)));
        const sum = e.reduce((a, b) => a + b, 0);
        return e.map((v) => v / sum);
      };
      const entropy = (q: number[]) => -q.reduce((a, v) => a + (v > 0 ? v * Math.log(v) : 0), 0);
      let [low, high] = [0, 1e6];
      for (let s = 0; s < 200; s++) {
        const mid = (low + high) / 2;
        if (entropy(at(mid)) > Math.log(wanted)) low = mid;
        else high = mid;
      }
      const q = at(low);
      return new Map(others.map((j, m) => [j, q[m]!]));
    });
    const p = affinities(squared, n, 3);
    for (let i = 0; i < n; i++)
      for (let j = i + 1; j < n; j++)
        expect(p[pairIndex(n, i, j)]).toBeCloseTo((rows[i]!.get(j)! + rows[j]!.get(i)!) / (2 * n), 6);
  });
  it("survives duplicates and far outliers", () => {
    const squared = distancesOf([...new Array(6).fill([1, 0, 0, 0, 0]), [-1, 0, 0, 0, 0], [0, 1, 0, 0, 0]]);
    for (const v of affinities(squared, 8, 5)) expect(Number.isFinite(v)).toBe(true);
  });
});

describe("t-SNE", () => {
  it("KL equals the slow definition", () => {
    const n = 15;
    const p = affinities(distancesOf(clustered(n)), n, 4);
    const y = randomMap(n, 3);
    expect(klDivergence(p, y)).toBeCloseTo(slowKl(p, y), 9);
  });

  it("the gradient is the numeric gradient of KL", () => {
    fc.assert(
      fc.property(fc.integer({ min: 4, max: 9 }), fc.nat(1000), (n, seed) => {
        const p = affinities(distancesOf(clustered(n, seed)), n, 2);
        const y = randomMap(n, seed + 1);
        const gradient = new Float64Array(2 * n);
        klGradient(p, y, 1, gradient);
        for (let c = 0; c < 2 * n; c++) {
          const h = 1e-5;
          const at = (delta: number) => {
            const moved = y.slice();
            moved[c]! += delta;
            return slowKl(p, moved);
          };
          expect(gradient[c]).toBeCloseTo((at(h) - at(-h)) / (2 * h), 6);
        }
      }),
      { numRuns: 20 },
    );
  });

  it("is deterministic, lowers KL, and separates three known groups", () => {
    const n = 60;
    const rows = weightedUnitRows(scoreRows(clustered(n), K), ones);
    const p = affinities(squaredDistances(rows), n, 10);
    const run = () => [...tsne(p, pcaStart(rows, seededRng(5)), COLD_START)];
    const frames = run();
    const last = frames.at(-1)!;
    expect(run().at(-1)!.positions).toEqual(last.positions);
    expect(last.iteration).toBe(COLD_START.iterations);
    expect(last.kl).toBeLessThan(frames[0]!.kl);
    expect(last.kl).toBeLessThan(0.6);
    const y = last.positions;
    let right = 0;
    for (let i = 0; i < n; i++) {
      let best = -1;
      let least = Infinity;
      for (let j = 0; j < n; j++) {
        const d = (y[2 * i]! - y[2 * j]!) ** 2 + (y[2 * i + 1]! - y[2 * j + 1]!) ** 2;
        if (j !== i && d < least) [least, best] = [d, j];
      }
      if (best % 3 === i % 3) right++;
    }
    expect(right).toBe(n);
  });
});

describe("pca", () => {
  it("eigenvectors satisfy A·v = λ·v and are orthonormal", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 10, maxLength: 10 }), (upper) => {
        const k = 4;
        const a = new Float64Array(k * k);
        let at = 0;
        for (let i = 0; i < k; i++)
          for (let j = i; j < k; j++) {
            a[i * k + j] = upper[at]!;
            a[j * k + i] = upper[at++]!;
          }
        const { values, vectors } = symmetricEigen(a, k);
        for (let v = 0; v < k; v++)
          for (let i = 0; i < k; i++) {
            let av = 0;
            let dot = 0;
            for (let j = 0; j < k; j++) {
              av += a[i * k + j]! * vectors[j * k + v]!;
              dot += vectors[j * k + i]! * vectors[j * k + v]!;
            }
            expect(av).toBeCloseTo(values[v]! * vectors[i * k + v]!, 8);
            expect(dot).toBeCloseTo(i === v ? 1 : 0, 8);
          }
      }),
    );
  });
  it("finds the axis of a line, and leaves the second column empty", () => {
    const y = pca({ data: Float64Array.of(0, 0, 3, 4, 6, 8), n: 3, k: 2 });
    expect([...y].map((v) => Math.round(v * 1e9) / 1e9 || 0)).toEqual([-5, 0, 0, 0, 5, 0]);
  });
});
