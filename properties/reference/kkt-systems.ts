import fc from 'fast-check';
import { cellPrograms } from './cell-programs.js';
import { between } from './starts.js';

/** A program, a place and a move in it, and some of its inequalities that hold with equality. */
export const cases = cellPrograms({ n: [1, 5], d: [1, 4], groups: [1, 3] }).chain(({ program, p }) => {
  const list = (length: number): fc.Arbitrary<number[]> =>
    fc.array(between(-1, 1), { minLength: length, maxLength: length });
  const some = (count: number): fc.Arbitrary<number[]> =>
    fc.shuffledSubarray([...Array(count).keys()], { minLength: 1 });
  const { n, rows } = program;
  return fc.record({
    program: fc.constant(program),
    p: fc.constant(p),
    lambda: list(n),
    r: list(rows.length),
    moveOfLambda: list(n),
    moveOfR: list(rows.length),
    active: some(n),
    live: some(rows.length),
  });
});

export const largest = (v: readonly number[]): number => v.reduce((most, t) => Math.max(most, Math.abs(t)), 0);
