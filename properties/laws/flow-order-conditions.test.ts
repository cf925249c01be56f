import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkedMethod, orderResiduals, type RosenbrockMethod } from '../../src/flow/order-conditions.js';
import { RODAS5P } from '../../src/flow/rodas5p.js';
import { law } from '../harness/law.js';

type Matrix = readonly (readonly number[])[];

/** A method in its classical form: alpha strictly lower triangular, Gamma with gamma on its diagonal, b. */
interface Classical {
  readonly gamma: number;
  readonly alpha: Matrix;
  readonly below: Matrix;
  readonly b: readonly number[];
  readonly embedded: readonly number[];
}

const GammaOf = ({ gamma, below }: Classical): number[][] =>
  below.map((row, i) => below.map((_, j) => (i === j ? gamma : (row[j] ?? 0))));

/** x with x Gamma = row, from the last entry on. */
function solveRow(row: readonly number[], Gamma: Matrix): number[] {
  const x = Gamma.map((_, j) => row[j] ?? 0);
  for (let j = x.length - 1; j >= 0; j--) {
    for (let k = j + 1; k < x.length; k++) x[j] -= x[k] * Gamma[k][j];
    x[j] /= Gamma[j][j];
  }
  return x;
}

/** As it is used (Hairer and Wanner IV.7.25): a = alpha Gamma^-1, c = 1/gamma - Gamma^-1, m = b Gamma^-1. */
function toMethod(method: Classical, order: number): RosenbrockMethod {
  const Gamma = GammaOf(method);
  const unit = (i: number): number[] => Gamma.map((_, j) => (i === j ? 1 : 0));
  return {
    order,
    embeddedOrder: order,
    gamma: method.gamma,
    a: method.alpha.map((row, i) => solveRow(row, Gamma).slice(0, i)),
    c: method.alpha.map((_, i) => solveRow(unit(i), Gamma).slice(0, i).map((t) => -t)), // prettier-ignore
    m: solveRow(method.b, Gamma),
    embedded: solveRow(method.embedded, Gamma),
  };
}

type Tree = readonly Tree[];
const parse = (text: string): Tree =>
  JSON.parse(text.replaceAll('(', '[').replaceAll(')', ']').replaceAll('][', '],[')) as Tree;
const size = (tree: Tree): number => tree.reduce((sum, child) => sum + size(child), 1);
const density = (tree: Tree): number => tree.reduce((product, child) => product * density(child), size(tree));
/** The same for trees that differ in the order of branches only. */
const shape = (tree: Tree): string => `(${tree.map(shape).sort().join('')})`;

/** sum over all ways to give each vertex a stage, of b at the root times one entry an edge: beta above an only child, alpha above others. */
function elementaryWeight(tree: Tree, b: readonly number[], alpha: Matrix, Gamma: Matrix): number {
  const parents: number[] = [];
  const only: boolean[] = [];
  const number = (vertex: Tree, parent: number): void => {
    const at = parents.push(parent) - 1;
    only.push(vertex.length === 1);
    vertex.forEach((child) => number(child, at));
  };
  number(tree, -1);
  const stages = b.length;
  let sum = 0;
  for (let code = 0; code < stages ** parents.length; code++) {
    const stage = parents.map((_, k) => Math.floor(code / stages ** k) % stages);
    let product = b[stage[0]];
    for (let k = 1; k < parents.length && product !== 0; k++) {
      const [i, j] = [stage[parents[k]], stage[k]];
      product *= (alpha[i][j] ?? 0) + (only[parents[k]] ? Gamma[i][j] : 0);
    }
    sum += product;
  }
  return sum;
}

const entry = fc.integer({ min: -8, max: 8 }).map((k) => k / 8);
const many = (count: number): fc.Arbitrary<number[]> => fc.array(entry, { minLength: count, maxLength: count });
const classical: fc.Arbitrary<Classical> = fc.integer({ min: 1, max: 3 }).chain((s) => {
  const lower = fc.tuple(...Array.from({ length: s }, (_, i) => many(i)));
  return fc.record({
    gamma: fc.constantFrom(0.5, 0.75, 1.5),
    alpha: lower,
    below: lower,
    b: many(s),
    embedded: many(s),
  });
});

/** Entries of at most 1 and a gamma of at least 1/2: Gamma^-1 has entries below 30 (observed: 1e-13). */
const ROUNDING = 1e-10;

/** Rooted trees of 1, 2, ... vertices (OEIS A000081). */
const TREES = [1, 1, 2, 4, 9, 20, 48];

function agree(method: Classical, order: number): void {
  const residuals = orderResiduals(toMethod(method, order));
  const Gamma = GammaOf(method);
  expect(residuals.length).toBe(TREES.slice(0, order).reduce((sum, n) => sum + n, 0));
  expect(new Set(residuals.map(({ tree }) => shape(parse(tree)))).size).toBe(residuals.length);
  for (const { tree: text, order: vertices, main, embedded } of residuals) {
    const tree = parse(text);
    expect(size(tree)).toBe(vertices);
    const miss = (b: readonly number[]): number =>
      Math.abs(elementaryWeight(tree, b, method.alpha, Gamma) - 1 / density(tree));
    expect(Math.abs(main - miss(method.b))).toBeLessThan(ROUNDING);
    expect(Math.abs(embedded - miss(method.embedded))).toBeLessThan(ROUNDING);
  }
}

describe('the order conditions', () => {
  law(
    'are missed by the elementary weight less 1/density, for each tree once',
    fc.tuple(classical, fc.integer({ min: 1, max: 5 })),
    ([method, order]) => {
      agree(method, order);
    },
    5,
  );

  test('are missed so where no entry is 0, and by all trees of 7 vertices', () => {
    const below = [[], [-0.5], [0.25, 0.75]];
    agree({ gamma: 0.75, alpha: [[], [0.5], [0.25, -0.75]], below, b: [0.5, 0.25, 1], embedded: [1, -0.5, 0.125] }, 5);
    agree({ gamma: 1, alpha: [[]], below: [[]], b: [1], embedded: [0.5] }, 7);
  });
});

/** Order 2 with a weight of 1 for the last stage: gamma = 1 - 1/sqrt 2, b = (1 - gamma, gamma), and the first stage is the embedded method. */
const gamma = 1 - Math.SQRT1_2;
const TWO: RosenbrockMethod = {
  ...toMethod({ gamma, alpha: [[], [1]], below: [[], [-gamma]], b: [1 - gamma, gamma], embedded: [1, 0] }, 2),
  embeddedOrder: 1,
};

describe('a checked method', () => {
  const stifflyAccurate = (): RosenbrockMethod => {
    // y1 is the second stage's point and that stage: b Gamma^-1 = (a_21, 1)
    const m = [TWO.a[1][0], 1];
    return { ...TWO, m };
  };

  test('is the one that was given, where it meets all conditions', () => {
    expect(checkedMethod(RODAS5P)).toBe(RODAS5P);
    const method = { ...stifflyAccurate(), order: 0, embeddedOrder: 0 };
    expect(checkedMethod(method)).toBe(method);
  });

  test('misses none of its embedded conditions either, up to their order', () => {
    expect(() => checkedMethod({ ...RODAS5P, embeddedOrder: 5 })).toThrow(
      /^the coefficients miss the condition of the tree \((.*)\): /,
    );
    expect(() => checkedMethod({ ...RODAS5P, embedded: RODAS5P.embedded.map(() => 0) })).toThrow('the tree (): ');
    const { embedded, main } = orderResiduals({ ...RODAS5P, m: [0, 0, 0, 0, 0, 0, 0, 0] })[0];
    expect(main).toBe(1);
    expect(() => checkedMethod({ ...RODAS5P, m: [0, 0, 0, 0, 0, 0, 0, 0] })).toThrow(
      new RangeError(`the coefficients miss the condition of the tree (): 1, ${embedded}`),
    );
  });

  test.each([
    { what: 'its last weight is not 1', m: [3, 2], row: [3] },
    { what: 'a weight is not that of its last point', m: [2, 1], row: [3] },
    { what: 'none of its weights is', m: [2, 2], row: [3] },
  ])('is refused where $what', ({ m, row }) => {
    const method = { order: 0, embeddedOrder: 0, gamma: 1, a: [[], row], c: [[], [0]], m, embedded: m };
    expect(() => checkedMethod(method)).toThrow(
      new RangeError('the last stage is not the solution: the method is not stiffly accurate'),
    );
    expect(checkedMethod({ ...method, m: [3, 1] }).m).toEqual([3, 1]);
  });
});
