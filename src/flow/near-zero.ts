import type { CellTable } from './cell.js';
import { advanceFrozen, type UniformWorld } from './frozen.js';
import type { Kinks } from './kinks.js';
import { onStableManifold, type Neurons } from './neurons.js';
import { pullOf } from './sliding.js';
import type { VectorField } from './vector-field.js';

/**
 * While |theta|^2 is below this (unit-ball data, so |q_i| is too), p differs from uniform by less than rounding, and the closed form
 * is exact.
 */
const LOG_FROZEN = Math.log(Number.EPSILON / 8);

/**
 * Before it grows, theta shrinks by the square of its growing part's share at most, which rounding alone keeps above 1e-16: when
 * ln |theta|^2 has fallen by more, there is no growing part.
 */
const MOST_SHRINKING = 200;

/** Cells beside the neurons' own that are remembered: a neuron meets as many kinks as there are, and hardly ever a cell of another one. */
const MOST_CELLS = 10_000;

/** The phase in which p is uniform to rounding: all neurons move alone, in closed form. */
export class NearZero {
  /** A neuron is on the stable manifold of 0, to rounding, when the phase starts. */
  onStableManifold = false;
  /** Kinks that were met in it. */
  events = 0;

  constructor(
    private readonly table: CellTable,
    private readonly neurons: Neurons,
    private readonly kinks: Kinks,
    private readonly field: VectorField,
  ) {}

  /** Whether the field's state is in this phase. */
  get holds(): boolean {
    return this.neurons.count > 0 && this.field.logSquaredNorm < LOG_FROZEN - 1;
  }

  /**
   * Moves through the phase, from the normalised time `tau` to `end` at most; returns the time reached. Undefined when theta shrinks for ever,
   * or stands still: all neurons are on the stable manifold of 0, or of another rest point beside it.
   */
  skip(tau: number, end: number): number | undefined {
    const { neurons, kinks, table, field } = this;
    const { points } = table;
    const p = new Float64Array(points.n).fill(1 / points.n);
    const world: UniformWorld = { table, kinks, p, pulls: new Map() };
    const start = field.logSquaredNorm;
    if (this.holds) this.onStableManifold ||= this.isOnStableManifold();
    while (this.holds && tau < end) {
      field.p.set(p);
      let fastest = 0;
      for (const cell of field.cells) fastest = Math.max(fastest, Math.hypot(...pullOf(points, cell, p)));
      if (fastest === 0 || field.logSquaredNorm < start - MOST_SHRINKING) return undefined;
      let span = (LOG_FROZEN - field.logSquaredNorm) / (2 * fastest);
      let last = span > end - tau;
      if (last) span = end - tau;
      const before = { state: neurons.state.slice(), cells: neurons.cells.slice(), branches: kinks.branches };
      let events: number;
      for (;;) {
        events = 0;
        for (let k = 0; k < neurons.count; k++) {
          events += advanceFrozen(neurons, k, span, world);
          if (table.size <= 2 * neurons.count + MOST_CELLS) continue;
          table.retain([...neurons.cells, ...before.cells]);
          world.pulls.clear();
        }
        field.setCells(neurons.cells);
        field.couple(neurons.state);
        if (field.logSquaredNorm <= LOG_FROZEN) break;
        // a neuron has reached a faster cell: back, and half as far
        neurons.state.set(before.state);
        neurons.cells = before.cells.slice();
        kinks.branches = before.branches;
        kinks.renumber();
        span /= 2;
        last = false;
      }
      this.events += events;
      tau = last ? end : tau + span;
      if (!last && neurons.state.every((t, j) => t === before.state[j])) return undefined;
    }
    return tau;
  }

  private isOnStableManifold(): boolean {
    const { neurons, field } = this;
    const { d, h, cellOf } = field;
    return Array.from(cellOf.subarray(0, neurons.count)).some((g, k) =>
      onStableManifold(neurons, k, h.subarray(g * d, g * d + d)),
    );
  }
}
