import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CellTable } from '../../src/flow/cell.js';
import type { Ends, Least } from '../../src/flow/events.js';
import { createNeurons, normalise } from '../../src/flow/neurons.js';
import { preparePoints } from '../../src/flow/points.js';
import { EVENT_TOLERANCE, Step } from '../../src/flow/step.js';
import { VectorField } from '../../src/flow/vector-field.js';
import { bent, cut, falling, linear, ROUNDING, share, type Passage } from '../reference/passages.js';
import { generalDatasets, starts } from '../reference/starts.js';
import { law } from '../harness/law.js';

/** An event function is 0 to its tolerance: the time of a root is known to this over its slope. */
const slack = ({ rate }: Required<Passage>, at: number): number =>
  ROUNDING + (2 * EVENT_TOLERANCE) / Math.abs(rate(at));
/** Of Newton's method, from the secant's guess (observed: 6). */
const NEWTON = 8;
/** Of the secant's (Illinois) guesses where the function is bent (observed: 11 in 20,000 draws), */
const ILLINOIS = 14;
/** and of them on the average of ten functions (observed: 7.7; 9.3 where one end counts for half whenever the other one moves). */
const ILLINOIS_AVERAGE = 8.5;
/** Guesses, and then halvings of h down to an ulp of the root. */
const LONGEST = 25 + 60;

describe('a step is cut', () => {
  law(
    'at the root of a linear function, which one secant finds',
    falling,
    (f) => {
      const passage = linear(f);
      const { span, tries } = cut({ passages: [{ value: passage.value }] }, f.h);
      expect(Math.abs(tries[0] - f.root * f.h)).toBeLessThan(ROUNDING);
      expect(Math.abs(span - f.root * f.h)).toBeLessThan(slack(passage, span));
    },
    12,
  );

  law(
    'where the cubic meets the event, when it does: then the search is over',
    falling,
    (f) => {
      const { tries } = cut({ passages: [{ value: bent(f).value }], meeting: f.root }, f.h);
      expect(Math.abs(tries[0] - f.root * f.h)).toBeLessThan(ROUNDING);
    },
    12,
  );

  test.each([-1, -0.5, 0, 1, 1.5, Infinity])(
    'and goes by the secant where that is at %f steps, not inside',
    (meeting) => {
      expect(cut({ passages: [{ value: (t) => 0.5 * (0.3 - t) }], meeting }, 1).tries[0]).toBeCloseTo(0.3, 12);
    },
  );

  law(
    "by Newton's method where the rate is known, from either side",
    fc.tuple(falling, share(0.05, 0.95)),
    ([f, meeting]) => {
      const straight = cut({ passages: [linear(f)], meeting }, f.h);
      if (Math.abs(meeting - f.root) > 0.01) {
        expect(Math.abs(straight.tries[0] - meeting * f.h)).toBeLessThan(ROUNDING);
        expect(Math.abs(straight.tries[1] - f.root * f.h)).toBeLessThan(ROUNDING);
      }
      const passage = bent(f);
      const { span, tries } = cut({ passages: [passage] }, f.h);
      expect(Math.abs(span - f.root * f.h)).toBeLessThan(slack(passage, span));
      expect(tries.length).toBeLessThanOrEqual(NEWTON);
    },
    12,
  );

  law(
    'without a rate as well, on the shorter side of the first guess',
    falling,
    (f) => {
      const passage = bent(f);
      const { span, tries } = cut({ passages: [{ value: passage.value }] }, f.h);
      expect(Math.abs(span - f.root * f.h)).toBeLessThan(slack(passage, span));
      expect(tries.length).toBeLessThanOrEqual(ILLINOIS);
      expect(Math.min(...tries)).toBeGreaterThan(0);
      expect(Math.max(...tries)).toBeLessThan(f.h);
    },
    8,
  );

  test('with few tries, though of one end the secant alone would never let go', () => {
    const counts = [1, -1].flatMap((bend) =>
      [0.1, 0.3, 0.5, 0.7, 0.9].map(
        (root) => cut({ passages: [{ value: bent({ h: 1, root, size: 0.5, bend }).value }] }, 1).tries.length,
      ),
    );
    expect(counts.reduce((sum, t) => sum + t) / counts.length).toBeLessThan(ILLINOIS_AVERAGE);
  });

  test.each([
    { name: 'has a jump there', below: 0.5, rate: undefined },
    { name: 'has a tiny value before', below: 1e-12, rate: undefined },
    { name: 'has a rate that leads nowhere', below: 1, rate: () => -1e6 },
    { name: 'has a rate that leads out of the step', below: 1, rate: () => -1e-6 },
    { name: 'rises', below: 1, rate: () => 1 },
    { name: 'rests', below: 1, rate: () => 0 },
  ])('where the function changes its sign, even if it $name', ({ below, rate }) => {
    const value = (t: number): number => (t < 0.3 ? below : -1e9);
    const { span, tries } = cut({ passages: [{ value, ...(rate !== undefined && { rate }) }] }, 1);
    expect(Math.abs(span - 0.3)).toBeLessThan(ROUNDING);
    expect(tries.length).toBeLessThanOrEqual(LONGEST);
  });

  law(
    'at the first of several events',
    fc.array(falling, { minLength: 2, maxLength: 4 }),
    (all) => {
      const [{ h }] = all;
      const passages = all.map((f, k) => (k % 2 === 0 ? linear : bent)({ ...f, h }));
      const first = Math.min(...all.map(({ root }) => root * h));
      const { span } = cut({ passages }, h);
      const slope = Math.min(...passages.map(({ rate }) => Math.abs(rate(first))));
      expect(Math.abs(span - first)).toBeLessThan(ROUNDING + (2 * EVENT_TOLERANCE) / slope);
    },
    8,
  );

  test('at an event that only a try runs past, from the start or from an earlier try', () => {
    const dip = (from: number, to: number): Passage => ({
      value: (t) => 4 * (t - from) * (t - to),
      rate: (t) => 4 * (2 * t - from - to),
    });
    const late: Passage = { value: (t) => 0.7 - t };
    expect(cut({ passages: [late, dip(0.2, 0.4)], meeting: 0.3 }, 1).span).toBeCloseTo(0.2, 12);
    // from 0.1 on the secant leads to 0.7, which is in the dip
    const early = cut({ passages: [late, dip(0.65, 0.75)], meeting: 0.1 }, 1);
    expect(early.span).toBeCloseTo(0.65, 12);
    expect(early.tries.length).toBeLessThanOrEqual(2 * NEWTON);
  });

  test('nowhere where nothing is passed: there are no more tries', () => {
    expect(cut({}, 0.5)).toMatchObject({ span: 0.5, tries: [] });
    expect(cut({ passages: [{ value: () => -EVENT_TOLERANCE }] }, 0.5)).toMatchObject({ span: 0.5, tries: [] });
  });

  test('nowhere for a neuron that is on its way back, but for others', () => {
    const back: Passage = { value: (t) => (t < 0.6 ? -1 : 1), rate: () => 1 };
    const always: Passage = { value: () => -1 };
    expect(cut({ passages: [always], returning: [0] }, 0.5)).toMatchObject({ span: 0.5, tries: [] });
    const others = cut({ passages: [{ value: (t) => 0.4 - t }, back, always], returning: [1, 2] }, 1);
    expect(others.span).toBeCloseTo(0.4, 12);
  });

  test('to nothing where an event is passed at the start', () => {
    const late: Passage = { value: (t) => 0.5 - t };
    expect(cut({ passages: [{ value: () => -1 }] }, 1)).toMatchObject({ span: 0, tries: [] });
    // it is passed at the first try, and was at the start, but not at the end
    const found = cut({ passages: [late, { value: (t) => (t < 0.6 ? -1 : 1) }] }, 1);
    expect(found.span).toBe(0);
    expect(found.tries.length).toBe(1);
  });

  test('to nothing where an event is just there at the start, and passed however short the step is', () => {
    for (const start of [0, -EVENT_TOLERANCE]) {
      const { span, tries } = cut({ passages: [{ value: (_, isStart) => (isStart === true ? start : -1) }] }, 1);
      expect(span).toBe(0);
      // the start counts for the tolerance
      expect(tries[0]).toBeLessThan(2 * EVENT_TOLERANCE);
    }
  });

  test('as soon as the function is 0 to its tolerance', () => {
    const plateau = (t: number): number => (t < 0.2 ? 1 : t < 0.8 ? EVENT_TOLERANCE : -1);
    expect(cut({ passages: [{ value: plateau }], meeting: 0.5 }, 1).tries.length).toBe(1);
  });

  test('where a function is beyond -1 and 1, it is taken for -1 and 1: the first guess is half way', () => {
    expect(cut({ passages: [{ value: (t) => (t < 0.3 ? 50 : -50) }] }, 1).tries[0]).toBeCloseTo(0.5, 12);
  });
});

/** S at the start times the time that passes, by Simpson's rule: dt = dtau / S, S = 1/(1 + e^q), and q = e^{2 rho} / 2 here. */
function elapsedAfter(tau: number, logScale: number): number {
  const speed = (t: number): number => 1 + Math.exp(Math.exp(2 * (logScale + t)) / 2);
  const n = 64;
  let sum = 0;
  for (let k = 0; k < n; k++) {
    const [from, to] = [(tau * k) / n, (tau * (k + 1)) / n];
    sum += ((to - from) * (speed(from) + 4 * speed((from + to) / 2) + speed(to))) / 6;
  }
  return sum / speed(0);
}

describe('a step ends when a time is over', () => {
  const times = fc.record({ h: share(0.05, 0.4), part: share(0.1, 1.5), logScale: share(-3, 0) });
  /** Of the method's own account of the time (observed: 2e-4). */
  const METHOD = 2e-3;

  law(
    'to the rounding of the time',
    times,
    ({ h, part, logScale }) => {
      const whole = elapsedAfter(h, logScale);
      const left = part * whole;
      const found = cut({ logScale }, h, left);
      expect(Math.abs(found.whole / whole - 1)).toBeLessThan(METHOD);
      if (part > 1 + METHOD) expect(found).toMatchObject({ span: h, tries: [] });
      if (part > 1 - METHOD) return;
      // the ends of the search may meet within the time's own rounding (observed: 2.1e-14 in 20,000 draws); a flow takes no more than this for having arrived
      expect(Math.abs(found.elapsed / left - 1)).toBeLessThanOrEqual(4 * EVENT_TOLERANCE);
      expect(Math.abs(elapsedAfter(found.span, logScale) / left - 1)).toBeLessThan(METHOD);
    },
    12,
  );

  test('or at an event, whichever comes first; the first guess is the time itself where S does not change', () => {
    // q = e^-40 / 2 is nothing beside 1
    const scene = { logScale: -20 };
    const [guess] = cut(scene, 1, 0.75).tries;
    expect(Math.abs(guess - 0.75)).toBeLessThan(ROUNDING);
    const passages = [{ value: (t: number) => 0.6 - t }];
    expect(cut({ ...scene, passages }, 1, 0.75).span).toBeCloseTo(0.6, 12);
    expect(cut({ ...scene, passages }, 1, 0.5).span).toBeCloseTo(0.5, 12);
    expect(cut({ ...scene, passages }, 1, 3).span).toBeCloseTo(0.6, 12);
  });

  test('the time may overflow where nobody asks for it', () => {
    const { span } = cut({ logScale: 8, passages: [{ value: (t) => 0.25 - t }] }, 0.5);
    expect(span).toBeCloseTo(0.25, 12);
  });
});

describe('a step', () => {
  law(
    'starts at the neurons and their slope, and moves them to its end and the slope there',
    starts((d) => generalDatasets(d, 1, 4), { d: [1, 3], m: [1, 4], logScale: [-3, 0] }),
    ({ dataset, net, logScale }) => {
      const points = preparePoints(dataset);
      const neurons = createNeurons(net, logScale, new CellTable(points, net.leak));
      const field = new VectorField(points);
      field.setCells(neurons.cells);
      const evaluate = (state: Float64Array): number[] => {
        const slope = new Float64Array(state.length);
        new VectorFieldAt(field, neurons.cells).evaluate(state, slope);
        return [...slope];
      };
      const asked: { ends?: Ends; h?: number; p?: number[]; kept?: number[][] } = {};
      const events = {
        collect: (): void => undefined,
        least: (): Least => ({ value: Infinity, rate: NaN }),
        returning: (): number[] => [],
        firstMeeting: (): number => NaN,
        firstDip: (ends: Ends, h: number, p: Float64Array): number => {
          Object.assign(asked, { ends, h, p: [...p] });
          return 0.25;
        },
        atEvent: (...kept: Float64Array[]): number[] => {
          asked.kept = kept.map((v) => [...v]);
          return [7];
        },
      };
      const step = new Step(field, neurons, { events });
      step.enter();
      const from = [...neurons.state];
      const slope = evaluate(neurons.state);
      expect(step.speed()).toBe(Math.max(...slope.map(Math.abs)));
      step.take({ rate: 1, sensitivity: Infinity });
      const h = 0.01;
      const error = step.try(h);
      expect([step.taken, step.last.elapsed > 0]).toEqual([1, true]);
      step.settle();
      expect(step.firstDip(h)).toBe(0.25);
      const end = Float64Array.from(asked.ends?.y1 ?? []);
      const [y0, f0] = [asked.ends?.y0, asked.ends?.f0].map((v) => [...(v ?? [])]);
      expect([y0, f0, asked.h]).toEqual([from, slope, h]);
      // to first order, and the embedded error is far below the second
      expect(error).toBeLessThan(h * h);
      end.forEach((t, j) => expect(Math.abs(t - from[j] - h * slope[j])).toBeLessThan(SECOND_ORDER * h * h));
      const settled = end.slice();
      normalise(settled, neurons);
      settled.forEach((t, j) => expect(Math.abs(t - end[j])).toBeLessThan(ROUNDING));
      expect([...(asked.ends?.f1 ?? [])]).toEqual(evaluate(end));
      expect(step.keep()).toEqual([7]);
      expect(asked.kept).toEqual([[...end], evaluate(end), asked.p]);
      expect([...neurons.state]).toEqual([...end]);
      expect(step.speed()).toBe(Math.max(...evaluate(end).map(Math.abs)));
    },
    12,
  );
});

/** Of the flow's second derivative: points in the unit ball, and |theta| <= 4. */
const SECOND_ORDER = 200;

/** Another field at the same points and cells. */
class VectorFieldAt extends VectorField {
  constructor({ points }: VectorField, cells: Parameters<VectorField['setCells']>[0]) {
    super(points);
    this.setCells(cells);
  }
}
