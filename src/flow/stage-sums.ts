/** A row of a method's tableau: the entries that are not 0, and the stages that they belong to. */
export interface Row {
  readonly stages: readonly number[];
  readonly factors: readonly number[];
}

export function rowOf(entries: readonly number[]): Row {
  const stages = [...entries.keys()].filter((j) => entries[j] !== 0);
  return { stages, factors: stages.map((j) => entries[j]) };
}

/** z = y + factor sum_j row_j x_j, for a row that has an entry, the x_j one after the other in one array; z may be y. */
export function addStages(y: Float64Array, row: Row, factor: number, x: Float64Array, z: Float64Array): void {
  const { stages, factors } = row;
  const size = z.length;
  let from = y;
  let j = 0;
  // four at a time: z is then read and written a quarter as often
  for (; j + 3 < stages.length; j += 4) {
    const r = factor * factors[j];
    const s = factor * factors[j + 1];
    const t = factor * factors[j + 2];
    const u = factor * factors[j + 3];
    const a = stages[j] * size;
    const b = stages[j + 1] * size;
    const c = stages[j + 2] * size;
    const d = stages[j + 3] * size;
    for (let i = 0; i < size; i++) z[i] = from[i] + (r * x[a + i] + s * x[b + i]) + (t * x[c + i] + u * x[d + i]);
    from = z;
  }
  for (; j + 1 < stages.length; j += 2) {
    const r = factor * factors[j];
    const s = factor * factors[j + 1];
    const a = stages[j] * size;
    const b = stages[j + 1] * size;
    for (let i = 0; i < size; i++) z[i] = from[i] + (r * x[a + i] + s * x[b + i]);
    from = z;
  }
  if (j === stages.length) return;
  const r = factor * factors[j];
  const a = stages[j] * size;
  for (let i = 0; i < size; i++) z[i] = from[i] + r * x[a + i];
}
