import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { scoreRows, weightedUnitRows } from "../vectors/matrix";
import { weightedCosine } from "../vectors/similarity";
import { cosineDistances, type Distances } from "./distances";
import { CLUSTER_SELECTIONS, type ClusterSelection, hdbscan } from "./hdbscan";
import { kMedoids } from "./k-medoids";
import { NOISE } from "./labels";
import { silhouette } from "./silhouette";
import { slowHdbscan, slowLoss, slowSilhouette } from "./testing/slow";

/** Symmetric distances of few different values, so that ties are the rule and not the exception. */
const tied = fc
  .integer({ min: 2, max: 14 })
  .chain((n) =>
    fc.tuple(
      fc.constant(n),
      fc.array(fc.integer({ min: 0, max: 9 }), { minLength: n * n, maxLength: n * n }),
    ),
  )
  .map(([n, values]): Distances => {
    const data = new Float64Array(n * n);
    for (let i = 0; i < n; i++)
      for (let j = 0; j < i; j++) data[i * n + j] = data[j * n + i] = values[i * n + j]!;
    return { n, data };
  });

/** The same partition whatever its clusters are called; noise stays noise. */
function partition(labels: ArrayLike<number>): number[] {
  const names = new Map<number, number>([[NOISE, NOISE]]);
  return Array.from(labels, (l) => {
    if (!names.has(l)) names.set(l, names.size - 1);
    return names.get(l)!;
  });
}

/** Items on which two partitions disagree, clusters being matched by most common items. */
function different(a: ArrayLike<number>, b: readonly number[]): number {
  const counts = new Map<string, number>();
  for (const [i, l] of b.entries()) counts.set(`${a[i]} ${l}`, (counts.get(`${a[i]} ${l}`) ?? 0) + 1);
  const match = new Map<string, string>();
  for (const [pair] of [...counts].sort((x, y) => y[1] - x[1])) {
    const [from, to] = pair.split(" ") as [string, string];
    if (!match.has(from)) match.set(from, to);
  }
  return b.filter((l, i) => match.get(String(a[i])) !== String(l)).length;
}

interface Golden {
  points: number[][];
  hdbscan: Record<string, number[]>;
  kMedoids: { loss: number; labels: number[] };
  silhouette: number[];
}
const goldens: Golden[] = JSON.parse(readFileSync(new URL("goldens/goldens.json", import.meta.url), "utf8"));
const distancesOf = (points: readonly (readonly number[])[], weights = points[0]!.map(() => 1)) =>
  cosineDistances(weightedUnitRows(scoreRows(points, weights.length), weights));

describe("cosineDistances", () => {
  it("are 1 − δ of Eq. 6, weights included", () => {
    const vectors = goldens[0]!.points.slice(0, 12);
    const weights = [1, 0, 3, 0.5, 10];
    const { n, data } = distancesOf(vectors, weights);
    for (let i = 0; i < n; i++)
      for (let j = 0; j < n; j++)
        expect(data[i * n + j]).toBeCloseTo(
          i === j ? 0 : 1 - weightedCosine(vectors[i]!, vectors[j]!, weights),
          11,
        );
  });
});

describe("hdbscan", () => {
  it.each(CLUSTER_SELECTIONS)(
    "finds the clusters and outlier scores of the slow definition, ties and all (%s)",
    (selection) => {
      fc.assert(
        fc.property(
          tied,
          fc.integer({ min: 2, max: 5 }),
          fc.integer({ min: 1, max: 5 }),
          (d, size, samples) => {
            const fast = hdbscan(d, { minClusterSize: size, minSamples: samples, selection });
            const slow = slowHdbscan(d, size, samples, selection);
            expect(partition(fast.labels)).toEqual(partition(slow.labels));
            fast.outlierScores.forEach((score, i) => {
              expect(score).toBeCloseTo(slow.outlierScores[i]!, 9);
            });
          },
        ),
        { numRuns: 300 },
      );
    },
  );

  it("does not depend on the order of the items", () => {
    fc.assert(
      fc.property(tied, fc.integer({ min: 2, max: 4 }), fc.infiniteStream(fc.nat()), (d, size, keys) => {
        const order = Array.from({ length: d.n }, (_, i) => [keys.next().value as number, i] as const)
          .sort((a, b) => a[0] - b[0])
          .map(([, i]) => i);
        const moved: Distances = {
          n: d.n,
          data: Float64Array.from(
            d.data,
            (_, at) => d.data[order[Math.floor(at / d.n)]! * d.n + order[at % d.n]!]!,
          ),
        };
        const options = { minClusterSize: size };
        const before = hdbscan(d, options).labels;
        expect(partition(hdbscan(moved, options).labels)).toEqual(partition(order.map((i) => before[i]!)));
      }),
    );
  });

  it("finds what scikit-learn finds; where distances are equal, but for an item at most", () => {
    for (const { points, hdbscan: expected } of goldens) {
      const d = distancesOf(points);
      for (const [key, labels] of Object.entries(expected)) {
        const [size, samples, selection] = key.split("/");
        const found = hdbscan(d, {
          minClusterSize: Number(size),
          minSamples: Number(samples),
          selection: (selection === "leaf" ? "leaf" : "excess-of-mass") satisfies ClusterSelection,
        });
        if (samples === "1") expect(partition(found.labels), key).toEqual(partition(labels));
        // Above one neighbour many reachabilities are equal; scikit-learn then lets the order of the items decide.
        else expect(different(found.labels, labels), key).toBeLessThanOrEqual(1);
      }
    }
  });

  it("numbers clusters by size; a cloud without structure is all noise; bad sizes are refused", () => {
    const blobs = [0, 1, 2].flatMap((kind) =>
      Array.from({ length: 6 + 3 * kind }, (_, i) =>
        [0, 1, 2].map((k) => (k === kind ? 10 : Math.sin(i + k) / 20)),
      ),
    );
    const { labels, count } = hdbscan(distancesOf(blobs), { minClusterSize: 5 });
    expect(count).toBe(3);
    expect([...labels]).toEqual([...Array(6).fill(2), ...Array(9).fill(1), ...Array(12).fill(0)]);
    expect(hdbscan(distancesOf(blobs.slice(0, 4)), { minClusterSize: 5 }).count).toBe(0);
    expect(hdbscan({ n: 1, data: new Float64Array(1) }, { minClusterSize: 5 }).count).toBe(0);
    expect(() => hdbscan(distancesOf(blobs), { minClusterSize: 1 })).toThrow(/at least 2/);
  });
});

describe("kMedoids", () => {
  it("no exchange of a medoid can lower its loss, which is the loss of its labels", () => {
    fc.assert(
      fc.property(tied, fc.integer({ min: 2, max: 4 }), (d, wanted) => {
        const k = Math.min(wanted, d.n);
        const { labels, medoids, loss } = kMedoids(d, k);
        expect(loss).toBeCloseTo(slowLoss(d, medoids), 9);
        labels.forEach((label, i) => {
          const own = d.data[i * d.n + medoids[label]!]!;
          expect(own).toBe(Math.min(...medoids.map((m) => d.data[i * d.n + m]!)));
        });
        medoids.forEach((_, out) => {
          for (let other = 0; other < d.n; other++) {
            const exchanged = medoids.map((m, at) => (at === out ? other : m));
            expect(slowLoss(d, exchanged)).toBeGreaterThanOrEqual(loss - 1e-9);
          }
        });
      }),
    );
  });

  it("is at least as good as the authors' implementation from the same start", () => {
    for (const { points, kMedoids: expected } of goldens) {
      const found = kMedoids(distancesOf(points), 4);
      expect(found.loss).toBeLessThanOrEqual(expected.loss + 1e-9);
    }
    const first = kMedoids(distancesOf(goldens[0]!.points), 4);
    expect(partition(first.labels)).toEqual(partition(goldens[0]!.kMedoids.labels));
  });

  it("refuses a number of clusters that cannot be", () => {
    expect(() =>
      kMedoids(
        distancesOf([
          [1, 0],
          [0, 1],
        ]),
        3,
      ),
    ).toThrow(/2 to 2 clusters/);
  });
});

describe("silhouette", () => {
  it("equals the slow definition, noise left out", () => {
    const labelled = tied.chain((d) =>
      fc.tuple(fc.constant(d), fc.array(fc.integer({ min: -1, max: 2 }), { minLength: d.n, maxLength: d.n })),
    );
    fc.assert(
      fc.property(labelled, ([d, raw]) => {
        const used = [...new Set(raw.filter((l) => l !== NOISE))];
        const labels = Int32Array.from(raw, (l) => (l === NOISE ? NOISE : used.indexOf(l)));
        const { mean, widths, clusters } = silhouette(d, labels, used.length);
        if (used.length < 2) {
          expect(mean).toBeNull();
          return;
        }
        const slow = slowSilhouette(d, [...labels]);
        widths.forEach((w, i) => {
          if (slow[i] === null) expect(w).toBeNull();
          else expect(w).toBeCloseTo(slow[i]!, 9);
        });
        const judged = slow.flatMap((w) => (w === null ? [] : [w]));
        expect(mean).toBeCloseTo(judged.reduce((a, b) => a + b, 0) / judged.length, 9);
        expect(clusters).toHaveLength(used.length);
      }),
    );
  });

  it("equals scikit-learn's", () => {
    for (const {
      points,
      kMedoids: { labels },
      silhouette: expected,
    } of goldens) {
      const { widths } = silhouette(distancesOf(points), Int32Array.from(labels), 4);
      widths.forEach((w, i) => {
        expect(w).toBeCloseTo(expected[i]!, 9);
      });
    }
  });
});
