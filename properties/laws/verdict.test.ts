import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { exact, formatRational } from '../../src/numeric/rational.js';
import { all, atLeast, compare, describe as sentence, digits, near, same, undecided } from '../../src/verdict.js';
import { rationals } from '../arbitraries/rational.js';
import { law } from '../harness/law.js';

describe('one comparison', () => {
  law('exact sides are never in doubt', fc.tuple(rationals(), rationals()), ([p, q]) => {
    const order = p.compare(q);
    const wanted = { '=': order === 0, '!=': order !== 0, '>=': order >= 0, '>': order > 0 } as const;
    for (const relation of ['=', '!=', '>=', '>'] as const) {
      for (const [left, right] of [
        [p, q],
        [p, p],
      ]) {
        const said = left === right ? relation === '=' || relation === '>=' : wanted[relation];
        expect(compare(exact, 'p and q', left, relation, right)).toEqual({
          what: 'p and q',
          left: formatRational(left),
          relation,
          right: formatRational(right),
          outcome: said ? 'holds' : 'refuted',
          bound: 'exact',
        });
      }
    }
  });

  test('facts are compared as texts', () => {
    const sides = { what: 'counts', relation: '=', bound: 'exact' };
    expect(same('counts', 2, '2')).toEqual({ ...sides, outcome: 'holds', left: '2', right: '2' });
    expect(same('counts', 2, 3)).toEqual({ ...sides, outcome: 'refuted', left: '2', right: '3' });
  });

  // powers of two, so that differences and quotients are exact
  // with ties, of a bound and of three times it
  const left = fc.oneof(fc.integer({ min: -64, max: 64 }), fc.constantFrom(-24, -8, -6, -3, -2, -1, 0));
  const errors = fc.record({ left, bound: fc.constantFrom(0, 1, 2, 8) });
  law('sides with errors: equal within the bound, unequal beyond the doubt', errors, ({ left, bound }) => {
    const outcome = (off: number) => (off <= bound ? 'holds' : off > 3 * bound ? 'refuted' : 'undecided');
    const said = { what: 'x', left: digits(left), right: '0', bound: `within ${bound}` };
    const slack = (off: number) => (bound > 0 ? { slack: off / bound } : {});
    const size = Math.abs(left);
    expect(near('x', left, 0, bound, 3)).toEqual({ ...said, relation: '=', outcome: outcome(size), ...slack(size) });
    expect(atLeast('x', left, 0, bound, 3)).toEqual({
      ...said,
      relation: '>=',
      outcome: outcome(-left),
      ...slack(0 - left),
    });
  });

  test('where a side is NaN nothing is decided', () => {
    expect(near('x', NaN, 0, 1, 2).outcome).toBe('undecided');
    expect(atLeast('x', 0, NaN, 1, 2).outcome).toBe('undecided');
  });

  test('numbers have four digits in a verdict, and 0 has no sign', () => {
    expect([0, -0, 1 / 3, 123456, 1e-20].map(digits)).toEqual(['0', '0', '0.3333', '123500', '1e-20']);
  });

  test('doubt says so, with both sides', () => {
    const doubt = undecided('x', 'a', 'b');
    expect(doubt).toEqual({
      outcome: 'undecided',
      what: 'x',
      left: 'a',
      relation: '=',
      right: 'b',
      bound: 'not decided',
    });
    expect(sentence(doubt)).toBe('undecided: x; left a, right b, wanted = (not decided)');
  });
});

describe('a conjunction', () => {
  const exactly = same('exactly', 1, 1);
  const within = (slack: number) => near(`slack ${slack}`, slack, 0, 1, 3);

  test('is refuted by one verdict, and in doubt by one if none is refuted', () => {
    const [refuted, doubt] = [within(9), within(2)];
    expect(all([exactly, doubt, refuted, within(7)])).toBe(refuted);
    expect(all([exactly, doubt, within(0.5)])).toBe(doubt);
    const unmeasured = undecided('x', 'a', 'b');
    expect(all([within(0.5), unmeasured, within(0.5)])).toBe(unmeasured);
  });

  test('otherwise shows what came closest to its bound; what is exact has none', () => {
    expect(all([within(0.25), exactly, within(0.75), exactly, within(0.5)]).what).toBe('slack 0.75');
    expect(all([exactly, within(0.5), exactly]).what).toBe('slack 0.5');
    expect(all([exactly])).toBe(exactly);
  });
});
