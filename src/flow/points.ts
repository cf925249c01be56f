import type { Dataset } from '../model/dataset.js';

/**
 * Training points as the flow wants them, flat and scaled into the unit ball, with the hyperplanes <w, x_i> = 0 on which
 * a neuron has a kink. Parallel points share a hyperplane: x and -x of symmetric data are one kink and not two.
 */
export interface Points {
  readonly n: number;
  readonly d: number;
  /** max |x_i| before the scaling; 1 when all points are 0. The flow of scaled data is the flow itself, see `flow`. */
  readonly scale: number;
  /** y_i x_i / scale, n x d. */
  readonly z: Float64Array;
  /** The same, d x n. */
  readonly columns: Float64Array;
  /** |x_i| / scale. */
  readonly lengths: Float64Array;
  readonly y: Int8Array;
  /** Unit normals of the hyperplanes, planes x d. */
  readonly normals: Float64Array;
  readonly planes: number;
  /** The hyperplane of each point; -1 for a point at the origin. */
  readonly planeOf: Int32Array;
  /** 1 where x_i lies on the side of its normal, -1 where on the other. */
  readonly side: Int8Array;
  /** For each hyperplane the points on it, in order. */
  readonly members: readonly (readonly number[])[];
  /** y_i |x_i| / scale: by (1 - leak) of this, the pull of point i along its normal is larger on side 1 than on side -1. */
  readonly pull: Float64Array;
}

/**
 * How far apart the unit normals of one hyperplane may lie: coordinates rounded to doubles (half an ulp each, relative) and the
 * division by the length move a unit vector by less than this (derived: 4 eps).
 */
const NORMAL_ROUNDING = 8 * Number.EPSILON;

/** Prepares a dataset of doubles. Throws RangeError for a coordinate that is not finite. */
export function preparePoints({ x, y }: Dataset<number>): Points {
  const n = x.length;
  const d = x[0].length;
  const largest = x.reduce((most, row) => row.reduce((a, t) => Math.max(a, Math.abs(t)), most), 0);
  if (!Number.isFinite(largest)) throw new RangeError(`a coordinate is ${largest}, expected finite doubles`);
  // lengths of rows divided by the largest coordinate neither overflow nor underflow
  const unit = largest === 0 ? 1 : largest;
  const lengths = x.map((row) => Math.hypot(...row.map((t) => t / unit)));
  const longest = Math.max(...lengths, 0);
  const scale = longest === 0 ? 1 : longest;
  const z = Float64Array.from({ length: n * d }, (_, k) => {
    const i = Math.floor(k / d);
    return (y[i] * (x[i][k % d] / unit)) / scale;
  });
  const { normals, planeOf, side, members } = groupNormals(x, lengths, unit);
  const pull = new Float64Array(n);
  planeOf.forEach((l, i) => {
    for (let j = 0; j < d && l >= 0; j++) pull[i] += side[i] * normals[l * d + j] * z[i * d + j];
  });
  const columns = Float64Array.from(z, (_, k) => z[(k % n) * d + Math.floor(k / n)]);
  return {
    n,
    d,
    scale: scale * unit,
    z,
    columns,
    lengths: Float64Array.from(lengths, (t) => t / scale),
    y: Int8Array.from(y),
    normals,
    planes: members.length,
    planeOf,
    side,
    members,
    pull,
  };
}

/** Puts parallel points together: candidates are neighbours in the order of their projections on a fixed direction. */
function groupNormals(x: readonly (readonly number[])[], lengths: readonly number[], unit: number) {
  const d = x[0].length;
  const oriented = x.map((row, i) => {
    if (lengths[i] === 0) return undefined;
    const normal = row.map((t) => t / unit / lengths[i]);
    const first = normal.find((t) => Math.abs(t) > NORMAL_ROUNDING) as number;
    const side = Math.sign(first);
    return { i, side, normal: normal.map((t) => side * t) };
  });
  const key = (v: readonly number[]): number => v.reduce((sum, t, j) => sum + t * Math.cos(1 + j), 0);
  const listed = oriented.filter((entry) => entry !== undefined).map((entry) => ({ ...entry, key: key(entry.normal) }));
  listed.sort((a, b) => a.key - b.key);
  const near = (u: readonly number[], v: readonly number[]): boolean =>
    u.every((t, j) => Math.abs(t - v[j]) <= NORMAL_ROUNDING);
  const planeOf = new Int32Array(x.length).fill(-1);
  const side = new Int8Array(x.length);
  const groups: { normal: readonly number[]; key: number; members: number[] }[] = [];
  for (const entry of listed) {
    side[entry.i] = entry.side;
    let found = -1;
    for (let g = groups.length - 1; g >= 0 && entry.key - groups[g].key <= d * NORMAL_ROUNDING; g--) {
      if (near(groups[g].normal, entry.normal)) found = g;
    }
    if (found < 0) found = groups.push({ normal: entry.normal, key: entry.key, members: [] }) - 1;
    groups[found].members.push(entry.i);
  }
  groups.forEach(({ members }, g) => {
    members.sort((a, b) => a - b);
    for (const i of members) planeOf[i] = g;
  });
  const normals = Float64Array.from(groups.flatMap(({ normal }) => normal));
  return { normals, planeOf, side, members: groups.map(({ members }) => members) };
}
