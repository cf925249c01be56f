import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { logisticRegression } from '../../src/flow/logistic-regression.js';
import type { Dataset, Label } from '../../src/model/dataset.js';
import { generalDatasets } from '../reference/starts.js';
import { law } from '../harness/law.js';

/** Local errors of 1e-9 (1 + |w|) a step, taken together over all steps that were seen. */
const LOCAL = 1e-9;
/** An estimate may happen to vanish where the error does not: the step is then at most six times too long, at order 5 (observed: 14 in 10^5 steps). */
const UNSEEN = 6 ** 6;
/** Of the reference, beside the same (observed: 1e-12). */
const REFERENCE = 1e-10;

const length = (v: readonly number[]): number => Math.hypot(...v);

/** sum_i p_i z_i with p_i proportional to 1/(1 + e^{q_i}): all in plain numbers, where these have them. */
function pull({ x, y }: Dataset<number>, w: readonly number[]): number[] {
  const z = x.map((row, i) => row.map((t) => y[i] * t));
  const s = z.map((row) => 1 / (1 + Math.exp(row.reduce((sum, t, j) => sum + t * w[j], 0))));
  const total = s.reduce((sum, t) => sum + t, 0);
  return w.map((_, j) => z.reduce((sum, row, i) => sum + (s[i] / total) * row[j], 0));
}

/** The classical method of order 4, in `steps` steps. */
function follow(dataset: Dataset<number>, w: readonly number[], span: number, steps: number): number[] {
  const h = span / steps;
  let at = w;
  for (let k = 0; k < steps; k++) {
    const plus = (slope: readonly number[], by: number): number[] => at.map((t, j) => t + by * slope[j]);
    const k1 = pull(dataset, at);
    const k2 = pull(dataset, plus(k1, h / 2));
    const k3 = pull(dataset, plus(k2, h / 2));
    const k4 = pull(dataset, plus(k3, h));
    at = at.map((t, j) => t + (h * (k1[j] + 2 * k2[j] + 2 * k3[j] + k4[j])) / 6);
  }
  return [...at];
}

const entry = fc.integer({ min: -997, max: 996 }).map((k) => (k + 0.5) / 997);
const starting = (d: number): fc.Arbitrary<number[]> => fc.array(entry, { minLength: d, maxLength: d });
const separable = fc
  .integer({ min: 1, max: 3 })
  .chain((d) => fc.record({ dataset: generalDatasets(d, 1, 4), w: starting(d) }));

describe('the flow of logistic regression', () => {
  law(
    'goes from sample to sample as the classical method of order 4 does, and ends beyond the norm',
    separable,
    ({ dataset, w }) => {
      const norm = 3;
      const start = [...w];
      const { status, samples } = logisticRegression(dataset, w, norm);
      expect([status, w, samples[0]]).toEqual(['reached', start, { tau: 0, w: start }]);
      const shares: number[] = [];
      samples.slice(1).forEach(({ tau, w: to }, k) => {
        const from = samples[k];
        expect(tau).toBeGreaterThan(from.tau);
        const wanted = follow(dataset, from.w, tau - from.tau, 20);
        const rough = follow(dataset, from.w, tau - from.tau, 10);
        // Richardson: what is left of the reference is a fifteenth of this
        const left = length(wanted.map((t, j) => t - rough[j]));
        const off = length(wanted.map((t, j) => t - to[j]));
        shares.push(Math.max(0, off - left) / ((LOCAL + REFERENCE) * (1 + length(from.w))));
        expect(length(to) >= norm).toBe(k + 2 === samples.length);
      });
      shares.sort((t, u) => t - u);
      expect(shares[Math.floor((shares.length - 1) / 2)]).toBeLessThan(1);
      expect(Math.max(...shares)).toBeLessThan(UNSEEN);
    },
    8,
  );

  test.each([1, 4, 100])('is a straight line for one point, of any length: %d, in steps that grow sixfold', (size) => {
    const { status, samples } = logisticRegression({ x: [[0.6 * size, -0.8 * size]], y: [-1] }, [1, 2], 1e9 * size);
    expect(status).toBe('reached');
    const taus = samples.map(({ tau }) => tau);
    expect(taus[1] / (0.1 / size ** 2)).toBeCloseTo(1, 12);
    for (const { tau, w } of samples) {
      const exact = [1 - 0.6 * size * tau, 2 + 0.8 * size * tau];
      w.forEach((t, j) => expect(Math.abs(t - exact[j])).toBeLessThan(LOCAL * length(exact)));
    }
    for (let k = 2; k < taus.length; k++)
      expect((taus[k] - taus[k - 1]) / (taus[k - 1] - taus[k - 2])).toBeCloseTo(6, 6);
  });

  test('starts with short steps for long points, and not with longer ones for short points', () => {
    const first = (x: number[][]): number => {
      const { samples } = logisticRegression({ x, y: x.map((): Label => 1) }, [0], 1);
      return samples[1].tau;
    };
    expect(first([[0.01]])).toBeCloseTo(0.1, 12);
    expect(first([[2], [2]])).toBeCloseTo(0.025, 12);
    // the longest point counts; it is far off its margin
    expect(first([[4], [0.001]])).toBeCloseTo(0.1 / 16, 12);
  });

  law(
    'comes to rest where the pulls cancel, on data that no w separates',
    fc.record({ z: fc.integer({ min: 1, max: 8 }), y: fc.integer({ min: 1, max: 8 }), w: entry }),
    ({ z, y, w }) => {
      const dataset: Dataset<number> = { x: [[z / 4], [y / 4]], y: [1, -1] };
      const { status, samples } = logisticRegression(dataset, [w], 1e3);
      expect(status).toBe('at-rest');
      const end = samples[samples.length - 1];
      expect(Math.abs(pull(dataset, end.w)[0])).toBeLessThan(2e-10 * Math.max(z, y));
      // and not before
      const before = samples.slice(0, -1).map((one) => Math.abs(pull(dataset, one.w)[0]));
      before.forEach((t) => expect(t).toBeGreaterThan(0.9e-10 * (Math.max(z, y) / 4)));
    },
    8,
  );

  test.each([1 / 16, 1, 16])(
    'is at rest where pulls cancel to 1e-10 of the longest point: %d and its opposite',
    (z) => {
      const status = (pulled: number): string => {
        // both weights differ by tanh(w z / 2)
        const w = (2 * Math.atanh(pulled)) / z;
        return logisticRegression({ x: [[z], [z]], y: [1, -1] }, [w], 1e-12 / z).status;
      };
      expect([status(0.9e-10), status(1.1e-10)]).toEqual(['at-rest', 'reached']);
    },
  );

  test.each([[[0.3, 1]], [[-0.3, 1]]])(
    'takes steps of which each is about as long as the one before, as errors of order 5 allow',
    (other) => {
      const { samples } = logisticRegression({ x: [[1, 0.2], other], y: [1, 1] }, [-1, 2], 20);
      const steps = samples.slice(1).map(({ tau }, k) => tau - samples[k].tau);
      const changes = steps.slice(1).map((step, k) => Math.abs(Math.log(step / steps[k])));
      changes.sort((s, t) => s - t);
      // observed: 0.04 of some 50
      expect(changes[Math.floor(changes.length / 2)]).toBeLessThan(0.1);
    },
  );

  test('is at rest at once where all pulls cancel exactly', () => {
    const balanced: Dataset<number> = { x: [[1, 2], [1, 2]], y: [1, -1] }; // prettier-ignore
    expect(logisticRegression(balanced, [0, 0], 1)).toEqual({ status: 'at-rest', samples: [{ tau: 0, w: [0, 0] }] });
    expect(logisticRegression({ x: [[0]], y: [1] }, [3], 1)).toEqual({
      status: 'at-rest',
      samples: [{ tau: 0, w: [3] }],
    });
  });

  test('ends at the norm, and not only beyond', () => {
    // the first step is of length 1/10, and takes 0 to 1/10 or beside it
    const { samples } = logisticRegression({ x: [[1]], y: [1] }, [0], 1e-3);
    expect(samples.length).toBe(2);
    const again = logisticRegression({ x: [[1]], y: [1] }, [0], samples[1].w[0]);
    expect(again).toEqual({ status: 'reached', samples });
  });

  test('gives up where there is nothing to follow', () => {
    const { status, samples } = logisticRegression({ x: [[NaN]], y: [1] }, [1], 2);
    expect({ status, samples }).toEqual({ status: 'undecided', samples: [{ tau: 0, w: [1] }] });
  });
});
