import fc from 'fast-check';
import { describe, expect } from 'vitest';
import { flow, type FlowResult } from '../../src/flow/flow.js';
import type { Dataset } from '../../src/model/dataset.js';
import { probes } from '../../src/claims/flow-case.js';
import { output, type Network } from '../../src/model/network.js';
import { real } from '../../src/numeric/field.js';
import { flat, lengthOf, relativeDistance } from '../reference/flat.js';
import { record } from '../reference/record.js';
import { generalDatasets, hintedDatasets, starts, type Start } from '../reference/starts.js';
import { law } from '../harness/law.js';

const TOLERANCE = 1e-10;
/** The two runs take other steps, each with errors of the order of the tolerance (observed: 1e-8). */
const CLOSE = 1e-6;
const LAST = Math.log(20);

const data = starts((d) => fc.oneof(generalDatasets(d), hintedDatasets(d)), { logScale: [-12, 0] });

/** A start and what becomes of it and of its results under a symmetry of the flow. */
interface Symmetry {
  readonly start: Start;
  readonly theta: (net: Network<number>) => Network<number>;
  /** Factors of physical and normalised time (alike), of |theta| and of the margin. */
  readonly time?: number;
  readonly size?: number;
  readonly margin?: number;
}

const MAX_STEPS = 1500;

async function equivariant(start: Start, symmetry: Symmetry): Promise<void> {
  const { time = 1, size = 1, margin = 1 } = symmetry;
  // somewhere after the norm has grown
  const { samples } = await record(
    start,
    { tolerance: TOLERANCE, maxSteps: MAX_STEPS },
    (s) => s.logSquaredNorm > LAST,
  );
  const t = Math.exp(samples[samples.length - 1].logTime);
  const first = await record(start, { tolerance: TOLERANCE, times: [t] });
  const second = await record(symmetry.start, { tolerance: TOLERANCE, times: [t * time] });
  const [one, two] = [first, second].map((run) => run.samples[run.samples.length - 1]);
  if ((first.result?.branches ?? 0) > 0) return;
  expect(two.logTime - one.logTime - Math.log(time)).toBeCloseTo(0, 8);
  expect(Math.abs(two.tau / (one.tau * time) - 1), 'tau').toBeLessThan(CLOSE);
  expect(Math.abs(two.margin - margin * one.margin) / margin, 'margin').toBeLessThan(CLOSE * largest(start.dataset));
  expect(Math.abs(two.logLoss - one.logLoss), 'ln L').toBeLessThan(100 * CLOSE);
  expect(Math.abs(two.logSquaredNorm - one.logSquaredNorm - 2 * Math.log(size)), 'norm').toBeLessThan(CLOSE);
  expect(
    relativeDistance(flat(two.theta(two.logSquaredNorm / 2)), flat(symmetry.theta(one.theta(one.logSquaredNorm / 2)))),
    'theta',
  ).toBeLessThan(CLOSE);
}

const largest = ({ x }: Dataset<number>): number => Math.max(...x.map(lengthOf));

/** A product of reflections at the planes across the given vectors. */
const turned =
  (mirrors: readonly (readonly number[])[]) =>
  (v: readonly number[]): number[] =>
    mirrors.reduce<number[]>((u, m) => {
      const factor = (2 * m.reduce((sum, t, j) => sum + t * u[j], 0)) / m.reduce((sum, t) => sum + t * t, 0);
      return u.map((t, j) => t - factor * m[j]);
    }, v.slice());

const shuffled = <T>(list: readonly T[], keys: readonly number[]): T[] =>
  [...list.keys()].sort((i, k) => keys[i] - keys[k] || k - i).map((i) => list[i]);

const keysOf = fc.array(fc.nat({ max: 99 }), { minLength: 9, maxLength: 9 });
const same = (net: Network<number>): Network<number> => net;

describe('symmetries of the flow, half way', () => {
  law(
    'x -> c x: theta shrinks by sqrt c, time by c, the margin grows by c',
    fc.tuple(data, fc.integer({ min: -30, max: 30 })),
    ([start, e]) => {
      const c = Math.exp(e / 10 + 0.05);
      const { dataset, net, logScale } = start;
      const scaled = { x: dataset.x.map((row) => row.map((t) => c * t)), y: dataset.y };
      return equivariant(start, {
        start: { dataset: scaled, net, logScale: logScale - Math.log(c) / 2 },
        theta: same,
        time: 1 / c,
        size: 1 / Math.sqrt(c),
        margin: c,
      });
    },
    15,
  );

  law(
    'x and w turned',
    fc.tuple(data, fc.array(fc.tuple(fc.nat({ max: 9 }), fc.integer(), fc.integer()), { minLength: 1, maxLength: 2 })),
    ([start, list]) => {
      const d = start.dataset.x[0].length;
      const turn = turned(list.map(([a, b, c]) => [a + 1, (b % 9) + 0.5, (c % 9) + 0.5].slice(0, d)));
      const theta = (net: Network<number>): Network<number> => ({ ...net, w: net.w.map(turn) });
      return equivariant(start, {
        start: { ...start, dataset: { x: start.dataset.x.map(turn), y: start.dataset.y }, net: theta(start.net) },
        theta,
      });
    },
    15,
  );

  law(
    'points in another order',
    fc.tuple(data, keysOf),
    ([start, keys]) => {
      const { x, y } = start.dataset;
      return equivariant(start, {
        start: { ...start, dataset: { x: shuffled(x, keys), y: shuffled(y, keys) } },
        theta: same,
      });
    },
    15,
  );

  law(
    'neurons in another order',
    fc.tuple(data, keysOf),
    ([start, keys]) => {
      const theta = (net: Network<number>): Network<number> => ({
        ...net,
        w: shuffled(net.w, keys),
        a: shuffled(net.a, keys),
      });
      return equivariant(start, { start: { ...start, net: theta(start.net) }, theta });
    },
    15,
  );
});

describe('symmetries of the limit', () => {
  law(
    'x -> c x turned, points and neurons in another order: the same limit with c times its margin, or both without',
    fc.tuple(data, fc.integer({ min: 1, max: 30 }), keysOf),
    async ([start, e, keys]) => {
      const c = Math.exp(e / 10);
      const d = start.dataset.x[0].length;
      const turn = turned([Array.from({ length: d }, (_, j) => keys[j] + 0.5)]);
      const { x, y } = start.dataset;
      const dataset = { x: shuffled(x, keys).map((row) => turn(row).map((t) => c * t)), y: shuffled(y, keys) };
      const theta = (net: Network<number>): Network<number> => ({
        ...net,
        w: shuffled(net.w, keys).map(turn),
        a: shuffled(net.a, keys),
      });
      const run = (s: Start): Promise<FlowResult> => flow(s.dataset, s.net, s.logScale, { maxSteps: MAX_STEPS });
      const [one, two] = [
        await run(start),
        await run({ dataset, net: theta(start.net), logScale: start.logScale - Math.log(c) / 2 }),
      ];
      if (one.branches > 0 || one.status === 'undecided' || two.status === 'undecided') return;
      expect(two.status).toBe(one.status);
      if (one.status !== 'converged' || !one.strict) return;
      expect(Math.abs(two.margin / (c * one.margin) - 1)).toBeLessThan(CLOSE);
      // neurons of one direction share its norm as the flow had them when it was stopped: the function tells the limits apart
      const apart = probes(d).map((v) => output(real, two.theta, turn(v)) - output(real, one.theta, v));
      expect(Math.max(...apart.map(Math.abs))).toBeLessThan(CLOSE);
    },
    15,
  );
});
