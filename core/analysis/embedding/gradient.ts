/**
 * Gradient of KL(P‖Q) by the positions (van der Maaten & Hinton 2008, Eq. 5), written into `out`:
 * 4 Σ_j (x·p_ij − q_ij)(y_i − y_j) / (1 + |y_i − y_j|²), with p exaggerated by the factor x.
 * `p` is condensed, `y` and `out` are n×2. One pass over the pairs: the normaliser of q is divided out at the end.
 */
export function klGradient(p: Float64Array, y: Float64Array, exaggeration: number, out: Float64Array): void {
  const n = y.length / 2;
  const repulsion = new Float64Array(2 * n);
  out.fill(0);
  let z = 0;
  let at = 0;
  for (let i = 0; i < n; i++) {
    const xi = y[2 * i]!;
    const yi = y[2 * i + 1]!;
    let ax = 0;
    let ay = 0;
    let rx = 0;
    let ry = 0;
    for (let j = i + 1; j < n; j++, at++) {
      const dx = xi - y[2 * j]!;
      const dy = yi - y[2 * j + 1]!;
      const kernel = 1 / (1 + dx * dx + dy * dy);
      z += kernel;
      const pull = p[at]! * kernel;
      const push = kernel * kernel;
      ax += pull * dx;
      ay += pull * dy;
      rx += push * dx;
      ry += push * dy;
      out[2 * j]! -= pull * dx;
      out[2 * j + 1]! -= pull * dy;
      repulsion[2 * j]! -= push * dx;
      repulsion[2 * j + 1]! -= push * dy;
    }
    out[2 * i]! += ax;
    out[2 * i + 1]! += ay;
    repulsion[2 * i]! += rx;
    repulsion[2 * i + 1]! += ry;
  }
  const whole = 2 * z;
  for (let c = 0; c < out.length; c++) out[c] = 4 * (exaggeration * out[c]! - repulsion[c]! / whole);
}

/** KL(P‖Q) in nats of positions `y` (n×2) under condensed affinities `p`. */
export function klDivergence(p: Float64Array, y: Float64Array): number {
  const n = y.length / 2;
  let z = 0;
  for (let i = 0; i < n; i++) for (let j = i + 1; j < n; j++) z += kernelOf(y, i, j);
  let kl = 0;
  let at = 0;
  for (let i = 0; i < n; i++) {
    for (let j = i + 1; j < n; j++, at++) {
      if (p[at]! > 0) kl += 2 * p[at]! * Math.log((p[at]! * 2 * z) / kernelOf(y, i, j));
    }
  }
  return kl;
}

function kernelOf(y: Float64Array, i: number, j: number): number {
  const dx = y[2 * i]! - y[2 * j]!;
  const dy = y[2 * i + 1]! - y[2 * j + 1]!;
  return 1 / (1 + dx * dx + dy * dy);
}
