import type { Figure } from '../../src/report/figure.js';
import type { ClaimReport, FrozenWitness, Report } from '../../src/report/report.js';
import { SECTIONS } from '../../src/report/sections.js';

const ROWS = SECTIONS.flatMap(({ rows }) => rows);
const LONG =
  'a statement of many words, with gamma(theta-bar_0/|theta-bar_0|) >= (1 + leak)/4 gamma*, that goes on and on until it needs some lines of its own: ';
const UNBROKEN = `sum_{i=1}^{n}y_i<w_*,x_i>=${'x'.repeat(120)}`;
const FORMULA = 'f^\\infty(x) = \\frac{1 + \\alpha}{4}\\, \\langle w^*, x \\rangle';
const WIDE = `${FORMULA} = ${Array.from({ length: 12 }, (_, k) => `a_{${k}} \\phi(\\langle w_{${k}}, x \\rangle)`).join(' + ')}`;

const witness: FrozenWitness = {
  because: ['False, as it stands.', LONG.repeat(2), 'Repair: none.'],
  instance: { dataset: { x: Array.from({ length: 12 }, (_, i) => [`${i}/7`, '-1']), y: [1, -1] }, leak: '1/2' },
  what: LONG,
  left: '123456789123456789/98765432198765432111',
  relation: '>=',
  right: `(${'1, '.repeat(40)}1)`,
};

/** A claim of some row; every seventh is undecided, every eleventh did not run, every thirteenth is refuted against what was expected. */
function made(k: number, change: Partial<ClaimReport>): ClaimReport {
  const row = ROWS[k % ROWS.length];
  const expected = change.expected ?? 'holds';
  const outcome = k % 7 === 6 ? 'undecided' : k % 13 === 12 ? 'refuted' : expected;
  const cases = 1500;
  return {
    id: `${row}-made-${k}`,
    row,
    order: k + 1,
    source: LONG,
    evidence: 'exact',
    expected,
    statement: `claim ${k}: ${k % 3 === 0 ? LONG.repeat(3) : k % 3 === 1 ? UNBROKEN : 'short'}`,
    formula: k % 4 === 0 ? WIDE : FORMULA,
    file: 'properties/theorems/made.test.ts',
    assumptions: [
      { id: 'separable', statement: LONG, met: cases },
      { id: 'symmetric', statement: UNBROKEN, met: cases },
    ],
    ...(k % 11 !== 10 && {
      found: {
        outcome,
        cases,
        met: cases,
        undecided: k % 2,
        milliseconds: 1234,
        seed: 2 ** 31 - 1,
        regions: ['n = 1', 'tiny margins', 'leak near 0'].map((region, i) => ({ region, share: (i + 1) / 7 })),
        slack: { worst: 0.4321, at: LONG, decades: [900, 0, 0, 1, 2, 3, 0, 40, 50, 60, 7, 8, 1] },
        ...(outcome === 'refuted' && expected === 'holds' && { refutation: witness }),
      },
    }),
    ...(expected === 'refuted' && { witness }),
    problems: outcome === expected ? [] : [`${LONG}\n  ${UNBROKEN}`],
    replay: `npm test -- properties/theorems/made.test.ts -t '^${row}-made-${k} holds$'`,
    ...change,
  };
}

/** A report of so many claims, twins and misprints among them, in which not all is well. */
export function madeReport(size: number): Report {
  const claims = Array.from({ length: size }, (_, k) => {
    const parent = ROWS[(k - 1) % ROWS.length];
    if (k % 5 === 2) return made(k, { expected: 'refuted', twinOf: `${parent}-made-${k - 1}`, dropped: 'symmetric' });
    return made(k, k % 5 === 4 ? { expected: 'refuted' } : {});
  });
  return {
    version: 1,
    run: {
      seed: 2 ** 31 - 1,
      startedAt: '2026-01-02T03:04:05.678Z',
      milliseconds: 123456,
      node: 'v20.19.0',
      cases: 41081,
      missing: claims.filter(({ found }) => found === undefined).map(({ id }) => id),
      laws: { passed: 300, failed: [{ file: 'properties/laws/made.test.ts', name: LONG, message: UNBROKEN }] },
      errors: [LONG],
    },
    claims,
  };
}

const SIDES = [3, 4, 5];

/** A picture that stands still and one of three frames. */
export const FIGURES: readonly Figure[] = [SIDES.slice(0, 1), SIDES].map((sides) => ({
  id: `polygons-${sides.length}`,
  title: 'Polygons',
  caption: LONG,
  alt: 'regular polygons',
  frames: sides.map((n) => {
    const points = Array.from({ length: n }, (_, k) => (2 * Math.PI * k) / n).map((t) => [Math.cos(t), Math.sin(t)]);
    return {
      label: `${n} sides`,
      svg: `<svg viewBox="-2 -1.2 4 2.4" width="800" height="480"><polygon points="${points.join(' ')}" fill="none" stroke="currentColor" stroke-width="0.02"/></svg>`,
    };
  }),
}));
