/** `n` row vectors of `k` numbers, row-major. */
export interface Rows {
  data: Float64Array;
  n: number;
  k: number;
}

/**
 * Score vectors of images as rows. A null score (absent, excluded, undefined) counts as 0 in the similarity.
 * `k` is the number of parts; missing trailing scores count as 0.
 */
export function scoreRows(scores: readonly (readonly (number | null)[])[], k: number): Rows {
  const data = new Float64Array(scores.length * k);
  scores.forEach((row, i) => {
    for (let j = 0; j < k; j++) data[i * k + j] = row[j] ?? 0;
  });
  return { data, n: scores.length, k };
}

export interface UnitRows extends Rows {
  /** 1 where the weighted vector is zero: such an image has similarity 0 to all and is drawn apart. */
  zero: Uint8Array;
}

/**
 * Rows weighted (H_k W_k), then scaled to length 1. The squared Euclidean distance of two such rows is
 * 2 − 2·δ with δ of Eq. 6, so any Euclidean method sees the weighted cosine. Zero rows stay zero.
 * Throws a RangeError for a negative or missing weight.
 */
export function weightedUnitRows(rows: Rows, weights: readonly number[]): UnitRows {
  for (let j = 0; j < rows.k; j++) {
    if (!((weights[j] ?? -1) >= 0)) throw new RangeError(`Weight ${j + 1} must be a number of at least 0.`);
  }
  const data = new Float64Array(rows.data.length);
  const zero = new Uint8Array(rows.n);
  for (let i = 0; i < rows.n; i++) {
    const at = i * rows.k;
    let largest = 0;
    for (let j = 0; j < rows.k; j++) {
      data[at + j] = rows.data[at + j]! * weights[j]!;
      largest = Math.max(largest, Math.abs(data[at + j]!));
    }
    if (largest === 0) {
      zero[i] = 1;
      continue;
    }
    // Divided by the largest first: squares of tiny scores would underflow to 0.
    let squares = 0;
    for (let j = 0; j < rows.k; j++) {
      data[at + j]! /= largest;
      squares += data[at + j]! ** 2;
    }
    const length = Math.sqrt(squares);
    for (let j = 0; j < rows.k; j++) data[at + j]! /= length;
  }
  return { data, n: rows.n, k: rows.k, zero };
}

/** Some of the rows, none of them zero: `members` are indices of rows that are not. */
export function pickRows(rows: UnitRows, members: readonly number[]): UnitRows {
  const data = new Float64Array(members.length * rows.k);
  members.forEach((image, i) => {
    data.set(rows.data.subarray(image * rows.k, (image + 1) * rows.k), i * rows.k);
  });
  return { data, n: members.length, k: rows.k, zero: new Uint8Array(members.length) };
}
