import { project, type Cell, type CellTable } from './cell.js';
import type { Neurons } from './neurons.js';

/**
 * Where the neurons leave their cells, and what they do there (Filippov). All is told from event functions that are
 * positive inside a mode: sign * <u_k, normal> for a hyperplane beside which w_k lies; for one along which it slides, how far the
 * Clarke multiplier is from the ends of [0, 1], and sign * alpha_k, since a sliding neuron is torn off its kink where a_k
 * changes its sign.
 */
export class Kinks {
  /** Events that the flow could have left in more than one way: the neuron sat on a kink that repels it. */
  branches = 0;

  constructor(
    private readonly table: CellTable,
    private readonly neurons: Neurons,
    /** How near to 0 an event function counts as 0. */
    private readonly tolerance: number,
    /** The side taken where either could be. */
    private readonly branch: 1 | -1,
  ) {}

  /** Signs of alpha by which the sliding neurons are held. */
  private readonly held = new Map<number, number>();

  /** <u_k, normal of l>. */
  private distance(state: Float64Array, k: number, l: number): number {
    const { d, normals } = this.table.points;
    const at = k * (d + 2);
    let z = 0;
    for (let j = 0; j < d; j++) z += state[at + j] * normals[l * d + j];
    return z;
  }

  /**
   * Adds to `events` those whose functions are below -tolerance at a state with the weights p. An event is numbered
   * k (planes + 1) + l for neuron k and the hyperplane l beside which it lies, and l = planes for its sliding.
   */
  collect(state: Float64Array, p: Float64Array, events: Set<number>): void {
    const { tolerance } = this;
    const { planes } = this.table.points;
    for (let k = 0; k < this.neurons.count; k++) {
      const { signs, sliding } = this.neurons.cells[k];
      const first = k * (planes + 1);
      for (let l = 0; l < planes; l++) {
        if (signs[l] !== 0 && signs[l] * this.distance(state, k, l) < -tolerance) events.add(first + l);
      }
      if (sliding.length > 0 && this.slack(state, k, p) < -tolerance) events.add(first + planes);
    }
  }

  /** The least of these event functions. */
  least(state: Float64Array, p: Float64Array, events: Iterable<number>): number {
    const { planes } = this.table.points;
    let least = Infinity;
    for (const event of events) {
      const k = Math.floor(event / (planes + 1));
      const l = event % (planes + 1);
      const value =
        l === planes ? this.slack(state, k, p) : this.neurons.cells[k].signs[l] * this.distance(state, k, l);
      least = Math.min(least, value);
    }
    return least;
  }

  /** How far neuron k is from ceasing to slide: the least of its multipliers' distances to an end, and of sign * alpha. */
  private slack(state: Float64Array, k: number, p: Float64Array): number {
    const { d } = this.table.points;
    const cell = this.neurons.cells[k];
    const alpha = state[k * (d + 2) + d];
    let least = (this.held.get(k) ?? Math.sign(alpha)) * alpha;
    if (cell.rank === d) return least;
    const unit = this.tolerance / BEYOND;
    for (const t of this.multipliers(cell, p)) least = Math.min(least, unit * (Math.min(t, 1 - t) + 2 * BEYOND));
    return least;
  }

  /**
   * The Clarke multipliers of a sliding cell: 0 for the slopes of side -1, 1 for those of side 1. They make the pull across
   * the sliding hyperplanes vanish.
   */
  multipliers({ sliding, unprojected }: Cell, p: ArrayLike<number>): number[] {
    const { d, normals } = this.table.points;
    const h = this.pull(unprojected, p);
    const rows = sliding.map((l) => Array.from(normals.subarray(l * d, (l + 1) * d)));
    const gram = rows.map((u) => rows.map((v) => u.reduce((sum, t, j) => sum + t * v[j], 0)));
    const b = solveGram(
      gram,
      rows.map((u) => -u.reduce((sum, t, j) => sum + t * h[j], 0)),
    );
    return sliding.map((l, s) => b[s] / this.jump(l, p));
  }

  /** By how much h along the normal of l is larger on side 1 than on side -1. */
  private jump(l: number, p: ArrayLike<number>): number {
    const { members, pull } = this.table.points;
    let sum = 0;
    for (const i of members[l]) sum += p[i] * pull[i];
    return (1 - this.table.leak) * sum;
  }

  private pull(c: Float64Array, p: ArrayLike<number>): Float64Array {
    const { n, d } = this.table.points;
    const h = new Float64Array(d);
    for (let i = 0; i < n; i++) for (let j = 0; j < d; j++) h[j] += p[i] * c[i * d + j];
    return h;
  }

  /**
   * The first time within a step at which a neuron that starts and ends beside a hyperplane has been across it, judged by
   * cubic interpolation, as a fraction of the step; 1 when there is none.
   */
  firstDip(y0: Float64Array, f0: Float64Array, y1: Float64Array, f1: Float64Array, h: number): number {
    const { tolerance } = this;
    const { planes } = this.table.points;
    let first = 1;
    for (let k = 0; k < this.neurons.count; k++) {
      const { signs } = this.neurons.cells[k];
      for (let l = 0; l < planes; l++) {
        const sign = signs[l];
        if (sign === 0) continue;
        const slope1 = sign * h * this.distance(f1, k, l);
        if (slope1 <= 0) continue;
        const slope0 = sign * h * this.distance(f0, k, l);
        if (slope0 >= 0) continue;
        const z0 = sign * this.distance(y0, k, l);
        const z1 = sign * this.distance(y1, k, l);
        const t = lowest(z0, slope0, z1, slope1);
        if (t > 0 && t < first && hermite(z0, slope0, z1, slope1, t) < -tolerance) first = t;
      }
    }
    return first;
  }

  /** The neurons at an event: some event function is at most the tolerance, and falling where that can be told. */
  atEvent(state: Float64Array, slope: Float64Array, p: Float64Array): number[] {
    const { tolerance } = this;
    const { planes } = this.table.points;
    const found: number[] = [];
    for (let k = 0; k < this.neurons.count; k++) {
      const { signs, sliding } = this.neurons.cells[k];
      let event = sliding.length > 0 && this.slack(state, k, p) <= tolerance;
      for (let l = 0; l < planes && !event; l++) {
        if (signs[l] === 0) continue;
        event = signs[l] * this.distance(state, k, l) <= tolerance && signs[l] * this.distance(slope, k, l) < 0;
      }
      if (event) found.push(k);
    }
    return found;
  }

  /**
   * Decides what neuron k does at the hyperplanes within reach of it (Filippov; for those that attract it, the velocity
   * of least norm), puts it into the cell that follows, and onto the hyperplanes along which it slides.
   */
  resolve(k: number, p: Float64Array): void {
    const { table, neurons } = this;
    const tolerance = 2 * this.tolerance;
    const { d, planes, normals } = table.points;
    const { state } = neurons;
    const at = k * (d + 2);
    const held = this.held.get(k);
    // where a sliding neuron's a vanishes, it goes on beyond: there the kink repels
    if (held !== undefined && held * state[at + d] <= tolerance) state[at + d] = -held * tolerance;
    const alpha = state[at + d];
    const signs = neurons.cells[k].signs.slice();
    const size = Math.hypot(...state.subarray(at, at + d));
    const touched: number[] = [];
    for (let l = 0; l < planes; l++) {
      if (signs[l] === 0 || signs[l] * this.distance(state, k, l) <= tolerance) touched.push(l);
    }
    // along a line through the origin all other hyperplanes are met there
    const onLine = neurons.cells[k].rank === d - 1;
    if (d > 1 && (size <= tolerance || (onLine && touched.some((l) => signs[l] !== 0)))) {
      this.passOrigin(k, p);
      return;
    }
    // h with every touched hyperplane on its side -1
    const base = signs.slice();
    for (const l of touched) base[l] = -1;
    const h = this.pull(table.get(base).unprojected, p);
    const normal = (l: number): Float64Array => normals.subarray(l * d, (l + 1) * d);
    const across = (l: number): number => normal(l).reduce((sum, t, j) => sum + t * h[j], 0);
    const add = (l: number, b: number): void => {
      const v = normal(l);
      for (let j = 0; j < d; j++) h[j] += b * v[j];
    };
    const attracting: { l: number; jump: number; b: number }[] = [];
    for (const l of touched) {
      const jump = this.jump(l, p);
      if (alpha * jump < 0) {
        const b = signs[l] > 0 ? jump : signs[l] < 0 ? 0 : jump / 2;
        attracting.push({ l, jump, b });
        add(l, b);
      } else if (signs[l] > 0) add(l, jump);
    }
    leastNorm(attracting, across, add);
    for (const l of touched) {
      const jump = this.jump(l, p);
      if (alpha * jump < 0) continue;
      if (signs[l] !== 0) {
        // approached from one side: it crosses if it still heads out
        const speed = alpha * across(l);
        if (signs[l] * speed < 0) {
          add(l, -signs[l] * jump);
          signs[l] = -signs[l];
        }
        continue;
      }
      const below = alpha * across(l);
      const above = below + alpha * jump;
      const either = below < 0 && above > 0;
      if (either) this.branches++;
      signs[l] = either ? this.branch : above > 0 ? 1 : -1;
      if (signs[l] > 0) add(l, jump);
    }
    leastNorm(attracting, across, add);
    for (const { l, jump, b } of attracting) {
      const t = b / jump;
      signs[l] = t <= 0 ? -1 : t >= 1 ? 1 : 0;
    }
    this.enter(k, signs);
  }

  /** Puts neuron k into the cell of these signs, and onto the hyperplanes along which it slides. */
  private enter(k: number, signs: Int8Array): void {
    const { table, neurons } = this;
    const { d } = table.points;
    const { state } = neurons;
    const at = k * (d + 2);
    const cell = table.get(signs);
    neurons.cells[k] = cell;
    if (cell.rank === 0) {
      this.held.delete(k);
      return;
    }
    this.held.set(k, Math.sign(state[at + d]));
    if (cell.rank === d) {
      state.fill(0, at, at + d);
    } else project(state, at, d, cell.basis, cell.rank);
    let squared = 0;
    for (let j = 0; j <= d; j++) squared += state[at + j] * state[at + j];
    const length = Math.sqrt(squared);
    for (let j = 0; j <= d; j++) state[at + j] /= length;
    state[at + d + 1] += Math.log(length);
  }

  /**
   * Neuron k is at w = 0, where it meets every hyperplane at once: it has slid there along a line, or starts there. It goes on in a
   * cell whose own pull points into it, the one beyond before all others, where one is found.
   */
  private passOrigin(k: number, p: Float64Array): void {
    const { table, neurons } = this;
    const { d, planes } = table.points;
    const at = k * (d + 2);
    for (let j = 0; j < d; j++) neurons.state[at + j] = 0;
    const alpha = neurons.state[at + d];
    const before = neurons.cells[k].signs;
    const all = (sign: number): Int8Array => new Int8Array(planes).fill(sign);
    const towards = [-1, 1].map((sign) => this.sidesOf(this.pull(table.get(all(sign)).unprojected, p), alpha));
    const starts = before.every((sign) => sign === 0);
    const found = new Set<Cell>();
    for (const first of starts ? towards : [before.map((sign) => -sign), ...towards]) {
      const cell = this.cellPulledInto(first, alpha, p);
      if (cell !== undefined) found.add(cell);
    }
    const [next, ...others] = found;
    if (next === undefined) {
      this.nudge(k, p);
      return;
    }
    if (starts && others.length > 0) this.branches++;
    this.enter(k, (this.branch < 0 && starts ? (others[0] ?? next) : next).signs);
  }

  /**
   * Puts neuron k a hair off w = 0, along the mean of the pulls there. On separable data all of them lead to one side, a <h, w*> > 0, so
   * that it does not come back, and the kinks take it to the ray along which it leaves.
   */
  private nudge(k: number, p: Float64Array): void {
    const { table, neurons } = this;
    const { d, planes } = table.points;
    const at = k * (d + 2);
    const [low, high] = [-1, 1].map((sign) => this.pull(table.get(new Int8Array(planes).fill(sign)).unprojected, p));
    const mean = low.map((t, j) => t + high[j]);
    const size = Math.hypot(...mean);
    const alpha = neurons.state[at + d];
    for (let j = 0; j < d; j++) neurons.state[at + j] = (HAIR * this.tolerance * alpha * mean[j]) / size;
    this.enter(k, this.sidesOf(mean, alpha));
  }

  /** The sides of all hyperplanes on which alpha h lies. */
  private sidesOf(h: ArrayLike<number>, alpha: number): Int8Array {
    const { d, planes, normals } = this.table.points;
    return Int8Array.from({ length: planes }, (_, l) => {
      let z = 0;
      for (let j = 0; j < d; j++) z += alpha * h[j] * normals[l * d + j];
      return Math.sign(z);
    });
  }

  /** A cell into which its own pull leads from w = 0, looked for from `first` on. */
  private cellPulledInto(first: Int8Array, alpha: number, p: Float64Array): Cell | undefined {
    const { table } = this;
    const { d, planes } = table.points;
    let signs = first;
    for (let round = 0; round < 2 * planes; round++) {
      const cell = table.get(signs);
      const multipliers = cell.rank > 0 && cell.rank < d ? this.multipliers(cell, p) : [];
      const next = this.sidesOf(this.pull(cell.c, p), alpha);
      cell.sliding.forEach((l, s) => {
        const t = multipliers[s];
        if (t !== undefined) next[l] = t < 0 ? -1 : t > 1 ? 1 : 0;
      });
      if (next.every((sign, l) => sign === signs[l])) return cell.rank < d ? cell : undefined;
      signs = next;
    }
    return undefined;
  }

  /** Renumbers what is known of the neurons after a merge. */
  renumber(): void {
    this.held.clear();
    this.neurons.cells.forEach((cell, k) => {
      const { d } = this.table.points;
      if (cell.rank > 0) this.held.set(k, Math.sign(this.neurons.state[k * (d + 2) + d]));
    });
  }
}

/** How far off w = 0 a neuron is put where no cell was found, in units of the tolerance of events: far enough to tell them apart. */
const HAIR = 1000;

/**
 * A neuron leaves its kink when its multiplier is beyond an end by 1 to 3 times this, and slides on before: p, and with it the
 * multipliers, rounds by eps q, 2e-10 at most, and a neuron may well slide with a multiplier as near to the end. Leaving that
 * late displaces it by the square of this over the multiplier's speed only (derived).
 */
const BEYOND = 1e-8;

/** min |h| over b in the box between 0 and the jumps, by exact minimisation in one b after the other. */
function leastNorm(
  attracting: { l: number; jump: number; b: number }[],
  across: (l: number) => number,
  add: (l: number, b: number) => void,
): void {
  for (let round = 0; round < 10_000; round++) {
    let moved = 0;
    for (const entry of attracting) {
      const { l, jump, b } = entry;
      const wanted = b - across(l);
      const next = Math.min(Math.max(wanted, Math.min(0, jump)), Math.max(0, jump));
      if (next === b) continue;
      add(l, next - b);
      entry.b = next;
      moved = Math.max(moved, Math.abs((next - b) / jump));
    }
    if (moved <= Number.EPSILON) return;
  }
}

/** Solves a small Gram system; dependent rows get 0. */
function solveGram(gram: number[][], rhs: number[]): number[] {
  const n = rhs.length;
  const used: number[] = [];
  const l = gram.map((row) => row.slice());
  const b = rhs.slice();
  // elimination without pivoting is stable for positive semidefinite matrices
  for (let k = 0; k < n; k++) {
    if (l[k][k] <= 1e-14) continue;
    used.push(k);
    for (let i = k + 1; i < n; i++) {
      const factor = l[i][k] / l[k][k];
      for (let j = k; j < n; j++) l[i][j] -= factor * l[k][j];
      b[i] -= factor * b[k];
    }
  }
  const x = new Array<number>(n).fill(0);
  for (const k of used.reverse()) {
    let sum = b[k];
    for (let j = k + 1; j < n; j++) sum -= l[k][j] * x[j];
    x[k] = sum / l[k][k];
  }
  return x;
}

const hermite = (z0: number, s0: number, z1: number, s1: number, t: number): number =>
  z0 + t * (s0 + t * (3 * (z1 - z0) - 2 * s0 - s1 + t * (2 * (z0 - z1) + s0 + s1)));

/** Where that cubic is least, for slopes s0 < 0 < s1. */
function lowest(z0: number, s0: number, z1: number, s1: number): number {
  const a = 3 * (2 * (z0 - z1) + s0 + s1);
  const b = 2 * (3 * (z1 - z0) - 2 * s0 - s1);
  const root = Math.sqrt(Math.max(0, b * b - 4 * a * s0));
  // the root of a t^2 + b t + s0 at which the derivative rises
  return b >= 0 ? (-2 * s0) / (b + root) : (root - b) / (2 * a);
}
