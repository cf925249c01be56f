import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toRealNetwork } from '../../src/claims/flow-case.js';
import { flowDatasets, flowStarts } from '../arbitraries/flow.js';
import { law } from '../harness/law.js';
import { DOUBT_ALARM } from '../harness/search.js';
import { mostOf } from '../harness/statistics.js';
import { flow, type FlowResult } from '../../src/flow/flow.js';
import { marginJson } from '../../src/cli/margin.js';
import { createDataset, toReal, type Label } from '../../src/model/dataset.js';
import { gaussianInitialisation } from '../../src/model/initialisation.js';
import { normalisedMargin, type Network } from '../../src/model/network.js';
import { real } from '../../src/numeric/field.js';
import { linearMargin, type LinearMargin } from '../../src/oracle/linear-margin.js';
import type { NetworkMargin } from '../../src/oracle/network/bracket.js';
import { networkMargin } from '../../src/oracle/network/network-margin.js';
import { verifyMargin, type MarginClaim } from '../../src/oracle/verify-margin.js';

/** Data in doubles, as a file would hold it, and where a flow starts. */
interface Case {
  readonly x: readonly (readonly number[])[];
  readonly y: readonly Label[];
  readonly leak: number;
  readonly logScale: number;
  readonly seed: number;
}

interface Answers {
  readonly linear: LinearMargin;
  readonly best: NetworkMargin;
  readonly end: FlowResult;
}

/** What a certified limit may miss its own margin by, and the best of all nets: relative to it, and to the terms of which q is the sum, whose rounding no margin is free of. */
const LIMIT_ERROR = 1e-9;
const ROUNDING = 1e-13;
/** Flows that do not end sooner are undecided, in which nothing is wrong. */
const MAX_STEPS = 1000;

/** Asks all three engines; whatever they answer must be right, and where they do not know they must say why. */
async function answers({ x, y, leak, logScale, seed }: Case): Promise<Answers> {
  const dataset = createDataset(x, y);
  const linear = await linearMargin(dataset);
  expect(verifyMargin(x, y, marginJson(linear) as unknown as MarginClaim)).toBeUndefined();
  const best = await networkMargin(dataset, leak, { linear });
  expect(best.lower).toBeLessThanOrEqual(best.upper);
  expect(best.closed).toBe(best.why === undefined);
  const net = gaussianInitialisation({ d: x[0].length, m: 4, leak, seed });
  const end = await flow(toReal(dataset), net, logScale, { maxSteps: MAX_STEPS });
  expect(end.why === undefined).toBe(end.status === 'converged');
  const linearNet = linear.separable ? ((1 + leak) / 4) * linear.gamma : 0;
  expect(linearNet).toBeLessThanOrEqual(best.upper * (1 + LIMIT_ERROR));
  if (end.status === 'converged') {
    expect(end.margin).toBeGreaterThan(0);
    expect(end.margin).toBeLessThanOrEqual(best.upper * (1 + LIMIT_ERROR));
    const miss = Math.abs(normalisedMargin(real, end.theta, toReal(dataset)) - end.margin);
    expect(miss).toBeLessThanOrEqual(LIMIT_ERROR * end.margin + ROUNDING * largestTerms(end.theta, x));
  }
  // with a leak, no net other than 0 rests on separable data: <w*, h> >= leak gamma* for the pull h on any neuron
  if (end.status === 'not-separated') expect(linear.separable).toBe(false);
  return { linear, best, end };
}

/** The largest sum over neurons and coordinates of |a_k w_kj x_ij|, for theta of unit norm. */
const largestTerms = ({ w, a }: Network<number>, x: Case['x']): number =>
  Math.max(
    ...x.map((row) =>
      a.reduce((sum, t, k) => sum + Math.abs(t) * row.reduce((s, z, j) => s + Math.abs(w[k][j] * z), 0), 0),
    ),
  );

const grid = (from: number, to: number): fc.Arbitrary<number> =>
  fc.nat({ max: 2 ** 20 }).map((k) => from + ((to - from) * k) / 2 ** 20);

/** Separable by the first axis, with a margin of the order of the points; symmetric if asked for. */
const plain = (d: number, n: number, symmetric = false): fc.Arbitrary<Case> =>
  fc
    .record({
      rows: fc.array(
        fc.tuple(fc.boolean(), grid(0.2, 1.2), fc.array(grid(-1, 1), { minLength: d - 1, maxLength: d - 1 })),
        {
          minLength: 1,
          maxLength: n,
        },
      ),
      leak: grid(0.1, 0.9),
      logScale: fc.integer({ min: -60, max: -2 }),
      seed: fc.nat(),
    })
    .map(({ rows, ...rest }) => {
      const x = rows.map(([positive, first, others]) => [first, ...others].map((t) => (positive ? t : -t)));
      const y = rows.map(([positive]): Label => (positive ? 1 : -1));
      const mirror = symmetric
        ? { x: [...x, ...x.map(negated)], y: [...y, ...y.map((t): Label => (t === 1 ? -1 : 1))] }
        : { x, y };
      return { ...mirror, ...rest };
    });
const negated = (row: readonly number[]): number[] => row.map((t) => -t);
/** Points changed coordinate by coordinate. */
const each = (c: Case, change: (t: number, j: number, i: number) => number): Case => ({
  ...c,
  x: c.x.map((row, i) => row.map((t, j) => change(t, j, i))),
});
const sizes = fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 7 }));

/** Each family, and the rate at which its cases may leave the flow undecided or the bracket open: above what was seen in 60; 1 is no promise. */
const families: Readonly<Record<string, { cases: fc.Arbitrary<Case>; open: number }>> = {
  'data scaled by 1e150': {
    cases: sizes
      .chain(([d, n]) => plain(d, n))
      .map((c) => ({ ...each(c, (t) => t * 1e150), logScale: c.logScale - 173 })),
    open: 0.05,
  },
  'data scaled by 1e-150': {
    cases: sizes
      .chain(([d, n]) => plain(d, n))
      .map((c) => ({ ...each(c, (t) => t * 1e-150), logScale: c.logScale + 173 })),
    open: 0.05,
  },
  'columns that differ by 1e10': {
    cases: plain(3, 6).map((c) => each(c, (t, j) => t * [1, 1e10, 1e-10][j])),
    open: 0.8,
  },
  'a column that is 1e10 of the others and separates': {
    cases: plain(2, 6).map((c) => each(c, (t, j) => t * [1e10, 1][j])),
    open: 0.05,
  },
  'near-duplicates': {
    cases: fc.tuple(plain(2, 4), fc.array(fc.nat({ max: 5 }), { minLength: 8, maxLength: 8 })).map(([c, ulps]) => {
      const near = each(c, (t, j, i) => t * (1 + ulps[(2 * i + j) % 8] * 2 ** -52));
      return { ...c, x: [...c.x, ...near.x], y: [...c.y, ...c.y] };
    }),
    open: 0.1,
  },
  'near-duplicates with the other label': {
    cases: fc.tuple(plain(2, 4), fc.integer({ min: 1, max: 5 })).map(([c, ulps]) => {
      const other = c.x[0].map((t) => t * (1 + ulps * 2 ** -52));
      return { ...c, x: [...c.x, other], y: [...c.y, c.y[0] === 1 ? -1 : 1] };
    }),
    open: 1,
  },
  'a point at the origin': {
    cases: plain(2, 5).map((c) => ({ ...c, x: [...c.x, [0, 0]], y: [...c.y, 1] })),
    open: 0,
  },
  'a leak of 1e-9': { cases: sizes.chain(([d, n]) => plain(d, n)).map((c) => ({ ...c, leak: 1e-9 })), open: 0.6 },
  'a leak of 1 - 1e-9': {
    cases: sizes.chain(([d, n]) => plain(d, n)).map((c) => ({ ...c, leak: 1 - 1e-9 })),
    open: 1,
  },
  'ln sigma of -1e5': {
    cases: sizes.chain(([d, n]) => plain(d, n)).map((c) => ({ ...c, logScale: -1e5 })),
    open: 0.1,
  },
  'one point': { cases: fc.integer({ min: 1, max: 5 }).chain((d) => plain(d, 1)), open: 0 },
  'all labels equal': {
    cases: sizes.chain(([d, n]) => plain(d, n)).map((c) => ({ ...c, y: c.y.map((): Label => 1) })),
    open: 0.15,
  },
  'points on one line, more of them than dimensions': {
    cases: fc.tuple(plain(2, 3), fc.array(grid(-1, 1), { minLength: 4, maxLength: 6 })).map(([c, along]) => ({
      ...c,
      x: [...c.x, ...along.map((t) => [0, t === 0 ? 1 : t])],
      y: [...c.y, ...along.map((): Label => 1)],
    })),
    open: 0.6,
  },
};

describe('on hostile data every answer is right or an honest doubt', () => {
  for (const [name, { cases, open }] of Object.entries(families)) {
    const tally = { cases: 0, open: 0 };
    law(
      name,
      cases,
      async (instance) => {
        const { best, end } = await answers(instance);
        tally.cases++;
        if (!best.closed || end.status === 'undecided') tally.open++;
      },
      10,
    );
    if (open === 1) continue;
    test(`${name}: most of them are decided`, () => {
      expect(tally.open).toBeLessThanOrEqual(mostOf(tally.cases, open, DOUBT_ALARM));
    });
  }
});

const pairs = { cases: 0, met: 0 };
/** Points in pairs, one above and one below the plane of the neurons: two kinks are met at every instant at which one is met in the plane. */
law(
  'several kinks at one instant: a flow in a plane of mirrored pairs is the flow in the plane',
  fc.record({
    start: flowStarts((d) => flowDatasets(d, { minPoints: 1, maxPoints: 5 }), {
      m: fc.integer({ min: 1, max: 4 }),
      logScale: fc.integer({ min: -30, max: 0 }),
      d: fc.constant(2),
    }),
    heights: fc.array(grid(0.1, 2), { minLength: 5, maxLength: 5 }),
  }),
  async ({ start: { dataset, net, logScale }, heights }) => {
    const { x, y } = toReal(dataset);
    const flat = toRealNetwork(net);
    pairs.cases++;
    const lifted = {
      x: x.flatMap((row, i) => [
        [...row, heights[i]],
        [...row, -heights[i]],
      ]),
      y: y.flatMap((t) => [t, t]),
    };
    const inPlane = { ...flat, w: flat.w.map((w) => [...w, 0]) };
    const [one, two] = [
      await flow({ x, y }, flat, logScale, { maxSteps: MAX_STEPS }),
      await flow(lifted, inPlane, logScale, { maxSteps: MAX_STEPS }),
    ];
    // where a branch is taken, or the flow of pairs is left unstable by its kinks, the two may part
    if (one.branches + two.branches > 0 || one.status !== 'converged' || two.status !== 'converged') return;
    expect(two.margin / one.margin).toBeCloseTo(1, 8);
    if (one.events > 0) pairs.met++;
  },
  40,
);

test('several kinks at one instant: a fifth of the flows meet some, end, and are compared', () => {
  // seen: 23 to 27 of 40
  expect(pairs.cases - pairs.met).toBeLessThanOrEqual(mostOf(pairs.cases, 0.8, DOUBT_ALARM));
});

test('of two kinks at one instant, the one that is crossed turns the neuron back from the other: a branch, and its two ways are mirror images', async () => {
  const x = [
    [0.05, 0.0078125, 0.67],
    [0.05, -1, 0.1],
    [0.05, 0, 0.1],
  ].flatMap(([s, t, z]) => [
    [s, t, z],
    [s, t, -z],
  ]);
  const y = x.map((): Label => 1);
  const w = [0.0078125, 0.0078125, 0];
  const net = { leak: 0.5, w: [w, w], a: [0.0234375, 0.0078125] };
  const [up, down] = [await flow({ x, y }, net, -3, { branch: 1 }), await flow({ x, y }, net, -3, { branch: -1 })];
  for (const { status, branches } of [up, down]) expect([status, branches > 0]).toEqual(['converged', true]);
  up.theta.w.forEach(([s, t, z], k) => {
    expect(Math.abs(z)).toBeGreaterThan(0.1);
    [s, t, -z].forEach((value, j) => expect(down.theta.w[k][j]).toBeCloseTo(value, 9));
  });
});
