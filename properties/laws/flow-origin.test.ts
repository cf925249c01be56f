import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Kinks } from '../../src/flow/kinks.js';
import type { Neurons } from '../../src/flow/neurons.js';
import { pullOf } from '../../src/flow/sliding.js';
import type { Label } from '../../src/model/dataset.js';
import { inner, near, rowOf, tableOf, type Sided } from '../reference/cells.js';
import { aroundOrigin, firmness, ROUNDING } from '../reference/filippov.js';
import { setUp } from '../reference/on-kinks.js';
import { CLOSE } from '../reference/touching.js';
import { law } from '../harness/law.js';

const RUNS = 240;

/** A neuron whose w is 0, or a hair off it. */
interface AtOrigin {
  readonly it: Sided;
  readonly off: readonly number[];
  readonly quarters: number;
  readonly rho: number;
  /** Where it comes from; 0 where it starts. */
  readonly from: readonly number[];
}

/** Most points push w on, and at a small leak there are several ways then; at a leak of 0 there are cells without a pull. */
const data = (d: number): fc.Arbitrary<Sided> =>
  fc
    .array(
      fc.record({
        row: fc.array(fc.integer({ min: -3, max: 3 }), { minLength: d, maxLength: d }),
        y: fc.constantFrom<Label[]>(1, 1, 1, -1),
        weight: fc.nat({ max: 3 }),
      }),
      { minLength: 2, maxLength: 5 },
    )
    .chain((list) =>
      fc.constantFrom(1, 1, 5).map((eighths) => ({
        x: list.map(({ row }) => (row.every((t) => t === 0) ? row.map((_, j) => 1 - j) : row)),
        y: list.map(({ y }) => y),
        weights: list.map(({ weight }) => weight),
        eighths,
        sides: [],
      })),
    );

const atOrigin = (d: number): fc.Arbitrary<AtOrigin> =>
  fc.record({
    it: data(d),
    off: fc.array(fc.constantFrom(0, 0.5, -0.5), { minLength: d, maxLength: d }),
    quarters: fc.constantFrom(1, 1, 2, 2, 3, -1, -2),
    rho: fc.integer({ min: -3, max: 3 }),
    from: fc.array(fc.integer({ min: -3, max: 3 }), { minLength: d, maxLength: d }),
  });

/** The second of two neurons. */
function put({ it, off, quarters, rho, from }: AtOrigin, branch: 1 | -1, before?: Int8Array) {
  const { points, table, p } = tableOf(it);
  const { d, planes, normals } = points;
  const sides = (v: ArrayLike<number>): Int8Array =>
    Int8Array.from({ length: planes }, (_, l) => Math.sign(inner(rowOf(normals, l, d), v)));
  const signs = before ?? sides(from);
  const alpha = quarters / 4;
  const cell = table.get(signs);
  const neurons: Neurons = {
    d,
    count: 2,
    members: [],
    balanced: [false, false],
    order: new Int32Array(0),
    width: 2,
    state: Float64Array.from([...off.map(() => 3), 5, 7, ...off.map((t) => t * CLOSE), alpha, rho]),
    cells: [cell, cell],
  };
  const kinks = new Kinks(table, neurons, CLOSE, CLOSE, branch);
  kinks.resolve(1, Float64Array.from(p));
  const all = [...signs.keys()];
  return {
    d,
    points,
    table,
    p,
    alpha,
    signs,
    sides,
    branches: kinks.branches,
    cell: neurons.cells[1],
    from: cell,
    u: neurons.state.subarray(d + 2, 2 * d + 2),
    rest: [...neurons.state.subarray(2 * d + 2)],
    bystander: [...neurons.state.subarray(0, d + 2)],
    firmness: (at: Int8Array): number => firmness(table, p, alpha, at, all),
    mean: Array.from({ length: d }, (_, j) => p.reduce((sum, t, i) => sum + t * points.z[i * d + j], 0)),
  };
}

type There = ReturnType<typeof put>;

/** That it has been put a thousand tolerances off, the way all points together pull it. */
function nudged({ d, points, mean, alpha, u, cell, rest }: There, rho: number): void {
  const size = Math.hypot(...mean);
  const along = Array.from(cell.signs, (_, l) => alpha * inner(rowOf(points.normals, l, d), mean));
  if (size < ROUNDING || along.some((t) => Math.abs(t) < ROUNDING)) return;
  mean.forEach((t, j) => near(u[j], (1000 * CLOSE * alpha * t) / size, ROUNDING));
  expect([...cell.signs]).toEqual(along.map(Math.sign));
  expect(rest).toEqual([alpha, rho]);
}

/** That w is 0, and all the rest as it was. */
function atRest({ u, cell, rest, alpha, d, bystander }: There, rho: number): void {
  expect([...u].every((t) => t === 0)).toBe(true);
  expect(rest).toEqual(cell.rank === 0 ? [alpha, rho] : [Math.sign(alpha), rho + Math.log(Math.abs(alpha))]);
  expect(bystander).toEqual([...Array.from({ length: d }, () => 3), 5, 7]);
}

/** Where the search starts: beyond, where all points pull it that are on one side, and at every normal and its opposite. */
function firsts({ points, table, p, alpha, signs, sides, d }: There): Int8Array[] {
  const { planes, normals } = points;
  const pulled = [-1, 1].map((sign) => {
    const h = pullOf(points, table.get(new Int8Array(planes).fill(sign)), p);
    return sides(h.map((t) => alpha * t));
  });
  const beyond = signs.map((sign) => -sign);
  const around = Array.from({ length: planes }, (_, l) =>
    [1, -1].map((sign) => sides(rowOf(normals, l, d).map((t) => sign * t))),
  );
  return [beyond, ...pulled, ...around.flat()];
}

/** The cell to which its pull leads from cell to cell, '' where it goes round and round or w has to stay 0; undefined where it slides, or within rounding. */
function ledFrom({ points, table, p, alpha, sides }: There, first: Int8Array): string | undefined {
  let at = first;
  for (let round = 0; round < 2 * points.planes; round++) {
    if (table.get(at).rank === points.d) return '';
    if (at.some((sign) => sign === 0)) return undefined;
    const h = pullOf(points, table.get(at), p).map((t) => alpha * t);
    const { d, normals } = points;
    if (at.some((_, l) => Math.abs(inner(rowOf(normals, l, d), h)) < ROUNDING)) return undefined;
    const next = sides(h);
    if (next.join() === at.join()) return at.join();
    at = next;
  }
  return '';
}

/** That it goes on in the plane into a cell that pulls it in, found by trying all, and the one beyond before all others. */
function inPlane(one: AtOrigin): void {
  const there = put(one, 1);
  const around = aroundOrigin(there.table);
  const values = around.map(there.firmness);
  if (values.some((t) => Math.abs(t) < ROUNDING)) return;
  const ways = new Set(around.filter((_, place) => values[place] > 0).map((at) => at.join()));
  const other = put(one, -1);
  if (ways.size === 0) {
    for (const nowhere of [there, other]) nudged(nowhere, one.rho);
    return;
  }
  const taken = there.cell.signs.join();
  expect(ways).toContain(taken);
  expect(ways).toContain(other.cell.signs.join());
  expect(other.cell.signs.join() !== taken).toBe(ways.size > 1);
  for (const way of around.filter((at) => ways.has(at.join()))) {
    if (way.every((sign) => sign === 0)) continue;
    expect(
      put(
        one,
        1,
        way.map((sign) => -sign),
      ).cell.signs,
    ).toEqual(way);
  }
  for (const way of [there, other]) {
    expect(way.branches).toBe(ways.size > 1 ? 1 : 0);
    atRest(way, one.rho);
  }
}

/** All signs for so many hyperplanes. */
const allSigns = (planes: number): Int8Array[] =>
  Array.from({ length: planes }).reduce<Int8Array[]>(
    (list, _, l) => list.flatMap((at) => [-1, 0, 1].map((sign) => at.with(l, sign))),
    [new Int8Array(planes)],
  );

const hard = (x: number[][], y: Label[], weights: number[], quarters: number, from: number[]): AtOrigin => ({
  it: { x, y, weights, eighths: 2, sides: [] },
  off: from.map(() => 0),
  quarters,
  rho: 0,
  from,
});

describe('a neuron at w = 0', () => {
  law(
    'goes on in the plane into any cell that pulls it in, the one beyond before all others',
    atOrigin(2),
    inPlane,
    RUNS,
  );

  law(
    'goes on in more dimensions into a cell that pulls it in, or where all points together pull it',
    fc.constantFrom(3, 4).chain(atOrigin),
    (one) => {
      const [there, other] = ([1, -1] as const).map((branch) => put(one, branch));
      const led = new Set(firsts(there).map((first) => ledFrom(there, first)));
      const sure = !led.has(undefined);
      led.delete(undefined);
      led.delete('');
      for (const way of [there, other]) {
        if (way.u.some((t) => t !== 0)) {
          if (sure) expect([...led]).toEqual([]);
          expect(way.branches).toBe(0);
          nudged(way, one.rho);
          continue;
        }
        expect(way.firmness(way.cell.signs)).toBeGreaterThan(-ROUNDING);
        expect(way.cell.rank).toBeLessThan(way.d);
        atRest(way, one.rho);
        if (!sure) continue;
        expect([...led]).toContain(way.cell.signs.join());
        expect(way.branches).toBe(led.size > 1 ? 1 : 0);
      }
      if (sure) expect(there.cell.signs.join() !== other.cell.signs.join()).toBe(led.size > 1);
    },
    RUNS,
  );

  test('is put off it where slopes between those of both sides could hold it there, but not for long', () => {
    const there = put(hard([[2, 0], [-1, 2], [-1, -2]], [-1, -1, -1], [1, 1, 1], 2, [0, 0]), 1); // prettier-ignore
    expect(there.from.rank).toBe(2);
    expect(there.firmness(there.from.signs)).toBeGreaterThan(ROUNDING);
    nudged(there, 0);
    expect([...there.u]).not.toEqual([0, 0]);
  });

  test('finds in the plane a ray to which no other cell leads', () => {
    inPlane(hard([[2, -1], [0, 1], [1, 1]], [1, 1, -1], [1, 1, 1], 2, [-1, 0])); // prettier-ignore
  });

  test.each([
    [
      'from the pull of the points on one side',
      hard(
        [
          [0, 0, -1],
          [2, 0, -2],
        ],
        [-1, 1],
        [0, 0],
        -2,
        [0, 0, 1],
      ),
    ],
    [
      'from the normals',
      hard(
        [
          [1, 2, 2],
          [1, 1, -1],
          [1, 1, 2],
        ],
        [-1, 1, 1],
        [1, 0, 1],
        2,
        [-1, 1, 1],
      ),
    ],
  ])('finds in space a second of several ways that only the search %s leads to', (_, one) => {
    const [there, other] = ([1, -1] as const).map((branch) => put(one, branch));
    const all = allSigns(there.signs.length);
    const ways = all.filter((at) => there.firmness(at) > ROUNDING).map((at) => at.join());
    expect(ways.length).toBeGreaterThan(1);
    for (const way of [there, other]) {
      expect(ways).toContain(way.cell.signs.join());
      expect(way.branches).toBe(1);
      atRest(way, one.rho);
    }
    expect(other.cell.signs).not.toEqual(there.cell.signs);
  });

  test.each([
    { name: 'it is pulled back from both sides', along: [1, -1] },
    // the multiplier is at an end of [0, 1]
    { name: 'nothing pulls it on side -1, and side 1 back', along: [1] },
    { name: 'nothing pulls it on side 1, and side -1 back', along: [-1] },
  ])('stays there where $name', ({ along }) => {
    for (const d of [2, 3]) {
      for (const from of [1, 0, -1]) {
        const x = along.map((t) => Array.from({ length: d }, (_, j) => (j === 0 ? t : 0)));
        const u = x[0].map(() => 0);
        const { kinks, resolve, signs, neurons } = setUp(
          x,
          along.map(() => -1),
          [{ u, alpha: 1 / 2, signs: along.map(() => from) }],
        );
        resolve();
        expect(signs()).toEqual(along.map(() => 0));
        expect([...neurons.state.subarray(0, d)]).toEqual(u);
        expect(kinks.branches).toBe(0);
      }
    }
  });

  test.each([1, -1] as const)('has one way, not along what is no kink: a of sign %i', (sign) => {
    // both of the first pull it by (1, 0), on either side; in the third's half plane all together by (0, 2), along the first's line
    const x = [
      [1, 0],
      [-1, 0],
      [-1, 2],
    ];
    const labels = ([1, -1, 1] as const).map((t): Label => (t === sign ? 1 : -1));
    const { kinks, resolve, signs } = setUp(x, labels, [{ u: [0, 0], alpha: sign / 2, signs: [0, 0, 0] }]);
    resolve();
    expect(signs()).toEqual([1, 1, 1]);
    expect(kinks.branches).toBe(0);
  });
});
