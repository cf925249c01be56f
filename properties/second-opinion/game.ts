/** Optimal strategies of a matrix game, rows paying A[i][j] to columns: the value is max over c of min_i sum_j c_j A[i][j]. */
export interface Play {
  readonly value: number;
  readonly rows: number[];
  readonly columns: number[];
}

const ROUNDING = 1e-12;

/**
 * Dantzig's linear program, by the simplex method with Bland's rule: with B = A + shift > 0, max sum t subject to B' t <= 1, t >= 0 has the optimum 1/value; t/sum t are the rows'
 * shares and the reduced costs of the slacks, scaled alike, the columns'. Starts at t = 0, which is feasible.
 */
export function play(A: readonly (readonly number[])[]): Play {
  const [n, m] = [A.length, A[0].length];
  const shift = 1 - Math.min(...A.flat());
  // constraint j: sum_i B[i][j] t_i + slack_j = 1
  const table = A[0].map((_, j) => [...A.map((row) => row[j] + shift), ...A[0].map((__, k) => (k === j ? 1 : 0)), 1]);
  const cost = [...A.map(() => -1), ...A[0].map(() => 0), 0];
  const basis = A[0].map((_, j) => n + j);
  for (;;) {
    const entering = cost.findIndex((c, i) => i < n + m && c < -ROUNDING);
    if (entering < 0) break;
    let leaving = -1;
    let ratio = Infinity;
    for (let j = 0; j < m; j++) {
      if (table[j][entering] <= ROUNDING) continue;
      const r = table[j][n + m] / table[j][entering];
      if (r < ratio || (r === ratio && basis[j] < basis[leaving])) [leaving, ratio] = [j, r];
    }
    const pivot = table[leaving][entering];
    table[leaving] = table[leaving].map((t) => t / pivot);
    basis[leaving] = entering;
    for (const row of [...table, cost]) {
      const factor = row[entering];
      if (row === table[leaving] || factor === 0) continue;
      for (let k = 0; k <= n + m; k++) row[k] -= factor * table[leaving][k];
    }
  }
  const total = cost[n + m];
  const shares = new Array<number>(n).fill(0);
  basis.forEach((variable, j) => {
    if (variable < n) shares[variable] = table[j][n + m] / total;
  });
  return { value: 1 / total - shift, rows: shares, columns: cost.slice(n, n + m).map((c) => Math.max(0, c) / total) };
}
