/**
 * Solves A x = b over the integers without fractions (Bareiss) for a symmetric, positive semidefinite A: every intermediate is a minor of A, so numbers
 * stay as short as Cramer's rule allows, and what is left to eliminate stays symmetric, so half of it is enough. Returns numerators and the common
 * denominator det(A) > 0, or undefined when A is singular: a pivot of 0 belongs to a row of zeros. A is k x k, b has length k; neither is changed.
 */
export function solveIntegers(
  A: readonly (readonly bigint[])[],
  b: readonly bigint[],
): { numerators: bigint[]; determinant: bigint } | undefined {
  const k = b.length;
  const m = A.map((row, r) => [...row, b[r]]);
  let previous = 1n;
  for (let p = 0; p < k; p++) {
    const pivot = m[p][p];
    if (pivot === 0n) return undefined;
    for (let r = p + 1; r < k; r++) {
      const factor = m[p][r];
      for (let c = r; c <= k; c++) m[r][c] = (pivot * m[r][c] - factor * m[p][c]) / previous;
    }
    previous = pivot;
  }
  const numerators = b.map(() => 0n);
  for (let r = k - 1; r >= 0; r--) {
    let sum = previous * m[r][k];
    for (let c = r + 1; c < k; c++) sum -= m[r][c] * numerators[c];
    numerators[r] = sum / m[r][r];
  }
  return { numerators, determinant: previous };
}

/**
 * Solves A x = b in doubles by elimination with partial pivoting, or returns undefined when a pivot vanishes or is not finite.
 * For proposals only: nothing is promised of the accuracy. A is k x k and is overwritten, as is b.
 */
export function solveReals(A: number[][], b: number[]): number[] | undefined {
  const k = b.length;
  for (let p = 0; p < k; p++) {
    let best = p;
    for (let r = p + 1; r < k; r++) if (Math.abs(A[r][p]) > Math.abs(A[best][p])) best = r;
    if (A[best][p] === 0 || !Number.isFinite(A[best][p])) return undefined;
    [A[p], A[best]] = [A[best], A[p]];
    [b[p], b[best]] = [b[best], b[p]];
    for (let r = p + 1; r < k; r++) {
      const factor = A[r][p] / A[p][p];
      for (let c = p; c < k; c++) A[r][c] -= factor * A[p][c];
      b[r] -= factor * b[p];
    }
  }
  for (let r = k - 1; r >= 0; r--) {
    for (let c = r + 1; c < k; c++) b[r] -= A[r][c] * b[c];
    b[r] /= A[r][r];
  }
  return b;
}
