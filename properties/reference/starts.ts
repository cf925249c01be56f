import fc from 'fast-check';
import type { Dataset, Label } from '../../src/model/dataset.js';
import type { Network } from '../../src/model/network.js';

/** Where a flow starts: at e^{logScale} net. */
export interface Start {
  readonly dataset: Dataset<number>;
  readonly net: Network<number>;
  readonly logScale: number;
}

/** Doubles in (-1, 1) with three digits, never 0. */
const entry = (): fc.Arbitrary<number> => fc.integer({ min: -997, max: 996 }).map((k) => (k + 0.5) / 997);
export const between = (low: number, high: number): fc.Arbitrary<number> =>
  fc.nat({ max: 1000 }).map((k) => low + ((high - low) * k) / 1000);
const vector = (d: number): fc.Arbitrary<number[]> => fc.array(entry(), { minLength: d, maxLength: d });
const label = (): fc.Arbitrary<Label> => fc.constantFrom<Label[]>(1, -1);
export const leaks = (): fc.Arbitrary<number> => between(0.05, 0.95);

const inner = (u: readonly number[], v: readonly number[]): number => u.reduce((sum, t, j) => sum + t * v[j], 0);

const many = <T>(one: fc.Arbitrary<T>, min: number, max: number): fc.Arbitrary<T[]> =>
  fc.array(one, { minLength: min, maxLength: max });

/** Separable: labelled by a hyperplane through the origin. The points are not of unit length, so that units matter. */
export const generalDatasets = (d: number, min = 3, max = 8): fc.Arbitrary<Dataset<number>> =>
  fc.tuple(vector(d), many(vector(d), min, max), between(0.5, 3)).map(([w, rows, size]) => ({
    x: rows.map((row) => row.map((t) => size * t)),
    y: rows.map((row) => (inner(w, row) > 0 ? 1 : -1)),
  }));

/** Separable by e_1, with the three hints of Definition 6.1 at a moderate H, K and epsilon. */
export const hintedDatasets = (d: number): fc.Arbitrary<Dataset<number>> =>
  fc
    .tuple(
      many(fc.tuple(between(0.05, 1), vector(d - 1), label()), 1, 5),
      fc.record({ H: between(2, 6), K: between(1, 3), epsilon: between(0.05, 0.5) }),
    )
    .map(([rows, { H, K, epsilon }]) => {
      const rest = (second: number): number[] => Array.from({ length: d - 1 }, (_, j) => (j === 0 ? second : 0));
      const x = rows.map(([first, others, y]) => [y * first, ...others]);
      const labels = rows.map(([, , y]) => y);
      return { x: [[H, ...rest(0)], [epsilon, ...rest(K)], [epsilon, ...rest(-K)], ...x], y: [1, 1, 1, ...labels] };
    });

/** (x, y) and (-x, -y), separable. */
export const symmetricDatasets = (d: number, max = 6): fc.Arbitrary<Dataset<number>> =>
  generalDatasets(d, 1, max).map(({ x, y }) => ({
    x: [...x, ...x.map((row) => row.map((t) => -t))],
    y: [...y, ...y.map((t): Label => (t === 1 ? -1 : 1))],
  }));

/** Separable, with y_1 = -1, and all a_k > 0: point 1 pushes every w_k away that looks at it, and w_1 does, onto its kink often. */
export const slidingStarts = (): fc.Arbitrary<Start> =>
  starts((d) => generalDatasets(d, 4, 8).map(({ x, y }) => ({ x, y: y.map((t): Label => (t === y[0] ? -1 : 1)) }))).map(
    ({ dataset, net, logScale }) => ({
      dataset,
      net: {
        ...net,
        w: net.w.map((wk, k) => (k === 0 ? dataset.x[0].map((t, j) => t + wk[j] / 4) : wk)),
        a: net.a.map(Math.abs),
      },
      logScale,
    }),
  );

export const networks = (d: number, min: number, max: number): fc.Arbitrary<Network<number>> =>
  fc
    .tuple(leaks(), many(fc.tuple(vector(d), entry()), min, max))
    .map(([leak, neurons]) => ({ leak, w: neurons.map(([w]) => w), a: neurons.map(([, a]) => a) }));

interface Sizes {
  readonly d?: readonly [number, number];
  readonly m?: readonly [number, number];
  readonly logScale?: readonly [number, number];
}

/** A flow is dear to repeat: of what a failure shrinks to, only so much is tried. */
const MAX_SHRINKS = 40;

export const starts = (
  datasets: (d: number) => fc.Arbitrary<Dataset<number>>,
  { d = [2, 3], m = [1, 4], logScale = [-3, 0] }: Sizes = {},
): fc.Arbitrary<Start> =>
  fc.limitShrink(
    fc
      .integer({ min: d[0], max: d[1] })
      .chain((dimension) =>
        fc.record({ dataset: datasets(dimension), net: networks(dimension, ...m), logScale: between(...logScale) }),
      ),
    MAX_SHRINKS,
  );
