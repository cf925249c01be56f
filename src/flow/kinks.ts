import { contains, project, type Cell, type CellTable } from './cell.js';
import { Events } from './events.js';
import type { Neurons } from './neurons.js';
import { jumpOf, leastNorm, multipliersOf, pullOf, slopedPull } from './sliding.js';

/** A neuron where it meets hyperplanes: its sides, its pull, and its a. */
interface Met {
  readonly signs: Int8Array;
  readonly h: Float64Array;
  readonly alpha: number;
}

/** What the neurons do at the kinks that they meet (Filippov). */
export class Kinks {
  /** Events that the flow could have left in more than one way: the neuron sat on a kink that repels it. */
  branches = 0;
  /** Signs of alpha by which the sliding neurons are held. */
  private readonly held = new Map<number, number>();
  readonly events: Events;

  constructor(
    private readonly table: CellTable,
    private readonly neurons: Neurons,
    /** How near to 0 an event function counts as 0. */
    private readonly tolerance: number,
    /** How far a neuron may go beyond a hyperplane that it crosses before it counts as across, where |v_k| <= 1. */
    overshoot: number,
    /** The side taken where either could be. */
    private readonly branch: 1 | -1,
  ) {
    this.events = new Events(table, neurons, tolerance, overshoot, this.held);
  }

  /**
   * Decides what neuron k does at the hyperplanes within reach of it (Filippov; for those that attract it, the velocity
   * of least norm), puts it into the cell that follows, and onto the hyperplanes along which it slides.
   */
  resolve(k: number, p: Float64Array): void {
    const { table, neurons } = this;
    const tolerance = 2 * this.tolerance;
    const { d } = table.points;
    const { state } = neurons;
    const at = k * (d + 2);
    const held = this.held.get(k);
    // where a sliding neuron's a vanishes, it goes on beyond: there the kink repels
    if (held !== undefined && held * state[at + d] <= tolerance) state[at + d] = -held * tolerance;
    const alpha = state[at + d];
    const signs = neurons.cells[k].signs.slice();
    const size = Math.hypot(...state.subarray(at, at + d));
    const touched = [...signs.keys()].filter((l) => signs[l] * this.events.distance(state, k, l) <= tolerance);
    // along a line through the origin all hyperplanes that do not contain it are met there
    const cell = neurons.cells[k];
    const onLine = cell.rank === d - 1;
    if (d > 1 && (size <= tolerance || (onLine && touched.some((l) => !contains(table.points, cell, l))))) {
      this.passOrigin(k, p);
      return;
    }
    // h with every touched hyperplane on its side -1
    const base = signs.slice();
    for (const l of touched) base[l] = -1;
    const h = slopedPull(table.points, table.get(base).leaning, p);
    const across = (l: number): number => this.normal(l).reduce((sum, t, j) => sum + t * h[j], 0);
    const add = (l: number, b: number): void => {
      const v = this.normal(l);
      for (let j = 0; j < d; j++) h[j] += b * v[j];
    };
    const attracting: { l: number; jump: number; b: number }[] = [];
    for (const l of touched) {
      const jump = jumpOf(table, l, p);
      if (alpha * jump < 0) {
        const b = signs[l] > 0 ? jump : signs[l] < 0 ? 0 : jump / 2;
        attracting.push({ l, jump, b });
        add(l, b);
      } else if (signs[l] > 0) add(l, jump);
    }
    leastNorm(attracting, across, add);
    // approached from one side: those it crosses, where it still heads out
    const repelling = touched.filter((l) => alpha * jumpOf(table, l, p) >= 0);
    const first = this.crossed(repelling, { signs, h, alpha }, p);
    const last = this.crossed(repelling.toReversed(), { signs, h, alpha }, p);
    if (first.join() !== last.join()) this.branches++;
    for (const l of this.branch === 1 ? first : last) {
      add(l, -signs[l] * jumpOf(table, l, p));
      signs[l] = -signs[l];
    }
    for (const l of repelling) {
      if (signs[l] !== 0) continue;
      const jump = jumpOf(table, l, p);
      const below = alpha * across(l);
      const above = below + alpha * jump;
      const either = below < 0 && above > 0;
      if (either) this.branches++;
      signs[l] = either ? this.branch : above > 0 ? 1 : -1;
      if (signs[l] === 1) add(l, jump);
    }
    leastNorm(attracting, across, add);
    for (const { l, jump, b } of attracting) {
      const t = b / jump;
      signs[l] = t <= 0 ? -1 : t >= 1 ? 1 : 0;
    }
    // one that contains the line, or the plane, along which others hold w is slid along, too, though the search has left it at an end
    const settled = table.get(signs);
    for (const { l } of attracting) if (contains(table.points, settled, l)) signs[l] = 0;
    this.enter(k, signs);
  }

  private normal(l: number): Float64Array {
    const { d, normals } = this.table.points;
    return normals.subarray(l * d, (l + 1) * d);
  }

  /** Hyperplanes that a neuron crosses of those that it meets at one instant, in ascending order, if it comes to them in this one: having crossed one it may turn back from the next. */
  private crossed(order: readonly number[], { signs, h, alpha }: Met, p: Float64Array): readonly number[] {
    const pull = h.slice();
    const found: number[] = [];
    for (const l of order) {
      const normal = this.normal(l);
      const z = normal.reduce((sum, t, j) => sum + t * pull[j], 0);
      if (signs[l] * alpha * z >= 0) continue;
      found.push(l);
      const jump = signs[l] * jumpOf(this.table, l, p);
      normal.forEach((t, j) => (pull[j] -= jump * t));
    }
    return found.sort((a, b) => a - b);
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
   * cell whose own pull points into it, the one beyond before all others, where one is found. Where several are, the flow branches: in the plane all of
   * them are found, in more dimensions those that a search from the normals leads to.
   */
  private passOrigin(k: number, p: Float64Array): void {
    const { table, neurons } = this;
    const { d, planes } = table.points;
    const at = k * (d + 2);
    for (let j = 0; j < d; j++) neurons.state[at + j] = 0;
    const alpha = neurons.state[at + d];
    const before = neurons.cells[k].signs;
    const all = (sign: number): Int8Array => new Int8Array(planes).fill(sign);
    const towards = [-1, 1].map((sign) =>
      this.sidesOf(slopedPull(table.points, table.get(all(sign)).leaning, p), alpha),
    );
    const found = new Set<Cell>();
    for (const first of [before.map((sign) => -sign), ...towards, ...this.around()]) {
      const cell = this.cellPulledInto(first, alpha, p);
      if (cell !== undefined) found.add(cell);
    }
    const [next, ...others] = found;
    if (next === undefined) {
      this.nudge(k, p);
      return;
    }
    if (others.length > 0) this.branches++;
    this.enter(k, (this.branch === 1 ? next : (others[0] ?? next)).signs);
  }

  /** Cells on all sides of w = 0: in the plane each of them, otherwise those of the normals and of their opposites. */
  private around(): Int8Array[] {
    const { d, planes } = this.table.points;
    return Array.from({ length: planes }, (_, l) => {
      const normal = this.normal(l);
      if (d !== 2) return [this.sidesOf(normal, 1), this.sidesOf(normal, -1)];
      // both halves of the line, along which w may slide, and the cells beside them
      const line = [-normal[1], normal[0]];
      return [1, -1].flatMap((half) => [1, 0, -1].map((side) => this.sidesOf(line, half).fill(side, l, l + 1)));
    }).flat();
  }

  /**
   * Puts neuron k a hair off w = 0, along the mean of the pulls there. On separable data all of them lead to one side, a <h, w*> > 0, so
   * that it does not come back, and the kinks take it to the ray along which it leaves. Where the mean is 0, which lies between the pulls, it stays.
   */
  private nudge(k: number, p: Float64Array): void {
    const { table, neurons } = this;
    const { d, planes } = table.points;
    const at = k * (d + 2);
    const [low, high] = [-1, 1].map((sign) =>
      slopedPull(table.points, table.get(new Int8Array(planes).fill(sign)).leaning, p),
    );
    const mean = low.map((t, j) => t + high[j]);
    const size = Math.hypot(...mean);
    if (size === 0) {
      this.enter(k, new Int8Array(planes));
      return;
    }
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
      // there w is 0, and stays
      if (cell.rank === d) return undefined;
      const multipliers = multipliersOf(table, cell, p);
      const next = this.sidesOf(pullOf(table.points, cell, p), alpha);
      cell.sliding.forEach((l, s) => {
        const t = multipliers[s];
        next[l] = t < 0 ? -1 : t > 1 ? 1 : 0;
      });
      if (next.every((sign, l) => sign === signs[l])) {
        // a ray along a kink that repels is left at once
        const held = cell.sliding.every((l) => alpha * jumpOf(table, l, p) < 0);
        return held ? cell : undefined;
      }
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
