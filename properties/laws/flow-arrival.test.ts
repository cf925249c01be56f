import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { objection, smoothedMargin } from '../../src/flow/arrival.js';
import type { Dataset } from '../../src/model/dataset.js';
import { handMade } from '../reference/flow-place.js';
import { between } from '../reference/starts.js';
import type { Label } from '../../src/model/dataset.js';
import { solveReals } from '../../src/numeric/elimination.js';
import { law } from '../harness/law.js';
import { isShort } from '../harness/settings.js';

/** Of a few operations on numbers of moderate size (derived: some 20 roundings). */
const ROUNDING = 1e-14;

describe('the smoothed margin', () => {
  law(
    'is m where each of n points has the loss ln(1 + e^-nm) / n of all together, divided by |theta|^2',
    fc.record({
      m: fc.oneof(between(-3, 15), between(15, 18), between(18, 5000)),
      n: fc.integer({ min: 1, max: 9 }),
      squaredNorm: fc.constantFrom(0.25, 1, 8),
    }),
    ({ m, n, squaredNorm }) => {
      const logTotal = m > 700 ? -m : Math.log(Math.log1p(Math.exp(-m)));
      const found = smoothedMargin(logTotal - Math.log(n), n, squaredNorm) * squaredNorm;
      // ln l has the slope -1 or less steep ones: at m = -3 it is -1/3 to within 10%, so that rounding grows threefold, and with m
      expect(Math.abs(found - m)).toBeLessThan(10 * ROUNDING * Math.max(1, Math.abs(m)));
    },
    150,
  );

  test('neither e^-q nor e^nL needs to be a double', () => {
    expect(smoothedMargin(-1000, 1, 1)).toBe(1000);
    expect(smoothedMargin(Math.log(1000), 5, 1)).toBeCloseTo(-5000, 9);
  });
});

const [LEAVES, OTHER, TURNED, FREE] = [
  'a neuron will leave the kink that it slides along',
  'a neuron is on its way to another cell',
  'a neuron is not yet aligned',
  'a neuron is not yet held by its margin',
];

/** One neuron that is alone in its group, at leak 1/2: along x_1 = e_1, held by nothing to spare. Where q is large, ln L is -q, and the smoothed margin q. */
const HELD = {
  dataset: { x: [[1, 0]], y: [1] } as Dataset<number>,
  sides: [1],
  w: [1, 0],
  sign: 1,
  h: [1, 0],
  lambda: [1],
  r: 1,
  q: 96,
  margin: 128,
  rho: 0,
  logSquaredNorm: 0,
  logBetaMax: Infinity,
  shift: 0,
  times: 1,
};
type Case = Partial<typeof HELD>;

function objectionTo(change: Case): string | undefined {
  const { dataset, sides, w, sign, h, lambda, r, q, margin, rho, times, ...coupled } = { ...HELD, ...change };
  const d = w.length;
  const place = handMade(dataset, 0.5, sides, [...w, sign]);
  const { neurons, field, cell } = place;
  // twice: what is before the neuron in the state is another one's
  neurons.state = Float64Array.from([...new Array<number>(d + 2).fill(NaN), ...w, sign, rho]);
  field.q.fill(Infinity);
  field.q[0] = q;
  Object.assign(field, coupled);
  const group = { cell, sign, neurons: new Array<number>(times).fill(1) };
  const signs = [...cell.signs];
  const found = objection(place, {
    groups: [group],
    lambda: Float64Array.from(lambda),
    r: Float64Array.of(r),
    h: [Float64Array.from(h)],
    margin,
    strict: true,
  });
  expect([...cell.signs]).toEqual(signs);
  return found;
}

/** e_1 of label -1 and (1, 1)/2 of label 1: a w that slides along the kink of e_1 has Clarke's multiplier lambda_2 / lambda_1 - 1. */
const slid = {
  dataset: { x: [[1, 0], [0.5, 0.5]], y: [-1, 1] } as Dataset<number>, // prettier-ignore
  sides: [0, 1],
  w: [0, 1],
  h: [0, 1],
  r: 1,
  q: 128,
};
/** e_1 of label -1 alone on its kink, e_2 beside it: the multiplier is -1, or, where e_1 has the label 1, 2. */
const beside = { dataset: { x: [[1, 0], [0, 1]], y: [-1, 1] } as Dataset<number>, sides: [0, 1], w: [0, 1], h: [0, 1] }; // prettier-ignore
/** e_1 and (1, 1, 0)/2 of label -1, and a third point that pulls by (0.18, 0.05, 0.3). */
const pair = {
  dataset: { x: [[1, 0, 0], [0.5, 0.5, 0], [0.18, 0.05, 0.3]], y: [-1, -1, 1] } as Dataset<number>, // prettier-ignore
  sides: [0, 0, 1],
  w: [0, 0, 1],
  h: [0, 0, 1],
};
/**
 * e_1 and (1, 1, 1, 1)/2 of label -1, and a third point that pulls by v: all these numbers are doubles. Of the pull h of all with both kinks on one
 * side, the multiplier of the first kink is an end exactly where <h, e_1> is half of <h, (1, 1, 1, 1)/2>.
 */
const exact = (v: readonly number[]): Case => ({
  dataset: { x: [[1, 0, 0, 0], [0.5, 0.5, 0.5, 0.5], v.map((t) => t / 16)], y: [-1, -1, 1] }, // prettier-ignore
  sides: [0, 0, 1],
  w: [0, 0, 0, 1],
  h: [0, 0, 0, 1],
  r: 0,
});
/** One dimension: whoever slides stands still. */
const line = { dataset: { x: [[1], [-1]], y: [1, 1] } as Dataset<number>, sides: [0, 0], w: [1], h: [1], r: 0 }; // prettier-ignore
/** One kink, and no other: with these weights the multiplier is 1/2. */
const only = { dataset: { x: [[1, 0], [-1, 0]], y: [1, 1] } as Dataset<number>, sides: [0, 0], lambda: [1, 1], h: [0, 1] }; // prettier-ignore

describe('against a limit speaks', () => {
  test.each<[string, Case, string | undefined]>([
    ['nothing, where the gap is 1/4 and the kink as far as the neuron itself', {}, undefined],
    ['a gap that is a little larger', { q: 95.99 }, FREE],
    ['no gap at all', { q: 128 }, undefined],
    ['no gap, where the margin is beyond that of the optimum by rounding', { q: 129 }, undefined],
    ['a negative margin', { q: -5 }, FREE],
    ['nothing, where the neuron vanishes, whatever the gap', { q: 1, r: 0 }, undefined],
    ['the gap, where a negative r says nothing either', { q: 1, r: -1 }, undefined],
    ['the gap beside the share of theta, here e^-2', { rho: -1 }, FREE],
    ['the gap beside the share of theta, here 1', { rho: 3, logSquaredNorm: 6, logBetaMax: 0 }, undefined],
    ['a gap that is too much for it', { rho: 3, logSquaredNorm: 6, logBetaMax: 0, q: 95.9 }, FREE],
    ['the gap in units of |theta|^2', { logSquaredNorm: 0, rho: 0, q: 48 }, FREE],
    ['the gap in units of |theta|^2, here 1/e', { logSquaredNorm: -1, rho: -0.5, q: 48 }, undefined],
    ['the gap in units of the largest beta', { logSquaredNorm: 1, rho: 0.5, q: 48, logBetaMax: -1 }, undefined],
    ['nothing, where two neurons have a share of 1 together', { q: 64, times: 2 }, undefined],
    ['a gap that two are not too much for', { q: 63.9, times: 2 }, FREE],
    ['a gap where three quarters of the share are with others', { q: 128 - 33 / 4, rho: -Math.LN2 }, FREE],
    ['nothing, in the same place but nearer', { q: 128 - 31 / 4, rho: -Math.LN2 }, undefined],
    ['a share that is not the one of the limit', { q: 1, shift: 1, r: 1.02 / 256 }, FREE],
    ['a share that is too large for the limit', { q: 1, shift: 1, r: 0.98 / 256 }, FREE],
    ['nothing, where the share is that of the limit', { q: 1, shift: 1, r: 1.005 / 256 }, undefined],
    ['a share that only just is as far off as it must not be', { q: -1e6, shift: 1, r: 99 / 256, times: 100 }, FREE],
    ['nothing, where it is less than that', { q: -1e6, shift: 1, r: 99.5 / 256, times: 100 }, undefined],
    ['a share of the limit, before beta is at its largest', { q: 1, shift: 0, r: 1 / 256 }, FREE],
    ['nothing, of a neuron with no pull', { h: [-9e-10, 0], q: 1 }, undefined],
    ['a pull that is only just one', { h: [-1e-9, 0], q: 1 }, OTHER],
    ['a pull to the other side', { h: [-1, 0] }, OTHER],
    ['a pull along the kink', { h: [0, 1], w: [0, 1] }, OTHER],
    ['a pull as near to the kink as rounding', { h: [9e-10, 1], w: [0, 1], r: 0 }, OTHER],
    ['nothing, where it is no nearer than that', { h: [1e-9, 1], w: [1e-9, 1], r: 0 }, undefined],
    ['nothing, on the other side with the other sign', { sides: [-1], sign: -1, w: [-1, 0] }, undefined],
    ['a pull to the other side of a neuron with the other sign', { sides: [1], sign: -1, w: [-1, 0] }, OTHER],
    ['a neuron at a chord of more than a quarter of the way', { h: [2, 0], w: [0.9, 0.25], r: 0 }, TURNED],
    ['nothing, where it is a little less', { h: [2, 0], w: [0.9, 0.22], r: 0 }, undefined],
    [
      'nothing, at that chord exactly: 1/4, at an angle of cosine 31/32',
      { dataset: { x: [[1, 0, 0, 0, 0]], y: [1] }, h: [1, 0, 0, 0, 0], w: [31, 7, 3, 2, 1], r: 0 },
      undefined,
    ],
    ['a neuron at that chord with the other sign', { h: [-2, 0], sides: [1], sign: -1, w: [0.9, 0.25], r: 0 }, TURNED],
    ['nothing, where it is a little less', { h: [-2, 0], sides: [1], sign: -1, w: [0.9, 0.22], r: 0 }, undefined],
    ['a turn beside a kink that is nearer, at 3/5', { h: [3, 4], w: [3, 4.8], r: 0 }, undefined],
    ['a turn beside a kink that is nearer', { h: [3, 4], w: [3, 6], r: 0 }, TURNED],
    ['a kink that is nearer, at 3/5, so that 2 gap may be 9/50', { h: [3, 4], w: [3, 4], q: 128 * 0.909 }, FREE],
    ['nothing, where the gap is less', { h: [3, 4], w: [3, 4], q: 128 * 0.911 }, undefined],
  ])('%s', (_, here, expected) => {
    expect(objectionTo(here)).toBe(expected);
  });

  test.each<[string, Case, string | undefined]>([
    ['nothing, at a multiplier of 1/2', { ...slid, lambda: [1, 1.5] }, undefined],
    ['a multiplier of 0', { ...slid, lambda: [1, 1] }, LEAVES],
    ['a multiplier of 1', { ...slid, lambda: [1, 2] }, LEAVES],
    ['one below 0', { ...slid, lambda: [1, 0.9] }, LEAVES],
    ['one above 1', { ...slid, lambda: [1, 2.1] }, LEAVES],
    ['the other kink, 0.7 from h: 2 gap may be 1/4', { ...slid, lambda: [1, 1.5], q: 128 * 0.87 }, FREE],
    ['nothing, where it is less', { ...slid, lambda: [1, 1.5], q: 128 * 0.88 }, undefined],
    [
      'nothing, where no other kink is: it is as if it were at the far end',
      { ...only, w: [0.4, 0.9], q: 1 },
      undefined,
    ],
    ['a neuron at a quarter of the way there', { ...only, w: [0.6, 0.9], q: 1 }, TURNED],
    ['a gap that takes it there', { ...only, w: [0, 1], q: -5 }, FREE],
    ['nothing, of a neuron that vanishes beyond', { ...slid, lambda: [1, 0.9], r: 0 }, undefined],
    ['a multiplier of 0, where it has vanished', { ...slid, lambda: [1, 1], r: 0 }, LEAVES],
    ['nothing, of one that is held as it slides, and vanishes', { ...slid, lambda: [1, 1.5], r: 0 }, undefined],
    [
      'that beyond it is pulled to another kink',
      { ...slid, lambda: [1, 1.5], r: 0, sides: [0, -1], h: [0, -1], w: [0, -1] },
      LEAVES,
    ],
    ['that beyond it is pulled back with the other sign', { ...slid, lambda: [1, 0.9], r: 0, sign: -1 }, LEAVES],
    ['that beyond it is pulled by more than 1', { ...slid, lambda: [20, 18], r: 0 }, LEAVES],
    ['nothing, above 1 as below 0', { ...slid, lambda: [0.1, 0.4], r: 0 }, undefined],
    ['that above 1, too, the pull is too long', { ...slid, lambda: [1, 4], r: 0 }, LEAVES],
    ['nothing, at twice the rounding from the kink', { ...beside, lambda: [2e-9, 0.5], r: 0 }, undefined],
    ['nothing, at the rounding itself', { ...beside, lambda: [1e-9, 0.5], r: 0 }, undefined],
    ['a kink that is nearer than rounding', { ...beside, lambda: [0.9e-9, 0.5], r: 0 }, LEAVES],
    [
      'a kink that is nearer than rounding beside a shorter pull',
      { ...beside, lambda: [1.2e-10, 0.05], r: 0 },
      undefined,
    ],
    // at first the multipliers are 0.3 and -1/2; on the side of 0 of the second, the first is -0.2
    ['that it then leaves the other kink, too', { ...pair, lambda: [0.2, 0.4, 1], r: 0 }, LEAVES],
    ['nothing, where it stays on that one', { ...pair, lambda: [0.15, 0.4, 1], r: 0 }, undefined],
    // on the side of 0 of both, h = (-1, 3, -3, -3)/16, and on the side of 0 of the second alone the first multiplier is -1/2
    ['nothing, at multipliers of 0 and -1/2', { ...exact([3, 5, -1, -1]), lambda: [1 / 4, 1 / 2, 1] }, undefined],
    // on the side of 1 of both, h = (1, 9, -3, -3)/16, and on the side of 1 of the second alone the first multiplier is 2
    ['nothing, at multipliers of 1 and 2', { ...exact([5, 11, -1, -1]), lambda: [1 / 8, 1 / 4, 1] }, undefined],
    ['a pull of 1, to rounding', { ...line, sign: -1, lambda: [2 * (1 - 1e-9), 0] }, LEAVES],
    ['nothing, at a little less', { ...line, sign: -1, lambda: [2 * (1 - 1.1e-9), 0] }, undefined],
    ['a pull back of whatever length', { ...line, sign: 1, lambda: [0.1, 0] }, LEAVES],
  ])('a neuron that slides: %s', (_, here, expected) => {
    expect(objectionTo(here)).toBe(expected);
  });
});

/** Four points in three dimensions, of which a vanished neuron slides along the kinks of the first two. */
const sliders = fc.record({
  x: fc.array(fc.array(between(-1, 1), { minLength: 3, maxLength: 3 }), { minLength: 4, maxLength: 4 }),
  y: fc.array(fc.constantFrom<Label>(1, -1), { minLength: 4, maxLength: 4 }),
  lambda: fc.array(between(0.01, 0.5), { minLength: 4, maxLength: 4 }),
  sides: fc.array(fc.constantFrom(1, -1), { minLength: 2, maxLength: 2 }),
  sign: fc.constantFrom(1, -1),
});
type Slider = typeof sliders extends fc.Arbitrary<infer T> ? T : never;
/** What is as near as this to being decided otherwise is not asked (rounding is at 1e-15, times what nearly parallel points make of it). */
const DECIDED = 1e-6;

const inner = (u: readonly number[], v: readonly number[]): number => u.reduce((sum, t, j) => sum + t * v[j], 0);

const seen = { all: 0, vanish: 0, onward: 0 };

function leavesForGood({ x, y, lambda, sides, sign }: Slider): void {
  const LEAK = 0.5;
  const longest = Math.max(...x.map((row) => Math.hypot(...row)));
  const parts = x.map((row, i) => row.map((t) => (lambda[i] * y[i] * t) / longest));
  const pull = (t: readonly number[]): number[] =>
    [0, 1, 2].map((j) => parts.reduce((sum, part, i) => sum + (LEAK + (1 - LEAK) * t[i]) * part[j], 0));
  /** t_i in [0, 1] stands for a slope between leak and 1; for those of `along` it is chosen so that the pull across vanishes. */
  const balance = (t: readonly number[], along: readonly number[]): number[] => {
    const at = (l?: number): number[] => pull(t.map((s, i) => (i === l ? 1 : along.includes(i) ? 0 : s)));
    const found = solveReals(
      along.map((i) => along.map((l) => inner(x[i], at(l)) - inner(x[i], at()))),
      along.map((i) => -inner(x[i], at())),
    );
    return t.map((s, i) => (along.includes(i) ? (found?.[along.indexOf(i)] ?? NaN) : s));
  };
  const t = balance([0, 0, ...sides.map((s) => (s > 0 ? 1 : 0))], [0, 1]);
  const inside = (s: number): boolean => s > 0 && s < 1;
  const still = [0, 1].filter((i) => inside(t[i]));
  const next = balance(t.map((s) => (s <= 0 ? 0 : s >= 1 ? 1 : s)), still); // prettier-ignore
  const h = pull(next);
  const away = [0, 1, 2, 3]
    .filter((i) => !still.includes(i))
    .map((i) => (sign * (next[i] > 0 ? 1 : -1) * inner(x[i], h)) / Math.hypot(...x[i]) / Math.hypot(...h));
  const near = [...t.slice(0, 2), ...still.map((i) => next[i])].some(
    (s) => Math.min(Math.abs(s), Math.abs(1 - s)) < DECIDED,
  );
  if (near || away.some((s) => !(Math.abs(s) > DECIDED)) || Math.abs(Math.hypot(...h) - 1) < DECIDED) return;
  const vanishes = still.every((i) => inside(next[i])) && Math.hypot(...h) < 1 && Math.min(...away) > 0;
  const dataset = { x, y };
  const w = [1, 0, 0];
  const leaves = objectionTo({ dataset, sides: [0, 0, ...sides], lambda, sign, r: 0, h: [1, 0, 0], w }) === LEAVES;
  expect(leaves).toBe(still.length < 2 && !vanishes);
  seen.all++;
  if (vanishes) seen.vanish++;
  if (still.length === 1) seen.onward++;
}

describe('a vanished neuron that leaves its kinks', () => {
  law(
    'is let go where the pull beyond them leads away from all kinks but those that attract it',
    sliders,
    leavesForGood,
    450,
  );
  test('each end has been seen', () => {
    if (!isShort) for (const kind of [seen.vanish, seen.onward]) expect(kind).toBeGreaterThan(seen.all / 100);
  });
});
