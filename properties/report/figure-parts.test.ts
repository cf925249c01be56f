import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { clockTicks, onClock, type Clock } from '../../src/report/figures/clock.js';
import { telling } from '../../src/report/figures/frames.js';
import type { Moment } from '../../src/report/figures/flow-record.js';
import { fromLog, powerOfTen, significant } from '../../src/report/figures/numbers.js';
import { slopeOf } from '../../src/report/figures/sigma-ladder.js';
import { bars } from '../../src/report/figures/slack-distribution.js';
import { law } from '../harness/law.js';
import { notWellFormed } from '../reference/well-formed.js';

const positive = (max: number): fc.Arbitrary<number> => fc.double({ min: 0.01, max, noNaN: true });

const clocks: fc.Arbitrary<Clock> = fc
  .tuple(fc.double({ min: -5, max: 8, noNaN: true }), positive(4), positive(2000))
  .map(([second, more, late]) => ({ starts: [second, second + more], end: second + more + late }));

describe('the axis of time', () => {
  law(
    'starts at t = 0, gives each phase a length of 1, and goes forward',
    fc.tuple(clocks, fc.nat(), fc.nat()),
    ([clock, i, j]) => {
      const [second, third] = clock.starts;
      const at = (logTime: number): number => onClock(clock, logTime);
      expect(at(-Infinity)).toBe(0);
      expect(at(second)).toBeCloseTo(1, 12);
      expect(at(second + 1e-9)).toBeCloseTo(1, 6);
      expect(at(third)).toBeCloseTo(2, 12);
      expect(at(third + 1e-9)).toBeCloseTo(2, 6);
      expect(at(clock.end)).toBeCloseTo(3, 12);
      const place = (k: number): number => second - 2 + ((clock.end - second + 2) * (k % 997)) / 997;
      const [s, t] = [place(i), place(j)];
      if (s < t) expect(at(s)).toBeLessThan(at(t));
    },
  );

  law('ticks stand where their labels say, in order and apart', clocks, (clock) => {
    const ticks = clockTicks(clock);
    const digits = '\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079';
    const logOf = (label: string): number => {
      if (!label.startsWith('e')) return Math.log(Number(label));
      return label === 'e' ? 1 : Number([...label.slice(1)].map((c) => digits.indexOf(c)).join(''));
    };
    expect(ticks[0]).toEqual({ at: 0, label: '0' });
    ticks.forEach(({ at, label }, k) => {
      expect(onClock(clock, logOf(label))).toBeCloseTo(at, 5);
      if (k > 0) expect(at - ticks[k - 1].at).toBeGreaterThan(0.1);
    });
  });
});

describe('numbers', () => {
  const digits = '\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079';
  /** ln of what is written. */
  const read = (text: string): number => {
    const [, mantissa, exponent] =
      /^(?:([\d.e+]+)\u00b7)?10(\u207b?[\u2070\u00b9\u00b2\u00b3\u2074-\u2079]+)$/.exec(text) ?? [];
    if (exponent === undefined) return Math.log(Number(text));
    const k = Number([...exponent].map((c) => (c === '\u207b' ? '-' : digits.indexOf(c))).join(''));
    return Math.log(Number(mantissa ?? 1)) + k * Math.LN10;
  };

  law('of any size are written with the first digits right', fc.double({ min: -1e5, max: 1e5, noNaN: true }), (log) => {
    expect(fromLog(log)).not.toMatch(/^\d{2,}\.\d\u00b7/);
    // two digits, and none but the exponent from 10^1000 on
    expect(Math.abs(read(fromLog(log)) - log)).toBeLessThanOrEqual(Math.abs(log) > 2300 ? 1.2 : 0.051);
  });

  test('have a minus sign and superscripts', () => {
    expect(fromLog(Math.log(9.97e-5))).toBe('1.0\u00b710\u207b\u2074');
    expect(significant(-0.12345)).toBe('\u22120.1235');
    expect([0, 1, 2, -12].map(powerOfTen)).toEqual(['1', '10', '10\u00b2', '10\u207b\u00b9\u00b2']);
  });
});

describe('frames', () => {
  const moments: fc.Arbitrary<Moment[]> = fc
    .array(fc.tuple(positive(1), positive(1), positive(6), positive(1)), { minLength: 1, maxLength: 60 })
    .map((rows) =>
      rows.map(([margin, loss, angle, growth], i) => ({
        margin,
        smoothedMargin: margin,
        logLoss: -loss - i,
        logTime: i,
        logSquaredNorm: growth + i,
        phase: 'II' as const,
        theta: { leak: 0.5, w: [[Math.cos(angle), Math.sin(angle)]], a: [1] },
      })),
    );

  law(
    'are moments of the trajectory in its order, from the first one on',
    fc.tuple(moments, fc.integer({ min: 1, max: 20 })),
    ([all, count]) => {
      const shown = telling(all, count);
      expect(shown[0]).toBe(all[0]);
      expect(shown.length).toBeLessThanOrEqual(count);
      const places = shown.map((one) => all.indexOf(one));
      expect(places).toEqual([...places].sort((a, b) => a - b));
      expect(new Set(places).size).toBe(places.length);
      if (all.length > 1 && count > 1) expect(shown.length).toBeGreaterThan(1);
    },
  );
});

law(
  'the slope of a power law is its power',
  fc.tuple(fc.double({ min: -4, max: 4, noNaN: true }), positive(9), fc.integer({ min: 2, max: 12 })),
  ([power, factor, n]) => {
    const rungs = Array.from({ length: n }, (_, k) => ({ size: 3 ** -k, error: factor * 3 ** (-k * power) }));
    expect(slopeOf(rungs)).toBeCloseTo(power, 9);
  },
);

law(
  'a histogram has a bar for each decade with cases, and all of them in their row',
  fc.array(fc.nat({ max: 1e6 }), { minLength: 13, maxLength: 13 }).filter((counts) => counts.some((n) => n > 0)),
  (counts) => {
    const found = bars(counts, 100, 24);
    expect(found).toHaveLength(counts.filter((n) => n > 0).length);
    for (const { x1, x2, y1, y2 } of found) {
      expect(x2).toBeGreaterThan(x1);
      expect(y2).toBe(100);
      expect(y2 - y1).toBeGreaterThanOrEqual(2);
      expect(y2 - y1).toBeLessThanOrEqual(24);
    }
    found.slice(1).forEach(({ x1 }, k) => expect(x1).toBeGreaterThan(found[k].x2));
    expect(Math.max(...found.map(({ y1, y2 }) => y2 - y1))).toBe(24);
  },
  300,
);

test.each([
  ['<a><b/></a>', undefined],
  ['<a>1 &lt; 2<b c="d &amp; e"></b></a>', undefined],
  ['<a><b></a></b>', '</a> closes another element'],
  ['<a>', '<a> is never closed'],
  ['<a>1 & 2</a>', 'a stray & in 1 & 2'],
  ['<a b="1" b="2"/>', 'an attribute twice: <a b="1" b="2"/>'],
  ['<a b=1/>', 'no tag: <a b=1/>'],
  ['<a/><b/>', 'more than one root: <b/>'],
])('%s is judged as XML', (xml, fault) => {
  expect(notWellFormed(xml)).toBe(fault);
});
