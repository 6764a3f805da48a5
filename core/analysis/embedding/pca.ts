import type { Rng } from "../random";
import { gaussian } from "../random";
import type { Rows } from "../vectors/matrix";

/**
 * The rows projected on their two directions of largest variance, n×2. Each direction's largest loading is
 * positive, so the same data is never mirrored. With one direction of variance the second column is 0.
 */
export function pca(rows: Rows): Float64Array {
  const { data, n, k } = rows;
  const mean = new Float64Array(k);
  for (let i = 0; i < n; i++) for (let c = 0; c < k; c++) mean[c]! += data[i * k + c]! / n;
  const covariance = new Float64Array(k * k);
  for (let i = 0; i < n; i++)
    for (let a = 0; a < k; a++)
      for (let b = 0; b < k; b++)
        covariance[a * k + b]! += ((data[i * k + a]! - mean[a]!) * (data[i * k + b]! - mean[b]!)) / n;

  const { values, vectors } = symmetricEigen(covariance, k);
  const order = Array.from(values.keys()).sort((a, b) => values[b]! - values[a]! || a - b);
  const out = new Float64Array(2 * n);
  for (let axis = 0; axis < Math.min(2, k); axis++) {
    const column = order[axis]!;
    let largest = 0;
    for (let c = 0; c < k; c++) {
      const loading = vectors[c * k + column]!;
      if (Math.abs(loading) > Math.abs(largest) + 1e-12) largest = loading;
    }
    const sign = largest < 0 ? -1 : 1;
    for (let i = 0; i < n; i++) {
      let dot = 0;
      for (let c = 0; c < k; c++) dot += (data[i * k + c]! - mean[c]!) * vectors[c * k + column]!;
      out[2 * i + axis] = sign * dot;
    }
  }
  return out;
}

/**
 * A start for t-SNE: PCA shrunk to a standard deviation of 1e-4 on its first axis, and jittered by a
 * hundredth of that from `rng`, so that coinciding points can part.
 */
export function pcaStart(rows: Rows, rng: Rng): Float64Array {
  const start = pca(rows);
  let squares = 0;
  for (let i = 0; i < rows.n; i++) squares += start[2 * i]! ** 2;
  const deviation = Math.sqrt(squares / Math.max(1, rows.n));
  const factor = deviation > 0 ? 1e-4 / deviation : 0;
  for (let c = 0; c < start.length; c++) start[c] = start[c]! * factor + 1e-6 * gaussian(rng);
  return start;
}

/** Eigenvalues and (column) eigenvectors of a symmetric k×k matrix by cyclic Jacobi rotations. */
export function symmetricEigen(
  matrix: Float64Array,
  k: number,
): { values: Float64Array; vectors: Float64Array } {
  const a = Float64Array.from(matrix);
  const v = new Float64Array(k * k);
  for (let i = 0; i < k; i++) v[i * k + i] = 1;
  for (let sweep = 0; sweep < 60; sweep++) {
    let off = 0;
    for (let p = 0; p < k; p++) for (let q = p + 1; q < k; q++) off += a[p * k + q]! ** 2;
    if (off < 1e-30) break;
    for (let p = 0; p < k; p++) for (let q = p + 1; q < k; q++) rotate(a, v, k, p, q);
  }
  return { values: Float64Array.from({ length: k }, (_, i) => a[i * k + i]!), vectors: v };
}

/** One Jacobi rotation that makes a[p][q] zero. */
function rotate(a: Float64Array, v: Float64Array, k: number, p: number, q: number): void {
  const apq = a[p * k + q]!;
  if (apq === 0) return;
  const theta = (a[q * k + q]! - a[p * k + p]!) / (2 * apq);
  const t = (theta >= 0 ? 1 : -1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
  const c = 1 / Math.sqrt(t * t + 1);
  const s = t * c;
  for (let i = 0; i < k; i++) {
    const ip = a[i * k + p]!;
    const iq = a[i * k + q]!;
    a[i * k + p] = c * ip - s * iq;
    a[i * k + q] = s * ip + c * iq;
  }
  for (let i = 0; i < k; i++) {
    const pi = a[p * k + i]!;
    const qi = a[q * k + i]!;
    a[p * k + i] = c * pi - s * qi;
    a[q * k + i] = s * pi + c * qi;
    const vp = v[i * k + p]!;
    const vq = v[i * k + q]!;
    v[i * k + p] = c * vp - s * vq;
    v[i * k + q] = s * vp + c * vq;
  }
}
