import type { Points } from './points.js';

/**
 * A cell: for each hyperplane the side on which a neuron's w lies (1 or -1), or 0 where w slides along it (Filippov). Inside
 * a cell the neuron is linear: q_i = a <w, c_i> with c_i = slope_i y_i x_i, projected onto the complement of the sliding normals, and its
 * field is v' = (a h, <w, h>) with h = sum_i p_i c_i. Neurons in the same cell share it.
 */
export interface Cell {
  readonly signs: Int8Array;
  /** slope_i; 0 for points on the hyperplanes along which w slides, whose c_i is 0. */
  readonly slopes: Float64Array;
  /** The same with each sliding hyperplane on its side -1; `slopes` itself where nothing slides. */
  readonly leaning: Float64Array;
  /** Hyperplanes on which w slides; empty for most cells. */
  readonly sliding: readonly number[];
  /** An orthonormal basis of the span of the sliding normals, rank x d. */
  readonly basis: Float64Array;
  readonly rank: number;
}

const keyOf = (signs: Int8Array): string =>
  Buffer.from(signs.buffer, signs.byteOffset, signs.length).toString('latin1');

/** Sliding normals closer than this to the span of the others are taken to lie in it; observed: rank decisions were never near. */
const DEPENDENT = 1e-10;

/** The cells that a flow has met, each made once; those that no neuron is in may be forgotten. */
export class CellTable {
  private cells = new Map<string, Cell>();

  constructor(
    readonly points: Points,
    readonly leak: number,
  ) {}

  get size(): number {
    return this.cells.size;
  }

  /** Forgets all cells but these, of this table: who holds another one must not compare it with what `get` returns from now on. */
  retain(cells: Iterable<Cell>): void {
    this.cells = new Map(Array.from(cells, (cell) => [keyOf(cell.signs), cell]));
  }

  get(signs: Int8Array): Cell {
    const key = keyOf(signs);
    let cell = this.cells.get(key);
    if (cell === undefined) {
      cell = this.make(signs.slice());
      this.cells.set(key, cell);
    }
    return cell;
  }

  private make(signs: Int8Array): Cell {
    const { n, planeOf, side } = this.points;
    const sliding = [...signs.keys()].filter((l) => signs[l] === 0);
    const leaning = new Float64Array(n);
    planeOf.forEach((l, i) => {
      if (l < 0) return;
      const sign = signs[l] === 0 ? -1 : signs[l];
      leaning[i] = sign === side[i] ? 1 : this.leak;
    });
    const slopes = sliding.length === 0 ? leaning : leaning.map((t, i) => (signs[planeOf[i]] === 0 ? 0 : t));
    return { signs, slopes, leaning, sliding, ...orthonormal(this.points, sliding) };
  }
}

/** c_i of all points, n x d. */
export function rowsOf({ d, z }: Points, { slopes, basis, rank }: Cell): Float64Array {
  const c = z.map((t, k) => slopes[Math.floor(k / d)] * t);
  slopes.forEach((_, i) => project(c, i * d, d, basis, rank));
  return c;
}

/** Gram and Schmidt, twice. */
function orthonormal({ d, normals }: Points, sliding: readonly number[]): { basis: Float64Array; rank: number } {
  const basis = new Float64Array(sliding.length * d);
  let rank = 0;
  for (const l of sliding) {
    const v = normals.slice(l * d, (l + 1) * d);
    project(v, 0, d, basis, rank);
    project(v, 0, d, basis, rank);
    const length = Math.hypot(...v);
    if (length < DEPENDENT) continue;
    const unit = v.map((t) => t / length);
    basis.set(unit, rank * d);
    rank++;
  }
  return { basis, rank };
}

/** Whether hyperplane l contains all of what w may slide on: its normal is in the span of the sliding ones. */
export function contains({ d, normals }: Points, { basis, rank }: Cell, l: number): boolean {
  const v = normals.slice(l * d, (l + 1) * d);
  project(v, 0, d, basis, rank);
  return Math.hypot(...v) < DEPENDENT;
}

/** Takes from v[at .. at + d) its part in the span of the first `rank` rows of the basis. */
export function project(v: Float64Array, at: number, d: number, basis: Float64Array, rank: number): void {
  for (let r = 0; r < rank; r++) {
    let part = 0;
    for (let j = 0; j < d; j++) part += basis[r * d + j] * v[at + j];
    for (let j = 0; j < d; j++) v[at + j] -= part * basis[r * d + j];
  }
}
