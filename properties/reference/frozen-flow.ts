import type { UniformWorld } from '../../src/flow/frozen.js';
import type { Neurons } from '../../src/flow/neurons.js';
import { pullOf } from '../../src/flow/sliding.js';

/** In units of 1/|h|: so short that cosh and sinh lose nothing. */
const SPAN = 1;
/** As near to a hyperplane as this, a neuron that nears it is there. */
const THERE = 1e-14;
/** <e, normal> of a pull that lies in the hyperplane, rounded. */
const IN_PLANE = 1e-13;
const BITS = 60;
const MOST_EVENTS = 2000;

/**
 * Neuron k after tau while p is uniform, by short pieces: in a cell w = w_0 + (z - z_0) e and a = a_0 cosh + z_0 sinh, with z = <e, w> =
 * z_0 cosh + a_0 sinh. z is monotone on either side of the zero of a, so that hyperplanes are met where bisection finds them. Returns the number of events, NaN for too many.
 */
export function followFrozen(neurons: Neurons, k: number, tau: number, { table, kinks, p }: UniformWorld): number {
  const { d, planes, normals } = table.points;
  const at = k * (d + 2);
  let left = tau;
  let events = 0;
  let stays = false;
  while (left > 0) {
    const { state } = neurons;
    const cell = neurons.cells[k];
    const h = pullOf(table.points, cell, p);
    const speed = Math.hypot(...h);
    if (speed === 0) return events;
    const w0 = state.slice(at, at + d);
    const a0 = state[at + d];
    const e = h.map((t) => t / speed);
    const z0 = e.reduce((sum, t, j) => sum + t * w0[j], 0);
    const moved = (t: number): number => z0 * (Math.cosh(speed * t) - 1) + a0 * Math.sinh(speed * t);
    const end = Math.min(left, SPAN / speed);
    const zero = Math.atanh(-a0 / z0) / speed;
    const turn = zero > 0 && zero < end ? zero : end;
    let first = cell.rank > 0 && turn < end ? turn : Infinity;
    for (let l = 0; l < planes; l++) {
      const normal = normals.subarray(l * d, l * d + d);
      const across = normal.reduce((sum, t, j) => sum + t * e[j], 0);
      if (cell.signs[l] === 0 || Math.abs(across) < IN_PLANE) continue;
      const start = normal.reduce((sum, t, j) => sum + t * w0[j], 0);
      const gap = (t: number): number => cell.signs[l] * (start + across * moved(t));
      for (const [from, to] of [
        [0, turn],
        [turn, end],
      ]) {
        if (gap(to) >= 0) continue;
        if (from === 0 && gap(0) <= THERE) {
          if (!stays) first = 0;
          break;
        }
        let [low, high] = [from, to];
        for (let bit = 0; bit < BITS; bit++) {
          const middle = (low + high) / 2;
          if (gap(middle) > 0) low = middle;
          else high = middle;
        }
        first = Math.min(first, high);
        break;
      }
    }
    const span = Math.min(first, end);
    const v = [
      ...w0.map((t, j) => t + e[j] * moved(span)),
      a0 * Math.cosh(speed * span) + z0 * Math.sinh(speed * span),
    ];
    const length = Math.hypot(...v);
    v.forEach((t, j) => (state[at + j] = t / length));
    state[at + d + 1] += Math.log(length);
    left -= span;
    if (span < first) {
      stays = false;
      continue;
    }
    if (++events > MOST_EVENTS) return NaN;
    kinks.resolve(k, p);
    stays = neurons.cells[k] === cell && span === 0;
  }
  return events;
}
