import { describe, expect, test } from 'vitest';
import { CellTable } from '../../src/flow/cell.js';
import { Integrator } from '../../src/flow/integrator.js';
import { createNeurons } from '../../src/flow/neurons.js';
import { preparePoints } from '../../src/flow/points.js';
import { VectorField } from '../../src/flow/vector-field.js';

/** Of the ends of two steps so short that both methods are exact to rounding (derived: errors of h^6 = 1e-18), and of a quotient of errors. */
const ROUNDING = 1e-14;
const QUOTIENT_ROUNDING = 1e-12;
const SHORT = 1e-3;

/** From w_k = (1, k + 1), all beside one kink, but for the first one where that is told: crowded for more than 6 neurons. */
function startOf(m: number, first = 1) {
  const points = preparePoints({ x: [[1, 0]], y: [1] });
  const w = Array.from({ length: m }, (_, k) => [k === 0 ? first : 1, k + 1]);
  const net = { leak: 0.5, w, a: new Array<number>(m).fill(1) };
  const neurons = createNeurons(net, -1, new CellTable(points, net.leak));
  const field = new VectorField(points);
  field.setCells(neurons.cells);
  const slope = new Float64Array(neurons.state.length);
  const integrator = new Integrator(field, neurons);
  integrator.setCells();
  const step = (sensitivity: number, h: number) => {
    field.evaluate(neurons.state, slope);
    const longest = integrator.take(slope, { rate: 48, sensitivity });
    const next = slope.slice();
    const error = integrator.step(h, next);
    return { error, next, longest, ...integrator.last, order: integrator.last.order };
  };
  return { integrator, step };
}

describe.each([1, 9])('steps of %i neurons', (m) => {
  test('are explicit to a sensitivity of 500, and implicit beyond, to one end', () => {
    const { step, integrator } = startOf(m);
    const explicit = step(500, SHORT);
    const implicit = step(501, SHORT);
    expect([explicit.order, implicit.order, step(0, SHORT).order]).toEqual([8, 5, 8]);
    // of a stable one
    expect([explicit.longest, implicit.longest]).toEqual([5 / 48, Infinity]);
    explicit.next.forEach((t, j) => expect(Math.abs(t - implicit.next[j])).toBeLessThan(ROUNDING));
    expect(Math.abs(explicit.elapsed - implicit.elapsed)).toBeLessThan(ROUNDING);
    expect(integrator.taken).toBe(3);
  });

  test('tell how much h may be off: by the sensitivity where they are explicit', () => {
    const { step } = startOf(m);
    const [low, high] = [step(100, 1), step(500, 1)];
    expect(low.pullError).toBeGreaterThan(0);
    expect(Math.abs(high.pullError / low.pullError - 5)).toBeLessThan(QUOTIENT_ROUNDING);
  });

  test('are implicit where a neuron slides', () => {
    const { order, longest } = startOf(m, 0).step(0, SHORT);
    expect([order, longest]).toEqual([5, Infinity]);
  });
});
