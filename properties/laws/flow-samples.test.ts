import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { flow, type Sample } from '../../src/flow/flow.js';
import { output } from '../../src/model/network.js';
import { real } from '../../src/numeric/field.js';
import { law } from '../harness/law.js';
import { generalDatasets, starts, type Start } from '../reference/starts.js';

/** Of what is computed twice, relative to 1 and to itself. */
const CLOSE = 1e-9;
/** Beyond margins of 10^6 the loss is told from them: ln(n)/10^6 is lost, n being at most 4; and |theta|^2 eps of q. */
const COLD = 2e-6;

/** Each sample while it is new, since its theta is that of the flow as it is; with its number. */
const watch = ({ dataset, net, logScale }: Start, maxSteps: number, see: (sample: Sample, at: number) => void) => {
  let at = 0;
  return flow(dataset, net, logScale, { maxSteps, onSample: (sample) => see(sample, at++) });
};

const relative = (u: number, v: number): number => Math.abs(u - v) / (1 + Math.abs(v));

/** Of theta in the unit of its norm, all but the loss follows. */
function agrees({ dataset: { x, y } }: Start, sample: Sample, close: number): void {
  const { logSquaredNorm, margin, logLoss, smoothedMargin, theta } = sample;
  const unit = theta(logSquaredNorm / 2);
  expect(relative(Math.hypot(...unit.w.flat(), ...unit.a), 1)).toBeLessThan(CLOSE);
  const margins = x.map((row, i) => y[i] * output(real, unit, row));
  const least = Math.min(...margins);
  // beside |x|: a neuron may be late at a kink, by a hundredth of the tolerance
  const longest = Math.max(...x.map((row) => Math.hypot(...row)));
  expect(Math.abs(margin - least) / longest).toBeLessThan(CLOSE);
  const square = Math.exp(logSquaredNorm);
  const q = margins.map((t) => square * t);
  // ln of the mean of ln(1 + e^-q), and of a sum of e^-(q - least) where e^-q is small
  const cold = square * least;
  const logTotal =
    cold > 30
      ? -cold + Math.log(q.reduce((sum, t) => sum + Math.exp(cold - t), 0))
      : Math.log(q.reduce((sum, t) => sum + Math.max(-t, 0) + Math.log1p(Math.exp(-Math.abs(t))), 0));
  expect(relative(logLoss, logTotal - Math.log(q.length))).toBeLessThan(close);
  // e^{n L} overflows
  if (logTotal > 6) return;
  const inverse = cold > 30 ? -logTotal : -Math.log(Math.expm1(Math.exp(logTotal)));
  expect(Math.abs(smoothedMargin * square - inverse) / (1 + Math.abs(inverse))).toBeLessThan(close);
}

const data = (logScale: readonly [number, number]): fc.Arbitrary<Start> =>
  starts((d) => generalDatasets(d, 1, 4), { d: [1, 3], m: [1, 3], logScale });

describe('a sample', () => {
  law(
    'is of its theta: norm, margin, loss and smoothed margin',
    data([-20, 1.5]),
    (start) => watch(start, 4, (sample) => agrees(start, sample, CLOSE)),
    30,
  );

  law(
    'is so beyond margins of 10^6, where the flow is followed on a sphere',
    data([8, 9]),
    (start) => watch(start, 4, (sample) => agrees(start, sample, COLD)),
    45,
  );

  law(
    'near 0 has a physical time of twice the normalised one, in the units of the data',
    data([-60, -30]),
    (start) =>
      watch(start, 0, ({ tau, logTime }, at) => {
        if (at === 0) expect([tau, logTime]).toEqual([0, -Infinity]);
        else expect(relative(logTime, Math.log(2 * tau))).toBeLessThan(CLOSE);
      }),
    30,
  );

  law(
    'of one point has a smoothed margin that is the margin, to the last digit, however small theta is',
    starts((d) => generalDatasets(d, 1, 1), { d: [1, 3], m: [1, 3], logScale: [-60, 6] }),
    (start) =>
      watch(start, 20, ({ margin, smoothedMargin }) => {
        expect(smoothedMargin).toBe(margin);
      }),
    30,
  );

  test('has theta in any unit, its own if not told', async () => {
    const start = { dataset: { x: [[2]], y: [1] as const }, net: { leak: 0.5, w: [[3]], a: [4] }, logScale: 0 };
    await watch(start, 0, ({ theta }) => {
      for (const [unit, { w, a }] of [
        [0, theta()],
        [1, theta(1)],
        [-2, theta(-2)],
      ] as const) {
        expect(w[0][0]).toBeCloseTo(3 * Math.exp(-unit), 12);
        expect(a[0]).toBeCloseTo(4 * Math.exp(-unit), 12);
      }
    });
  });
});
