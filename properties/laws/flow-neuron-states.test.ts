import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CellTable } from '../../src/flow/cell.js';
import { createNeurons, normalise, onStableManifold, vanishes, type Neurons } from '../../src/flow/neurons.js';
import { preparePoints } from '../../src/flow/points.js';
import { generalDatasets, starts } from '../reference/starts.js';
import { law } from '../harness/law.js';

/** What is left of a projection to no less than a hundredth of it (derived: 100 (d + 8) half ulps). */
const ROUNDING = 2 ** -40;
const EPS = Number.EPSILON;

const inner = (u: readonly number[], v: readonly number[]): number => u.reduce((sum, t, j) => sum + t * v[j], 0);
const near = (u: readonly number[], v: readonly number[]): boolean =>
  u.length === v.length && u.every((t, j) => Math.abs(t - v[j]) < ROUNDING);

const setups = fc.record({
  start: starts((d) => generalDatasets(d, 1, 4), { d: [1, 4], m: [1, 4] }),
  sliding: fc.nat({ max: 2 ** 8 - 1 }),
  balanced: fc.nat({ max: 15 }),
  stretch: fc.constantFrom(1, 0.5, 3),
});

/** One neuron in the plane or on the line, in a cell where it slides along some of the axes. */
function one(u: readonly number[], alpha: number, { balanced = true, slides = 0 } = {}): Neurons {
  const d = u.length;
  const x = u.map((_, i) => u.map((__, j) => (i === j ? 1 : 0)));
  const table = new CellTable(preparePoints({ x, y: x.map(() => 1) }), 0.5);
  const signs = new Int8Array(d).fill(1);
  const neurons = createNeurons({ leak: 0.5, w: [[7, ...u.slice(1)], [...u]], a: [1, alpha] }, 0, table);
  for (let l = 0; l < slides; l++) signs[l] = 0;
  return {
    ...neurons,
    state: Float64Array.of(...new Array<number>(d + 2).fill(-0.9), ...u, alpha, 5),
    cells: [table.get(new Int8Array(d).fill(1)), table.get(signs)],
    balanced: [!balanced, balanced],
  };
}

describe('the state of a neuron', () => {
  law(
    'goes back to its sphere and its kinks, where its vector was',
    setups,
    ({ start: { dataset, net }, sliding, balanced, stretch }) => {
      const points = preparePoints(dataset);
      const table = new CellTable(points, net.leak);
      const { d, state, cells: plain, count } = createNeurons(net, 0, table);
      const cells = plain.map(({ signs }, k) => {
        let left = d - 1;
        return table.get(signs.map((s, l) => (((sliding >> (k + l)) & 1) === 1 && left-- > 0 ? 0 : s)));
      });
      const at = (s: Float64Array, k: number) => {
        const v = [...s.slice(k * (d + 2), (k + 1) * (d + 2))];
        return { u: v.slice(0, d), alpha: v[d], rho: v[d + 1] };
      };
      for (let k = 0; k < count; k++) for (let j = 0; j <= d; j++) state[k * (d + 2) + j] *= stretch;
      const before = state.slice();
      const isBalanced = plain.map((_, k) => ((balanced >> k) & 1) === 1);
      normalise(state, { d, cells, balanced: isBalanced });
      plain.forEach((_, k) => {
        const [old, now] = [at(before, k), at(state, k)];
        const { basis, rank } = cells[k];
        const u = [...old.u];
        for (let r = 0; r < rank; r++) {
          const e = [...basis.slice(r * d, r * d + d)];
          const part = inner(e, old.u);
          e.forEach((t, j) => (u[j] -= part * t));
        }
        // all but 0: what is left of it is rounding
        if (Math.hypot(...u) < 1e-2 * stretch) return;
        const length = Math.hypot(...u, old.alpha);
        expect(Math.abs(now.rho - old.rho - Math.log(length))).toBeLessThan(ROUNDING);
        const size = Math.hypot(...u);
        const wanted = isBalanced[k]
          ? [...u.map((t) => (t / size) * Math.SQRT1_2), Math.sign(old.alpha) * Math.SQRT1_2]
          : [...u, old.alpha].map((t) => t / length);
        expect(near([...now.u, now.alpha], wanted)).toBe(true);
      });
    },
    80,
  );

  test('of no w is on its sphere by a alone, balanced or not', () => {
    for (const balanced of [true, false]) {
      const state = Float64Array.of(0, 0, -0.5, 1);
      const { cells } = one([0, 0], 1);
      normalise(state, { d: 2, cells, balanced: [balanced] });
      expect([...state]).toEqual([0, 0, -1, 1 + Math.log(0.5)]);
    }
  });

  test.each([
    ['on a line, pulled back', [0.6], 0.8, [-1], {}, true],
    ['on a line, pulled on', [0.6], 0.8, [1], {}, false],
    ['on a line, pulled back by a negative a', [0.6], -0.8, [1], {}, true],
    ['on a line, not pulled', [0.6], 0.8, [0], {}, false],
    ['on a line, not pulled, of a negative a', [0.6], -0.8, [0], {}, false],
    ['on a line, but not balanced', [0.6], 0.8, [-1], { balanced: false }, false],
    ['in the plane', [0.6, 0], 0.8, [-1, 0], {}, false],
    ['in the plane, sliding', [0, 0.6], 0.8, [0, -1], { slides: 1 }, true],
    ['in the plane, sliding, pulled on', [0.1, 0.6], 0.8, [-1, 1], { slides: 1 }, false],
    ['in the plane, sliding along both', [0, 0.6], 0.8, [0, -1], { slides: 2 }, false],
  ] as const)('%s: whether it is on its way to 0', (_, u, alpha, h, kind, expected) => {
    expect(vanishes(one(u, alpha, kind), 1, h)).toBe(expected);
  });

  const side = Math.SQRT1_2;
  test.each([
    ['against h', [0.6 * side, 0.8 * side], side, [-3, -4], true],
    ['along h, of a negative a', [0.6 * side, 0.8 * side], -side, [3, 4], true],
    ['along h', [0.6 * side, 0.8 * side], side, [3, 4], false],
    ['not pulled', [0.6, 0], 0.8, [0, 0], false],
    ['off by rounding', [1, 8 * EPS], 1, [-2, 0], true],
    ['off by more', [1, 9 * EPS], 1, [-2, 0], false],
    ['off by more on the other side', [1, -9 * EPS], 1, [-2, 0], false],
    ['off in its first coordinate', [9 * EPS, 1], 1, [0, -2], false],
    ['on a line, where it is on its way to 0', [side], side, [-1], false],
  ] as const)('%s: whether it is on the stable manifold of 0', (_, u, alpha, h, expected) => {
    expect(onStableManifold(one(u, alpha), 1, [...h, 99])).toBe(expected);
  });
});
