import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { NearZero } from '../../src/flow/near-zero.js';
import { VectorField } from '../../src/flow/vector-field.js';
import type { Label } from '../../src/model/dataset.js';
import { law } from '../harness/law.js';
import { followFrozen } from '../reference/frozen-flow.js';
import { generalDatasets, starts, type Start } from '../reference/starts.js';
import { worldOf, type World } from '../reference/uniform-world.js';

/** |theta|^2 at which p is uniform to rounding: eps/8. */
const LOG_FROZEN = Math.log(2 ** -55);
/** Of unit vectors and of rho: what is not growing shrinks, and with it what rounding has done (observed: 1e-11). */
const CLOSE = 1e-6;

interface Phase extends World {
  readonly field: VectorField;
  readonly phase: NearZero;
}

function phaseOf(start: Start): Phase {
  const world = worldOf(start);
  const { table, neurons, kinks } = world;
  const field = new VectorField(table.points);
  field.setCells(neurons.cells);
  field.couple(neurons.state);
  return { ...world, field, phase: new NearZero(table, neurons, kinks, field) };
}

const startOf = (x: number[][], w: number[][], a: number[], leak = 0.5): Start => ({
  dataset: { x, y: x.map((): Label => 1) },
  net: { leak, w, a },
  logScale: -100,
});

const seen = { events: 0, ended: 0, all: 0 };

const cases = fc.record({
  start: starts((d) => generalDatasets(d, 1, 5), { d: [2, 3], m: [1, 3], logScale: [-60, -18] }),
  leak: fc.constantFrom(0.02, 0.5),
  tau: fc.integer({ min: 0, max: 30 }),
  time: fc.oneof(fc.constant(Infinity), fc.integer({ min: 1, max: 300 })),
});

describe('the phase in which p is uniform', () => {
  law(
    'takes each neuron where it goes alone, to the end of the phase or of the time',
    cases,
    ({ start, leak, tau: begin, time }) => {
      const { dataset, net, logScale } = start;
      const from = { dataset, net: { ...net, leak }, logScale };
      const { phase, field, neurons, kinks } = phaseOf(from);
      const tau = begin / 10;
      const end = tau + time / 10;
      const held = phase.holds;
      expect(held).toBe(field.logSquaredNorm < LOG_FROZEN - 1);
      const reached = phase.skip(tau, end) as number;
      const norm = field.logSquaredNorm;
      if (!held) expect(reached).toBe(tau);
      else {
        expect(norm).toBeLessThanOrEqual(LOG_FROZEN);
        if (norm < LOG_FROZEN - 1) expect(reached).toBe(end);
        else expect(reached).toBeLessThanOrEqual(end);
      }
      expect(phase.holds).toBe(norm < LOG_FROZEN - 1);
      expect(phase.onStableManifold).toBe(false);
      const alone = worldOf(from);
      let events = 0;
      for (let k = 0; k < neurons.count; k++) events += followFrozen(alone.neurons, k, reached - tau, alone);
      expect(phase.events).toBe(events);
      expect(kinks.branches).toBe(alone.kinks.branches);
      expect(neurons.cells.map(({ signs }) => signs.join())).toEqual(
        alone.neurons.cells.map(({ signs }) => signs.join()),
      );
      const off = neurons.state.map((t, j) => Math.abs(t - alone.neurons.state[j]));
      expect(Math.max(...off)).toBeLessThan(CLOSE);
      // the field is at the end
      expect(Array.from(field.cellOf.subarray(0, neurons.count), (g) => field.cells[g])).toEqual(neurons.cells);
      const squares = Array.from({ length: neurons.count }, (_, k) => neurons.state[(k + 1) * (neurons.d + 2) - 1] * 2);
      const top = Math.max(...squares);
      expect(norm).toBeCloseTo(top + Math.log(squares.reduce((sum, s) => sum + Math.exp(s - top), 0)), 9);
      seen.all++;
      if (events > 0) seen.events++;
      if (reached < end) seen.ended++;
    },
    150,
  );

  test('kinks have been met in it, and both ends', () => {
    for (const kind of [seen.events, seen.ended, seen.all - seen.ended]) expect(kind).toBeGreaterThan(seen.all / 10);
  });
});

describe('it holds', () => {
  const { phase, field, neurons } = phaseOf(startOf([[1, 0]], [[1, 2]], [3]));
  test.each([
    [LOG_FROZEN - 1, false],
    [LOG_FROZEN - 1 - 1e-13, true],
    [LOG_FROZEN, false],
    [-Infinity, true],
  ])('at ln |theta|^2 = %s: %s', (norm, expected) => {
    field.logSquaredNorm = norm;
    expect(phase.holds).toBe(expected);
    neurons.count = 0;
    expect(phase.holds).toBe(false);
    neurons.count = 1;
  });
});

/** A point at (1, 0), so that h = (1, 0) before it and (1/2, 0) behind it; theta is small. */
const before = [[1, 0]];
const ahead = [1, 0.5];
const behind = [-1, 0];
const across = [0, 1];

describe('there is no end', () => {
  test.each([
    ['dead neurons', [[-1, 1]], [1], 0],
    ['one that shrinks for ever', [behind], [1], 0.5],
    ['two that do', [behind, [-2, 0]], [1, 2], 0.5],
    ['one at rest', [across], [0], 0.5],
    ['one that comes to rest', [[-0.25, 1]], [0.25], 0.5],
  ])('of %s', (_, w, a, leak) => {
    expect(phaseOf(startOf(before, w, a, leak)).phase.skip(0, Infinity)).toBeUndefined();
  });

  test('of dead neurons, whatever time there is', () => {
    expect(phaseOf(startOf(before, [[-1, 1]], [1], 0)).phase.skip(0, 1)).toBeUndefined();
  });

  test('but there is where one of two comes to rest, or shrinks', () => {
    for (const [w, a] of [
      [across, 0],
      [behind, 1],
    ] as const) {
      const { phase, field } = phaseOf(startOf(before, [[...w], ahead], [a, 1]));
      expect(phase.skip(0, Infinity)).toBeGreaterThan(50);
      expect(field.logSquaredNorm).toBeGreaterThan(LOG_FROZEN - 1);
    }
  });

  test('but time ends while one shrinks, or stands still', () => {
    const shrinking = phaseOf(startOf(before, [behind], [1]));
    const [start] = shrinking.neurons.state.slice(3);
    expect(shrinking.phase.skip(100, 200)).toBe(200);
    expect(shrinking.neurons.state[3]).toBeCloseTo(start - 100 / 2, 9);
    expect(phaseOf(startOf(before, [across], [0])).phase.skip(1, 2)).toBe(2);
  });
});

test('it lasts as long as one that grows as fast as the fastest is pulled', () => {
  // the pull is 1/4 behind the point; all but a ninth of the square grows, so that one try is enough
  const { phase, field } = phaseOf(startOf(before, [[-1, 0.5]], [-1], 0.25));
  const start = field.logSquaredNorm;
  expect(phase.skip(0, Infinity)).toBeCloseTo((LOG_FROZEN - start) / (2 / 4), 9);
  expect(field.logSquaredNorm).toBeCloseTo(LOG_FROZEN + Math.log(8 / 9), 9);
});

describe('a neuron is on the stable manifold of 0', () => {
  test.each([
    ['the first', [behind, ahead], [1, 1], true],
    ['the second', [ahead, behind], [1, 1], true],
    ['one that is pulled the other way', [ahead, [1, 0]], [1, -1], true],
    ['none, in spite of its direction', [ahead, behind], [1, -1], false],
    ['none, off it', [ahead, [-1, 0.001]], [1, 1], false],
  ])('%s', (_, w, a, expected) => {
    const { phase } = phaseOf(startOf(before, w, a));
    phase.skip(0, 1);
    expect(phase.onStableManifold).toBe(expected);
  });

  test('which its own pull tells, and not that of another cell', () => {
    const x = [
      [1, 0],
      [0, 1],
    ];
    const w = [
      [1, -1],
      [-1, -1],
    ];
    const { phase } = phaseOf(startOf(x, w, [1, Math.SQRT2]));
    phase.skip(0, 1);
    expect(phase.onStableManifold).toBe(true);
  });

  test('when the phase starts, whatever becomes of it', () => {
    const { phase, neurons, field } = phaseOf(startOf(before, [behind, ahead], [1, 1]));
    phase.skip(0, 1);
    neurons.state.set(ahead);
    field.couple(neurons.state);
    phase.skip(1, 2);
    expect(phase.onStableManifold).toBe(true);
  });

  test('but not outside the phase', () => {
    const { phase } = phaseOf({ ...startOf(before, [behind], [1]), logScale: 0 });
    phase.skip(0, 1);
    expect(phase.onStableManifold).toBe(false);
  });
});

test("ten thousand cells beside the neurons' own are remembered, and not one more", () => {
  const x = Array.from({ length: 14 }, (_, i) => [Math.cos(0.1 + i / 5), Math.sin(0.1 + i / 5)]);
  const { phase, table, neurons } = phaseOf(
    startOf(
      x,
      [
        [1, 0.2],
        [0.3, 1],
        [1, 1],
      ],
      [1, 2, 3],
    ),
  );
  let code = 0;
  const fill = (size: number): void => {
    for (; table.size < size; code++) table.get(Int8Array.from({ length: 14 }, (_, l) => (code & (1 << l) ? 1 : -1)));
  };
  fill(10_006);
  phase.skip(0, 1e-9);
  expect(table.size).toBe(10_006);
  fill(10_007);
  phase.skip(1, 1 + 1e-9);
  expect(table.size).toBe(new Set(neurons.cells).size);
  for (const cell of neurons.cells) expect(table.get(cell.signs)).toBe(cell);
});
