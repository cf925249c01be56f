import { expect, test } from 'vitest';
import { claims } from '../../src/claims/register.js';
import { formulasOf, toMathML } from '../../src/report/formula.js';

const own = claims.filter(({ twinOf }) => twinOf === undefined);

test.each(own.map(({ id, formula }) => [id, formula]))('KaTeX reads the formulas of %s', (_, formula = '') => {
  for (const one of formulasOf(formula)) {
    expect(one).not.toBe('');
    expect(toMathML(one)).toMatch(/^<span class="katex"><math .*<\/math><\/span>$/s);
  }
});

test('a twin has the formulas of its claim, and no two other claims have the same', () => {
  expect(new Set(own.map(({ formula }) => formula)).size).toBe(own.length);
  for (const { twinOf, formula } of claims) {
    if (twinOf !== undefined) expect(formula).toBe(own.find(({ id }) => id === twinOf)?.formula);
  }
});

test.each(['\\frac{1', '\\gama', 'é', '\\href{https://example.org}{x}'])('%s is no formula', (tex) => {
  expect(() => toMathML(tex)).toThrow();
});
