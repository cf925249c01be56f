/**
 * Products with a d x n matrix given row after row, for the inner loops of the flow: n is the long side, so loops run along it, and take two rows at
 * a time, which reads and writes the vector beside them half as often.
 */

/** out_i = sum_j v[at + j] columns_ji, i < n. */
export function combine(
  columns: Float64Array,
  n: number,
  d: number,
  v: Float64Array,
  at: number,
  out: Float64Array,
): void {
  const odd = d % 2;
  const first = odd === 1 ? v[at] : 0;
  for (let i = 0; i < n; i++) out[i] = first * columns[i];
  for (let j = odd, a = odd * n; j < d; j += 2, a += 2 * n) {
    const s = v[at + j];
    const t = v[at + j + 1];
    const b = a + n;
    for (let i = 0; i < n; i++) out[i] += s * columns[a + i] + t * columns[b + i];
  }
}

/** out[at + j] = sum_i columns_ji x_i, j < d. */
export function contract(
  columns: Float64Array,
  n: number,
  d: number,
  x: Float64Array,
  out: Float64Array,
  at: number,
): void {
  const odd = d % 2;
  if (odd === 1) {
    let sum = 0;
    for (let i = 0; i < n; i++) sum += columns[i] * x[i];
    out[at] = sum;
  }
  for (let j = odd, a = odd * n; j < d; j += 2, a += 2 * n) {
    const b = a + n;
    let s = 0;
    let t = 0;
    for (let i = 0; i < n; i++) {
      const factor = x[i];
      s += columns[a + i] * factor;
      t += columns[b + i] * factor;
    }
    out[at + j] = s;
    out[at + j + 1] = t;
  }
}
