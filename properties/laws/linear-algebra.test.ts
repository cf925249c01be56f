import fc from 'fast-check';
import { create, all as everything } from 'mathjs';
import { describe, expect, test } from 'vitest';
import { solveIntegers, solveReals } from '../../src/numeric/elimination.js';
import { characteristicPolynomial, product } from '../../src/numeric/matrix.js';
import { exact, rational } from '../../src/numeric/rational.js';
import { surds } from '../../src/numeric/surd.js';
import { sameDirection, scale } from '../../src/numeric/vector.js';
import { rationals } from '../arbitraries/rational.js';
import { nonzeroVectors } from '../arbitraries/vector.js';
import { law } from '../harness/law.js';

/** Observed: eigenvalues of mathjs are off by less than 1e-12 of the matrix's size. */
const EIGS_ERROR = 1e-11;

const math = create(everything, { number: 'BigNumber', precision: 64 });

const inner = (u: readonly bigint[], v: readonly bigint[]): bigint => u.reduce((s, t, j) => s + t * v[j], 0n);

/** A is the Gram matrix of k vectors, which may be dependent. */
const systems = fc.tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 5 })).chain(([k, d]) => {
  const entry = fc.oneof(fc.bigInt({ min: -3n, max: 3n }), fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }));
  const row = (length: number) => fc.array(entry, { minLength: length, maxLength: length });
  return fc
    .record({ vectors: fc.array(row(d), { minLength: k, maxLength: k }), b: row(k) })
    .map(({ vectors, b }) => ({ A: vectors.map((u) => vectors.map((v) => inner(u, v))), b }));
});

/** Determinant by expansion along the first row: slow, and nothing like elimination. */
const determinant = (A: readonly (readonly bigint[])[]): bigint =>
  A.length === 0
    ? 1n
    : A[0].reduce((sum, t, j) => {
        const minor = A.slice(1).map((row) => row.filter((_, c) => c !== j));
        return sum + (j % 2 === 0 ? t : -t) * determinant(minor);
      }, 0n);

describe('fraction-free elimination', () => {
  law('solves A x = det(A) b with the determinant of the expansion, or finds A singular', systems, ({ A, b }) => {
    const solution = solveIntegers(A, b);
    const det = determinant(A);
    expect(solution === undefined).toBe(det === 0n);
    if (solution === undefined) return;
    expect(solution.determinant).toBe(det);
    expect(A.map((row) => inner(row, solution.numerators))).toEqual(b.map((t) => t * det));
  });

  law('agrees with the doubles where these are well conditioned', systems, ({ A, b }) => {
    const small = A.map((row, i) => row.map((t, j) => Number(t % 5n) + (i === j ? 30 : 0)));
    const rhs = b.map((t) => Number(t % 5n));
    const integers = solveIntegers(
      small.map((row) => row.map(BigInt)),
      rhs.map(BigInt),
    );
    // with the large entries below the diagonal, which pivots have to find
    const reals = solveReals(
      [...small.slice(1), small[0]].map((row) => [...row]),
      [...rhs.slice(1), rhs[0]],
    );
    const det = Number(integers?.determinant);
    // diagonally dominant, condition below 4, so elimination in doubles is off by a few units in the last place
    integers?.numerators.forEach((t, k) =>
      expect(Math.abs(Number(t) / det - (reals?.[k] ?? NaN))).toBeLessThan(2 ** -44),
    );
  });

  test('a singular matrix of doubles is refused', () => {
    expect(
      solveReals(
        [
          [1, 2],
          [2, 4],
        ],
        [1, 1],
      ),
    ).toBeUndefined();
  });
});

const squareMatrices = fc
  .integer({ min: 1, max: 4 })
  .chain((k) => fc.array(fc.array(rationals(), { minLength: k, maxLength: k }), { minLength: k, maxLength: k }));

describe('characteristic polynomial', () => {
  law(
    'a matrix is a root of its own (Cayley-Hamilton), and the constant is the determinant up to sign',
    squareMatrices,
    (M) => {
      const c = characteristicPolynomial(exact, M);
      const unit = M.map((row, i) => row.map((_, j) => rational(i === j ? 1 : 0)));
      let power = unit;
      let sum = M.map((row) => row.map(() => rational(0)));
      for (const coefficient of c) {
        const term = power.map((row) => scale(exact, coefficient, row));
        sum = sum.map((row, i) => row.map((t, j) => t.add(term[i][j])));
        power = product(exact, M, power);
      }
      expect(sum.flat().every((t) => t.n === 0n)).toBe(true);
      expect(c[M.length].equals(1)).toBe(true);
    },
    400,
  );

  law(
    'vanishes at the eigenvalues that mathjs finds for symmetric matrices',
    squareMatrices,
    (M) => {
      const symmetric = M.map((row, i) => row.map((t, j) => t.add(M[j][i])));
      const c = characteristicPolynomial(exact, symmetric).map((t) =>
        math.bignumber(t.n.toString()).times(t.s.toString()).div(t.d.toString()),
      );
      const entries = symmetric.map((row) => row.map((t) => Number(t.valueOf())));
      const { values } = math.eigs(entries);
      const size = Math.max(1, ...entries.flat().map(Math.abs));
      for (const value of values.valueOf() as unknown as number[]) {
        const residual = c.reduceRight((s, t) => s.times(String(value)).plus(t), math.bignumber(0));
        // the polynomial is k-Lipschitz there up to (2 k size)^(k - 1) k
        const bound = EIGS_ERROR * M.length * size * (2 * M.length * size) ** (M.length - 1);
        expect(Math.abs(residual.toNumber())).toBeLessThan(bound);
      }
    },
    200,
  );
});

describe('the field Q(sqrt N)', () => {
  const N = fc.nat({ max: 12 }).map((n) => rational(n));
  const pair = fc.tuple(rationals(), rationals()).map(([p, q]) => ({ p, q }));

  law('the sign of p + q sqrt N is that of 64 digits', fc.tuple(N, pair), ([n, a]) => {
    const field = surds(n);
    const big = (r: typeof n) => math.bignumber(r.n.toString()).times(r.s.toString()).div(r.d.toString());
    const value = big(a.p).plus(big(a.q).times(big(n).sqrt()));
    // p^2 - q^2 N is a multiple of 1/(8*5*...)^2, so a non-zero value is far above 1e-60
    const sign = value.abs().lt('1e-60') ? 0 : value.isNegative() ? -1 : 1;
    expect(Math.sign(field.compare(a, field.zero))).toBe(sign);
  });

  law('is a field: distributive, and a / b times b is a', fc.tuple(N, pair, pair, pair), ([n, a, b, c]) => {
    const f = surds(n);
    const left = f.mul(a, f.add(b, c));
    expect(f.compare(left, f.add(f.mul(a, b), f.mul(a, c)))).toBe(0);
    expect(f.sub(f.add(a, b), b)).toEqual(a);
    if (f.compare(b, f.zero) !== 0) expect(f.compare(f.mul(f.div(a, b), b), a)).toBe(0);
    else expect(() => f.div(a, b)).toThrow('a surd cannot be divided by 0');
  });

  law('the root squared is N', N, (n) => {
    const f = surds(n);
    expect(f.compare(f.mul(f.root, f.root), f.lift(n))).toBe(0);
  });

  test('where N is a square, what is conjugate to 0 can be divided by', () => {
    const f = surds(rational(4));
    const four = { p: rational(2), q: rational(1) };
    expect(f.compare({ p: rational(-2), q: rational(1) }, f.zero)).toBe(0);
    expect(f.div(f.one, four)).toEqual(f.lift(rational(1, 4)));
  });

  test.each([
    ['where the root is irrational', 2, 0, 0],
    ['where it is not', 4, -2, 1],
    ['where N is 0', 0, 0, 3],
  ])('0 is not divided by: %s', (_, n, p, q) => {
    const f = surds(rational(n));
    expect(() => f.div(f.one, { p: rational(p), q: rational(q) })).toThrow('a surd cannot be divided by 0');
  });

  test('a negative N is refused, 0 is not', () => {
    expect(() => surds(rational(-1))).toThrow('N is -1, expected N >= 0');
    expect(surds(rational(0)).root).toEqual({ p: rational(0), q: rational(1) });
  });
});

describe('directions', () => {
  law('c v has the direction of v just for c > 0', fc.tuple(nonzeroVectors(3), rationals()), ([v, c]) => {
    expect(sameDirection(exact, scale(exact, c, v), v)).toBe(c.compare(0) > 0);
  });

  law(
    'a change of one coordinate changes the direction, unless the others are 0',
    fc.tuple(nonzeroVectors(3)),
    ([v]) => {
      const changed = [v[0].add(1), v[1], v[2]];
      const along = v[1].n === 0n && v[2].n === 0n;
      expect(sameDirection(exact, v, changed)).toBe(
        along && v[0].add(1).s === v[0].s && v[0].add(1).n !== 0n && v[0].n !== 0n,
      );
    },
  );
});
