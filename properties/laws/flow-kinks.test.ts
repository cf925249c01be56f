import { describe, expect } from 'vitest';
import { near } from '../reference/cells.js';
import { firmness, ROUNDING } from '../reference/filippov.js';
import { CLOSE, touch, touching, type There } from '../reference/touching.js';
import { law } from '../harness/law.js';

const RUNS = 150;

/** Whether a neuron at these signs moves into its cell, or is held by the kinks on which it is; undefined within rounding. */
function stays({ alpha, table, p }: There, at: Int8Array, hyperplanes: readonly number[]): boolean | undefined {
  const least = firmness(table, p, alpha, at, hyperplanes);
  return Math.abs(least) < ROUNDING ? undefined : least > 0;
}

/** All signs for some hyperplanes. */
const settings = (signs: Int8Array, hyperplanes: readonly number[]): Int8Array[] =>
  hyperplanes.reduce((list, l) => list.flatMap((at) => [-1, 0, 1].map((sign) => at.with(l, sign))), [signs]);

/** What Filippov's rules say, by trying all cells; undefined where that is not told by more than rounding. */
function reference(there: There): { at: Int8Array; branches: number; turned: boolean } | undefined {
  const { signs, touched, alpha, jump, distance, pull, leaning, table, branch } = there;
  const attracting = touched.filter((l) => alpha * jump(l) < 0);
  const repelling = touched.filter((l) => alpha * jump(l) > 0);
  const lowered = signs.map((sign, l) => (repelling.includes(l) && sign === 0 ? -1 : sign));
  let unsure = false;
  const settle = (at: Int8Array): Int8Array => {
    const found = settings(at, attracting).filter((one) => {
      const is = stays(there, one, attracting);
      if (is === undefined) unsure = true;
      return is;
    });
    if (found.length !== 1) unsure = true;
    return found[0] ?? at;
  };
  // the part of those that attract stays as it is while the others are crossed
  const settled = settle(lowered);
  const start = pull(table.get(settled));
  const pulled = (at: Int8Array, l: number): number => {
    const [now, then] = [at, lowered].map((signsThere) =>
      leaning(signsThere.map((sign, other) => (attracting.includes(other) ? -1 : sign || -1))),
    );
    const h = start.map((t, j) => t + now[j] - then[j]);
    const z = alpha * distance(h, l);
    if (Math.abs(z) < ROUNDING) unsure = true;
    return z;
  };
  const go = (order: readonly number[]): Int8Array => {
    const at = signs.slice();
    for (const l of order) if (at[l] !== 0 && at[l] * pulled(at, l) < 0) at[l] = -at[l];
    return at;
  };
  const [up, down] = [go(repelling), go(repelling.toReversed())];
  const turned = up.join() !== down.join();
  let branches = turned ? 1 : 0;
  const at = (branch > 0 ? up : down).slice();
  for (const l of repelling.filter((one) => signs[one] === 0)) {
    const below = pulled(at.with(l, -1), l);
    const above = pulled(at.with(l, 1), l);
    if (below < 0 && above > 0) branches++;
    at[l] = below < 0 && above > 0 ? branch : above > 0 ? 1 : -1;
  }
  const end = settle(at);
  return unsure ? undefined : { at: end, branches, turned };
}

describe('a neuron at its kinks', () => {
  law(
    'slides along those that attract it, where it is pulled back from both sides, and else goes where it is pulled',
    touching(),
    (instance) => {
      const there = touch(instance);
      const { kinks, neurons, p, touched, jump, alpha, signs, planes } = there;
      const before = neurons.cells[1];
      const bystander = [neurons.cells[0], ...neurons.state.subarray(0, there.d + 2)];
      kinks.resolve(1, p);
      const after = neurons.cells[1].signs;
      expect(before.signs).toEqual(signs);
      expect([neurons.cells[0], ...neurons.state.subarray(0, there.d + 2)]).toEqual(bystander);
      for (let l = 0; l < planes; l++) if (!touched.includes(l)) near(after[l], signs[l], 1);
      const attracting = touched.filter((l) => alpha * jump(l) < 0);
      expect(stays(there, after, attracting)).not.toBe(false);
    },
    RUNS,
  );

  law(
    'crosses those that repel it one after the other, and goes to either side of one on which it sits; both are branches',
    touching(),
    (instance) => {
      const there = touch(instance);
      const wanted = reference(there);
      if (wanted === undefined) return;
      const { kinks, neurons, p } = there;
      kinks.resolve(1, p);
      expect(neurons.cells[1].signs).toEqual(wanted.at);
      expect(kinks.branches).toBe(wanted.branches);
    },
    RUNS,
  );

  law(
    'is put onto the hyperplanes along which it slides, and keeps its length and its a, by whose sign it is held',
    touching(),
    (instance) => {
      const there = touch(instance);
      const { kinks, neurons, p, d, distance } = there;
      const before = neurons.state.slice(d + 2);
      kinks.resolve(1, p);
      const state = neurons.state.slice(d + 2);
      const cell = neurons.cells[1];
      if (cell.rank === 0) {
        expect(state).toEqual(before);
        return;
      }
      near(Math.hypot(...state.subarray(0, d + 1)), 1, 1e-14);
      const grown = Math.exp(state[d + 1] - before[d + 1]);
      near(grown * state[d], before[d], 1e-14);
      for (const l of cell.sliding) near(distance(state, l), 0, 1e-14);
      // by no more than it was off them
      near(Math.hypot(...Array.from({ length: d }, (_, j) => grown * state[j] - before[j])), 0, CLOSE);
      if (cell.rank === d) expect(state.subarray(0, d).every((t) => t === 0)).toBe(true);
      const still = new Float64Array(neurons.state.length);
      const atEvent = (): boolean => kinks.events.atEvent(neurons.state, still, p).includes(1);
      expect(atEvent()).toBe(false);
      neurons.state[2 * d + 2] *= -1;
      expect(atEvent()).toBe(true);
    },
    RUNS,
  );
});
