/**
 * Dense LU with partial pivoting, in place, for the inner loops of the flow: row-major blocks of size n x n at an offset.
 * Returns false when a pivot is zero or not finite.
 */
export function factorLU(a: Float64Array, at: number, n: number, pivots: Int32Array, pivotsAt: number): boolean {
  for (let k = 0; k < n; k++) {
    let pivot = k;
    let size = Math.abs(a[at + k * n + k]);
    for (let i = k + 1; i < n; i++) {
      const t = Math.abs(a[at + i * n + k]);
      if (t > size) {
        size = t;
        pivot = i;
      }
    }
    pivots[pivotsAt + k] = pivot;
    if (!(size > 0 && size < Infinity)) return false;
    if (pivot !== k) {
      for (let j = 0; j < n; j++) {
        const t = a[at + k * n + j];
        a[at + k * n + j] = a[at + pivot * n + j];
        a[at + pivot * n + j] = t;
      }
    }
    const inverse = 1 / a[at + k * n + k];
    for (let i = k + 1; i < n; i++) {
      const row = at + i * n;
      const factor = a[row + k] * inverse;
      if (factor === 0) {
        a[row + k] = 0;
        continue;
      }
      a[row + k] = factor;
      for (let j = k + 1; j < n; j++) a[row + j] -= factor * a[at + k * n + j];
    }
  }
  return true;
}

/** Solves with those factors, in place: b[bAt + j * stride], j < n, becomes the solution. */
export function solveLU(
  a: Float64Array,
  at: number,
  n: number,
  pivots: Int32Array,
  pivotsAt: number,
  b: Float64Array,
  bAt = 0,
  stride = 1,
): void {
  for (let k = 0; k < n; k++) {
    const pivot = pivots[pivotsAt + k];
    if (pivot === k) continue;
    const t = b[bAt + k * stride];
    b[bAt + k * stride] = b[bAt + pivot * stride];
    b[bAt + pivot * stride] = t;
  }
  for (let i = 1; i < n; i++) {
    let sum = b[bAt + i * stride];
    for (let j = 0; j < i; j++) sum -= a[at + i * n + j] * b[bAt + j * stride];
    b[bAt + i * stride] = sum;
  }
  for (let i = n - 1; i >= 0; i--) {
    let sum = b[bAt + i * stride];
    for (let j = i + 1; j < n; j++) sum -= a[at + i * n + j] * b[bAt + j * stride];
    b[bAt + i * stride] = sum / a[at + i * n + i];
  }
}
