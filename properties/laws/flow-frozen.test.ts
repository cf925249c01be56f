import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import type { Cell } from '../../src/flow/cell.js';
import { advanceFrozen } from '../../src/flow/frozen.js';
import { Stuck } from '../../src/flow/stuck.js';
import type { Dataset, Label } from '../../src/model/dataset.js';
import { law } from '../harness/law.js';
import { followFrozen } from '../reference/frozen-flow.js';
import { generalDatasets, starts, type Start } from '../reference/starts.js';
import { worldOf, type World } from '../reference/uniform-world.js';

/** Of unit vectors and of rho; where kinks are met, times amplify rounding (observed: 1e-12). */
const CLOSE = 1e-6;

const seen = { events: 0, slid: 0, turned: 0, stuck: 0, all: 0 };

const labelled = (datasets: fc.Arbitrary<Dataset<number>>): fc.Arbitrary<Dataset<number>> =>
  fc
    .tuple(datasets, fc.array(fc.constantFrom<Label[]>(1, -1), { minLength: 4, maxLength: 4 }))
    .map(([{ x }, labels]) => ({ x, y: labels.slice(0, x.length) }));

/** Each neuron on the kink of a point. */
const onKink = ({ dataset, net, logScale }: Start): Start => {
  const w = net.w.map((wk, k) => {
    const x = dataset.x[k];
    const part = wk.reduce((sum, t, j) => sum + t * x[j], 0) / x.reduce((sum, t) => sum + t * t, 0);
    return wk.map((t, j) => t - part * x[j]);
  });
  return { dataset, net: { ...net, leak: net.leak / 4, w }, logScale };
};

const sides = ({ signs }: Cell): string => signs.join();

const distance = (u: Float64Array, v: Float64Array): number =>
  u.reduce((most, t, j) => Math.max(most, Math.abs(t - v[j])), 0);

interface Case {
  readonly start: Start;
  /** |a_k| in units of what it is drawn as; undefined for |a_k| = |w_k|. */
  readonly size: number | undefined;
  readonly side: -1 | 0 | 1;
  readonly logTau: number;
}

const cases: fc.Arbitrary<Case> = fc.record({
  start: fc.oneof(
    starts((d) => generalDatasets(d, 1, 5), { d: [1, 3], m: [1, 4] }),
    starts((d) => labelled(generalDatasets(d, 2, 4)), { d: [2, 3], m: [1, 2] }).map(onKink),
  ),
  size: fc.constantFrom(1, 0.3, undefined),
  side: fc.constantFrom<(-1 | 0 | 1)[]>(-1, 0, 0, 1),
  logTau: fc.integer({ min: -20, max: 20 }),
});

/** Undefined where nothing separates the data and a neuron that has come to w = 0 comes back there without end. */
function eventsOf(world: World, k: number, tau: number): number | undefined {
  try {
    return advanceFrozen(world.neurons, k, tau, world);
  } catch (error) {
    if (!(error instanceof Stuck)) throw error;
    seen.stuck++;
    return undefined;
  }
}

function follows({ start, size, side, logTau }: Case): void {
  const { net } = start;
  const a = net.a.map((t, k) => (size === undefined ? Math.sign(t) * Math.hypot(...net.w[k]) : size * t));
  const from = { ...start, net: { ...net, a } };
  const [one, two] = [worldOf(from, side), worldOf(from, side)];
  const tau = Math.exp(logTau / 10);
  const { d, count } = one.neurons;
  for (let k = 0; k < count; k++) {
    const at = k * (d + 2) + d;
    const alpha = one.neurons.state[at];
    const events = eventsOf(one, k, tau);
    if (events === undefined) return;
    expect(events).toBe(followFrozen(two.neurons, k, tau, two));
    expect(one.neurons.cells.map(sides)).toEqual(two.neurons.cells.map(sides));
    expect(distance(one.neurons.state, two.neurons.state)).toBeLessThan(CLOSE);
    seen.all++;
    if (events > 0) seen.events++;
    if (one.neurons.cells[k].rank > 0) seen.slid++;
    if (alpha * one.neurons.state[at] < 0) seen.turned++;
  }
}

describe('a neuron alone', () => {
  law('goes where short pieces take it, and meets the kinks that these find by bisection', cases, follows, 400);

  test('kinks have been met and slid along, and neurons have turned', () => {
    for (const kind of [seen.events, seen.slid, seen.turned]) expect(kind).toBeGreaterThan(seen.all / 50);
    expect(seen.stuck).toBeLessThanOrEqual(1 + seen.all / 100);
  });
  afterAll(() => {
    if (process.env['SHOW']) console.log(seen);
  });
});
