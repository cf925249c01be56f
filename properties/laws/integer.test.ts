import fc from 'fast-check';
import { expect } from 'vitest';
import { absolute, gcd } from '../../src/numeric/integer.js';
import { law } from '../harness/law.js';

const integers = fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n });

law('the size of n is n or -n, and not negative', integers, (n) => {
  expect([n, -n]).toContain(absolute(n));
  expect(absolute(n) >= 0n).toBe(true);
});

// of cofactors that are coprime, because they differ by 1
law('the gcd of c (k + 1) and c k is |c|', fc.tuple(integers, integers), ([c, k]) => {
  expect(gcd(c * (k + 1n), c * k)).toBe(absolute(c));
  expect(gcd(c * k, c * (k + 1n))).toBe(absolute(c));
});
