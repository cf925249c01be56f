import fc from 'fast-check';

/** Rows of doubles, as a file would hold them. */
export type Rows = readonly (readonly number[])[];

/** A double in [0, 1) on a grid of 2^-32, and one in [-1, 1). */
const unit = (): fc.Arbitrary<number> => fc.nat({ max: 2 ** 32 - 1 }).map((k) => k / 2 ** 32);
const either = (): fc.Arbitrary<number> => unit().map((u) => 2 * u - 1);

const rows = (n: number, row: fc.Arbitrary<number[]>): fc.Arbitrary<Rows> =>
  fc.array(row, { minLength: n, maxLength: n });
const vector = (d: number, entry: fc.Arbitrary<number>): fc.Arbitrary<number[]> =>
  fc.array(entry, { minLength: d, maxLength: d });
/** First coordinate at least `least` > 0, the others anything: separable by the first axis. */
const ahead = (d: number, least: number, size: number, entry: fc.Arbitrary<number>): fc.Arbitrary<number[]> =>
  fc.tuple(unit(), vector(d - 1, entry)).map(([u, rest]) => [least + size * u, ...rest]);

type Family = (n: number, d: number) => fc.Arbitrary<Rows>;

/** Signed points z_i = y_i x_i with a positive first coordinate, in the ways that upset solvers. */
export const separableFamilies: Readonly<Record<string, Family>> = {
  plain: (n, d) => rows(n, ahead(d, 0.01, 1, either())),
  'tiny margins': (n, d) => rows(n, ahead(d, 1e-15, 1e-15, either())),
  'integer grid': (n, d) =>
    rows(
      n,
      fc
        .tuple(fc.integer({ min: 1, max: 3 }), vector(d - 1, fc.integer({ min: -3, max: 3 })))
        .map(([t, r]) => [t, ...r]),
    ),
  duplicates: (n, d) =>
    rows(Math.ceil(n / 3), ahead(d, 0.01, 1, either())).map((base) =>
      Array.from({ length: n }, (_, i) => base[i % base.length]),
    ),
  'near-duplicates': (n, d) =>
    fc
      .tuple(ahead(d, 1, 1, either()), rows(n, vector(d, fc.nat({ max: 9 }))))
      .map(([base, steps]) => steps.map((s) => base.map((t, j) => t * (1 + s[j] * 2 ** -50)))),
  collinear: (n, d) =>
    fc
      .tuple(ahead(d, 1, 0, either()), vector(n, unit()))
      .map(([base, sizes]) => sizes.map((s) => base.map((t) => t * (0.1 + s)))),
  'scales of 1e6 and 1e-4': (n, d) =>
    rows(
      n,
      ahead(
        d,
        1e5,
        1e6,
        either().map((t) => 1e-4 * t),
      ),
    ),
  'scales of 1e150': (n, d) =>
    rows(
      n,
      ahead(
        d,
        1e148,
        1e150,
        either().map((t) => 1e150 * t),
      ),
    ),
  'scales of 1e-150': (n, d) =>
    rows(
      n,
      ahead(
        d,
        1e-152,
        1e-150,
        either().map((t) => 1e-150 * t),
      ),
    ),
  'one point': (_, d) => rows(1, ahead(d, 0.01, 1, either())),
  'one dimension': (n) => rows(n, ahead(1, 0.01, 1, either())),
  'zero columns': (n, d) => rows(n, ahead(d, 0.01, 1, fc.constant(0))),
};

/** Signed points that no linear classifier separates, from plainly to barely. */
export const inseparableFamilies: Readonly<Record<string, Family>> = {
  'far inside': (n, d) =>
    rows(n, vector(d, either())).map((z) => [...z, ...z.slice(0, 2).map((row) => row.map((t) => -t))]),
  'one point at the origin': (n, d) => rows(n, ahead(d, 0.01, 1, either())).map((z) => [...z, z[0].map(() => 0)]),
  'one opposed pair, far apart in size': (n, d) =>
    rows(n, ahead(d, 0.01, 1, either())).map((z) => [...z, z[0].map((t) => -t * 2 ** -40)]),
  'conflicting labels': (n, d) =>
    rows(n, ahead(d, 0.01, 1, either())).map((z) => [...z, z[z.length - 1].map((t) => -t)]),
  'all at the origin': (n, d) => rows(n, vector(d, fc.constant(0))),
  'integer grid around 0': (n, d) =>
    rows(n, vector(d, fc.integer({ min: -2, max: 2 }))).map((z) => [
      ...z,
      z[0].map((_, j) => -z.reduce((s, row) => s + row[j], 0)),
    ]),
};

export interface FamilyMember {
  readonly family: string;
  readonly z: Rows;
}

/** A member of some family, n up to 50 and d up to 10. */
export const membersOf = (families: Readonly<Record<string, Family>>): fc.Arbitrary<FamilyMember> =>
  fc
    .tuple(fc.constantFrom(...Object.keys(families)), fc.integer({ min: 1, max: 50 }), fc.integer({ min: 1, max: 10 }))
    .chain(([family, n, d]) => families[family](n, d).map((z) => ({ family, z })));
