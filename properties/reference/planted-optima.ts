import fc from 'fast-check';
import { createDataset, type Dataset } from '../../src/model/dataset.js';
import { inner, integerVectors } from './integer-data.js';

/**
 * min t subject to |B_j lambda| <= t, sum lambda = 1, with a known solution: neurons (sign_j, u_j) of masses mu, each of which sees the points of its own group and
 * the others from behind.
 */
export interface PlantedOptimum {
  readonly dataset: Dataset;
  readonly leak: number;
  readonly neurons: readonly { readonly sign: 1 | -1; readonly u: readonly number[]; readonly mass: number }[];
  /** Of sum 1. */
  readonly lambda: readonly number[];
  /** The last point is further from the first neuron's boundary than it needs to be: its weight is 0. */
  readonly spare: boolean;
  /** All neurons stand on the kinks of all other groups' points, and so on those of sums of these points. */
  readonly onKinks?: boolean;
  /** A neuron that sees only one of the first group's points, and needs no mass. */
  readonly idle?: { readonly sign: 1 | -1; readonly u: readonly number[] };
}

const length = (v: readonly number[]): number => Math.hypot(...v);
const reflected = (v: readonly number[], n: readonly number[]): number[] => {
  const along = (2 * inner(v, n)) / inner(n, n);
  return v.map((t, j) => t - along * n[j]);
};
const axis = (d: number, j: number): number[] => Array.from({ length: d }, (_, e) => (e === j ? 1 : 0));

/** d + 1 unit vectors with inner products -1/d and sum 0. */
function simplex(d: number): number[][] {
  if (d === 1) return [[1], [-1]];
  const height = Math.sqrt(1 - 1 / d ** 2);
  return [axis(d, 0), ...simplex(d - 1).map((v) => [-1 / d, ...v.map((t) => height * t)])];
}

interface Group {
  readonly u: number[];
  readonly sign: 1 | -1;
  /** Signed points z = y x, and the shares of the group's weight. */
  readonly points: { readonly z: number[]; readonly share: number }[];
  /** <u, z> of all of them. */
  readonly height: number;
}

/** The group j has |B_j lambda| = Lambda_j h_j = t and q = mu_j h_j = t, each times 1 - leak where leaks cancel. */
function planted(
  groups: readonly Group[],
  leak: number,
  mirror: readonly number[],
  aside: readonly number[],
): PlantedOptimum {
  const all = groups.reduce((sum, { height }) => sum + 1 / height, 0);
  const rows = groups.flatMap(({ points, sign, height }) =>
    points.map(({ z, share }) => ({ x: reflected(z, mirror), y: sign, weight: share / height / all })),
  );
  const [{ u, points, sign, height }] = groups;
  const across = aside.map((t, e) => t - inner(aside, u) * u[e]);
  // independent of the group's points, or else no weights make all of them equally far
  const spare = length(across) > 1 && points.length < Math.min(u.length, 2);
  if (spare) {
    // not seen by the others, and so near that the neuron of equal margins looks the same way
    const step = (0.8 * height) / u.length / length(across);
    rows.push({
      x: reflected(
        u.map((t, e) => 1.03 * height * t + step * across[e]),
        mirror,
      ),
      y: sign,
      weight: 0,
    });
  }
  return {
    spare,
    dataset: createDataset(
      rows.map(({ x }) => x),
      rows.map(({ y }) => y),
    ),
    leak,
    neurons: groups.map(({ u, sign, height }) => ({ sign, u: reflected(u, mirror), mass: 1 / height / all })),
    lambda: rows.map(({ weight }) => weight),
  };
}

const signs = fc.constantFrom<(1 | -1)[]>(1, -1);
const leaks = fc.integer({ min: -4, max: 6 }).map((k) => Math.max(0, k) / 8);
const heights = fc.integer({ min: 4, max: 9 });

/** On axes: each neuron stands on the kinks of the first groups' points, along which the others' points have a part that its face does not see. */
const onAxes: fc.Arbitrary<PlantedOptimum> = fc.integer({ min: 1, max: 4 }).chain((d) =>
  fc
    .record({
      groups: fc.array(fc.tuple(heights, signs, fc.integer({ min: 0, max: 3 })), { minLength: 1, maxLength: d }),
      clean: fc.integer({ min: 1, max: 4 }),
      leak: leaks,
      mirror: integerVectors(d),
      aside: integerVectors(d, 9),
    })
    .map(({ groups, clean, leak: own, mirror, aside }) => {
      const leak = groups.some(([, , below], j) => j >= clean && below > 0) ? 0 : own;
      const optimum = planted(
        groups.map(([height, sign, below], j) => ({
          u: axis(d, j),
          sign,
          height,
          // the point itself is seen with y = sign: what is below the axes of the first groups is so for x
          points: [{ z: axis(d, j).map((t, e) => height * t - (j >= clean && e < clean ? below : 0)), share: 1 }],
        })),
        leak,
        mirror,
        aside.map((t, e) => (e < groups.length ? 0 : t)),
      );
      return { ...optimum, onKinks: groups.every(([, , below], j) => j < clean || below === 0) };
    }),
);

/** Along a simplex, with one or two points a group: neurons of all signs and heights at leak 0, and alike where they see the others' points leak. */
const onSimplex: fc.Arbitrary<PlantedOptimum> = fc.integer({ min: 1, max: 3 }).chain((d) =>
  fc
    .record({
      groups: fc.array(
        fc.record({ height: heights, sign: signs, side: integerVectors(d, 9), part: fc.integer({ min: 0, max: 3 }) }),
        { minLength: d + 1, maxLength: d + 1 },
      ),
      leak: leaks,
      mirror: integerVectors(d),
      aside: integerVectors(d, 9),
    })
    .map(({ groups, leak, mirror, aside }) =>
      planted(
        simplex(d).map((u, j) => {
          const own = groups[j];
          const [height, sign] = leak > 0 ? [groups[0].height, groups[0].sign] : [own.height, own.sign];
          const across = own.side.map((t, e) => t - inner(own.side, u) * u[e]);
          const size = length(across);
          // part : 4 - part, balanced, and short enough to be seen by no other neuron
          const [p, q] = [own.part / 4, 1 - own.part / 4];
          const step = across.map((t) => (t / size) * (height / d / 2));
          const points =
            own.part === 0 || size < 1
              ? [{ z: u.map((t) => height * t), share: 1 }]
              : [
                  { z: u.map((t, e) => height * t + q * step[e]), share: p },
                  { z: u.map((t, e) => height * t - p * step[e]), share: q },
                ];
          return { u, sign, height, points };
        }),
        leak,
        mirror,
        aside,
      ),
    ),
);

/** On axes, but for two points of the first group, one of which has a neuron of its own. */
const withIdleNeuron: fc.Arbitrary<PlantedOptimum> = fc.integer({ min: 1, max: 3 }).chain((m) =>
  fc
    .record({
      groups: fc.array(fc.tuple(heights, signs), { minLength: m, maxLength: m }),
      share: fc.integer({ min: 4, max: 6 }).map((k) => k / 8),
      leak: leaks,
      mirror: integerVectors(m + 1),
    })
    .map(({ groups, share, leak, mirror }) => {
      const [d, last] = [m + 1, axis(m + 1, m)];
      const optimum = planted(
        groups.map(([height, sign], j) => {
          const at = (aside: number): number[] => axis(d, j).map((t, e) => height * (t + aside * last[e]));
          const pair = [
            { z: at(1 - share), share },
            { z: at(-share), share: 1 - share },
          ];
          return { u: axis(d, j), sign, height, points: j === 0 ? pair : [{ z: at(0), share: 1 }] };
        }),
        leak,
        mirror,
        last.map(() => 0),
      );
      const u = last.map((t, e) => (e === 0 ? 1 : 8 * t) / Math.sqrt(65));
      return { ...optimum, idle: { sign: groups[0][1], u: reflected(u, mirror) } };
    }),
);

export const plantedOptima: fc.Arbitrary<PlantedOptimum> = fc.oneof(onAxes, onSimplex, withIdleNeuron);
