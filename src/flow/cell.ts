import type { Points } from './points.js';

/**
 * A cell: for each hyperplane the side on which a neuron's w lies (1 or -1), or 0 where w slides along it (Filippov). Inside
 * a cell the neuron is linear: q_i = a <w, c_i>, and its field is v' = (a h, <w, h>) with h = sum_i p_i c_i. Neurons in
 * the same cell share it.
 */
export interface Cell {
  readonly signs: Int8Array;
  readonly key: string;
  /** c_i = slope_i y_i x_i projected onto the complement of the sliding normals, n x d. */
  readonly c: Float64Array;
  /** Hyperplanes on which w slides; empty for most cells. */
  readonly sliding: readonly number[];
  /** The same rows with each sliding hyperplane on its side -1 and nothing projected; `c` itself where nothing slides. */
  readonly unprojected: Float64Array;
  /** An orthonormal basis of the span of the sliding normals, rank x d. */
  readonly basis: Float64Array;
  readonly rank: number;
}

/** Sliding normals closer than this to the span of the others are taken to lie in it; observed: rank decisions were never near. */
const DEPENDENT = 1e-10;

/** The cells that a flow has met, each made once. */
export class CellTable {
  private readonly cells = new Map<string, Cell>();

  constructor(
    readonly points: Points,
    readonly leak: number,
  ) {}

  get(signs: Int8Array): Cell {
    const key = Array.from(signs, (s) => (s > 0 ? '+' : s < 0 ? '-' : '0')).join('');
    let cell = this.cells.get(key);
    if (cell === undefined) {
      cell = this.make(signs.slice(), key);
      this.cells.set(key, cell);
    }
    return cell;
  }

  private make(signs: Int8Array, key: string): Cell {
    const { n, d, z, planeOf, side } = this.points;
    const sliding = [...signs.keys()].filter((l) => signs[l] === 0);
    const unprojected = new Float64Array(n * d);
    for (let i = 0; i < n; i++) {
      if (planeOf[i] < 0) continue;
      const sign = signs[planeOf[i]] === 0 ? -1 : signs[planeOf[i]];
      const slope = sign * side[i] > 0 ? 1 : this.leak;
      for (let j = 0; j < d; j++) unprojected[i * d + j] = slope * z[i * d + j];
    }
    const { basis, rank } = orthonormal(this.points, sliding);
    if (rank === 0) return { signs, key, c: unprojected, sliding, unprojected, basis, rank };
    const c = unprojected.slice();
    for (let i = 0; i < n; i++) {
      if (planeOf[i] >= 0 && signs[planeOf[i]] === 0) c.fill(0, i * d, (i + 1) * d);
      else project(c, i * d, d, basis, rank);
    }
    return { signs, key, c, sliding, unprojected, basis, rank };
  }
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
    for (let j = 0; j < d; j++) basis[rank * d + j] = v[j] / length;
    rank++;
  }
  return { basis, rank };
}

/** Takes from v[at .. at + d) its part in the span of the first `rank` rows of the basis. */
export function project(v: Float64Array, at: number, d: number, basis: Float64Array, rank: number): void {
  for (let r = 0; r < rank; r++) {
    let part = 0;
    for (let j = 0; j < d; j++) part += basis[r * d + j] * v[at + j];
    for (let j = 0; j < d; j++) v[at + j] -= part * basis[r * d + j];
  }
}
