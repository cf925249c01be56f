import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Clock } from '../../src/flow/clock.js';
import { preparePoints } from '../../src/flow/points.js';
import { VectorField } from '../../src/flow/vector-field.js';
import { law } from '../harness/law.js';

/** Of exponentials of numbers up to 40, and of differences of times that are 800 times as large (derived: 5 eps of those, 1e-12). */
const ROUNDING = 1e-11;

const tenths = (min: number, max: number): fc.Arbitrary<number> =>
  fc.integer({ min: min * 10, max: max * 10 }).map((t) => t / 10);
const positive = tenths(-2, 2).map((t) => Math.exp(t));
const near = (found: number, wanted: number): void => expect(Math.abs(found / wanted - 1)).toBeLessThan(ROUNDING);

function clockOf(scale: number, { logS = 0, shift = 0 } = {}) {
  const field = new VectorField(preparePoints({ x: [[1]], y: [1] }));
  field.logS = logS;
  field.shift = shift;
  return { field, clock: new Clock(field, scale) };
}

describe('the clock of a flow', () => {
  law(
    'counts 1/S = 2 near zero, to and fro, and what is left in units of 1/S of now',
    fc.record({ scale: positive, tau: positive, until: positive, logS: tenths(-9, 0) }),
    ({ scale, tau, until, logS }) => {
      const { clock } = clockOf(scale, { logS });
      expect(clock.tau).toBe(0);
      near(clock.left(until), until * scale * Math.exp(logS));
      clock.setNearZero(tau);
      expect(clock.tau).toBe(tau);
      const time = (tau * 2) / scale;
      near(Math.exp(clock.logTime), time);
      near(clock.tauNearZero(time), tau);
      const left = clock.left(time + until);
      near(left, until * scale * Math.exp(logS));
      clock.skipTo(time + until, left);
      near(clock.tau, tau + left);
      near(Math.exp(clock.logTime), time + until);
    },
    80,
  );

  law(
    'adds the time that the method tells, where that is known and S is the true one',
    fc.record({
      scale: positive,
      spans: fc.array(fc.tuple(positive, positive, tenths(-9, 0)), { minLength: 1, maxLength: 4 }),
    }),
    ({ scale, spans }) => {
      const { clock, field } = clockOf(scale);
      let [tau, time] = [0, 0];
      for (const [span, elapsed, logS] of spans) {
        field.logS = logS;
        const start = clock.speed();
        expect(start).toEqual({ logS, trueLogS: logS });
        field.logS = logS - 20;
        clock.pass(span, start, { elapsed, relativeTimeError: 0.99e-3 });
        tau += span;
        time += elapsed / Math.exp(logS) / scale;
        near(clock.tau, tau);
        near(Math.exp(clock.logTime), time);
      }
    },
    80,
  );

  law(
    'takes ln S as linear over a step of which it is told nothing, to a factor below 1.6',
    fc.record({
      scale: positive,
      span: positive,
      before: tenths(-15, 0),
      after: tenths(-15, 0),
      shift: tenths(0, 1),
      error: fc.constantFrom(1e-3, 0.5, NaN, Infinity),
      so: fc.boolean(),
    }),
    ({ scale, span, before, after, shift, error, so }) => {
      const { clock, field } = clockOf(scale, { logS: before, shift });
      const start = clock.speed();
      near(start.trueLogS - 1, before * Math.exp(shift) - 1);
      field.logS = after;
      // on the sphere the account is of another S
      const relativeTimeError = so && shift > 0 ? 0 : error;
      clock.pass(span, start, { elapsed: 1e-9, relativeTimeError });
      const [a, b] = [before, after].map((t) => t * Math.exp(shift));
      const mean = Math.abs(a - b) < 1e-6 ? Math.exp(-a) : (Math.exp(-b) - Math.exp(-a)) / (a - b);
      const ratio = Math.exp(clock.logTime) / ((span * mean) / scale);
      expect(ratio).toBeGreaterThan(1 - ROUNDING);
      // where ln S changes by 1, e^-1 of the time is counted too many
      expect(ratio).toBeLessThan(1 / (1 - Math.exp(-1)) + ROUNDING);
      if (Math.abs(a - b) > 40) near(ratio, 1);
    },
    80,
  );

  test('knows where time overflows even as a logarithm', () => {
    for (const [before, after] of [
      [-Infinity, -1],
      [-1, -Infinity],
      [-Infinity, -Infinity],
    ]) {
      const { clock, field } = clockOf(2, { logS: after });
      clock.pass(1, { logS: before, trueLogS: before }, { elapsed: 1, relativeTimeError: NaN });
      expect(clock.logTime).toBe(Infinity);
      field.logS = -1;
      clock.pass(1, clock.speed(), { elapsed: 1, relativeTimeError: 0 });
      expect([clock.tau, clock.logTime]).toEqual([2, Infinity]);
    }
  });

  test('does not rely on an account that is off by a thousandth', () => {
    const { clock } = clockOf(1);
    clock.pass(1, clock.speed(), { elapsed: 1e-9, relativeTimeError: 1e-3 });
    expect(clock.logTime).toBe(0);
  });

  test('adds times whose exponentials overflow', () => {
    const { clock } = clockOf(1);
    for (let k = 0; k < 2; k++) clock.pass(1, { logS: -5000, trueLogS: -5000 }, { elapsed: 1, relativeTimeError: 0 });
    near(clock.logTime, 5000 + Math.LN2);
  });
});
