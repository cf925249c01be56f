import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { real, type Rational } from '../../src/numeric/field.js';
import { exact, rational, toNumber } from '../../src/numeric/rational.js';
import { dot, plus, scale, squaredLength } from '../../src/numeric/vector.js';
import { largestSquaredNorm, mean, toReal } from '../../src/model/dataset.js';
import { embed, isGoodEmbedding } from '../../src/model/embedding.js';
import { G, linearisedFlow, muTilde, topEigenpair } from '../../src/model/g-function.js';
import {
  least,
  normalisedMargin,
  output,
  outputMargins,
  phi,
  scaleNetwork,
  slopes,
  squaredMNorm,
  squaredNorm,
  subgradient,
  type Network,
} from '../../src/model/network.js';
import { times } from '../../src/numeric/matrix.js';
import { datasets } from '../arbitraries/dataset.js';
import { networks, nonzeroNetworks } from '../arbitraries/network.js';
import { leaks, rationals } from '../arbitraries/rational.js';
import { dimensions, vectors } from '../arbitraries/vector.js';
import { law } from '../harness/law.js';

const netOnData = dimensions().chain((d) =>
  fc.record({ net: nonzeroNetworks(d), dataset: datasets(d), x: vectors(d) }),
);

const realNet = (net: Network<Rational>): Network<number> => ({
  leak: toNumber(net.leak),
  w: net.w.map((wk) => wk.map(toNumber)),
  a: net.a.map(toNumber),
});

/**
 * Derived: inputs are rounded once and at most d + 3 <= 7 operations are chained a neuron, then m <= 4 terms are added, each
 * with a relative error of 2^-53 of the largest partial sum, which is at most the sum of absolute values.
 */
const ROUNDING = 32 * 2 ** -53;
const sizeOf = (net: Network<Rational>, x: readonly Rational[]): number =>
  net.w.reduce(
    (s, wk, k) =>
      s + Math.abs(toNumber(net.a[k])) * wk.reduce((t, c, j) => t + Math.abs(toNumber(c) * toNumber(x[j])), 0),
    0,
  );

describe('one formula, two number systems', () => {
  law('outputs in doubles are those in rationals, up to rounding', netOnData, ({ net, x }) => {
    const error = output(real, realNet(net), x.map(toNumber)) - toNumber(output(exact, net, x));
    expect(Math.abs(error)).toBeLessThanOrEqual(ROUNDING * sizeOf(net, x));
  });

  law('normalised margins too', netOnData, ({ net, dataset }) => {
    const error =
      normalisedMargin(real, realNet(net), toReal(dataset)) - toNumber(normalisedMargin(exact, net, dataset));
    const size = Math.max(...dataset.x.map((x) => sizeOf(net, x))) / toNumber(squaredNorm(exact, net));
    expect(Math.abs(error)).toBeLessThanOrEqual(4 * ROUNDING * size);
  });

  law('G and mu-tilde too', netOnData, ({ net, dataset, x }) => {
    const error =
      G(real, toNumber(net.leak), toReal(dataset), x.map(toNumber)) - toNumber(G(exact, net.leak, dataset, x));
    const size = dataset.x.reduce((s, p) => s + sizeOf({ leak: net.leak, w: [x], a: [rational(1)] }, p), 0);
    expect(Math.abs(error)).toBeLessThanOrEqual(ROUNDING * size);
    const v = muTilde(real, toNumber(net.leak), toReal(dataset));
    const wanted = muTilde(exact, net.leak, dataset).map(toNumber);
    const largest = Math.max(...dataset.x.flat().map((t) => Math.abs(toNumber(t))));
    v.forEach((t, j) => expect(Math.abs(t - wanted[j])).toBeLessThanOrEqual(ROUNDING * largest));
  });
});

describe('the network, by its definition', () => {
  law('phi is the identity for z > 0 and leak z for z < 0', fc.tuple(leaks(), rationals()), ([leak, z]) => {
    expect(phi(exact, leak, z).equals(z.compare(0) > 0 ? z : z.mul(leak))).toBe(true);
  });

  law('f(x) adds up the neurons one by one', netOnData, ({ net, x }) => {
    let sum = rational(0);
    net.w.forEach((wk, k) => {
      const z = wk.reduce((s, t, j) => s.add(t.mul(x[j])), rational(0));
      sum = sum.add(net.a[k].mul(z.compare(0) > 0 ? z : z.mul(net.leak)));
    });
    expect(output(exact, net, x).equals(sum)).toBe(true);
  });

  law('q_min is attained and below all q_i; |theta|^2 is the sum of all squares', netOnData, ({ net, dataset }) => {
    const q = dataset.x.map((x, i) => output(exact, net, x).mul(dataset.y[i]));
    const lowest = least(exact, outputMargins(exact, net, dataset));
    expect(q.every((t) => t.compare(lowest) >= 0) && q.some((t) => t.equals(lowest))).toBe(true);
    const squares = [...net.w.flat(), ...net.a].reduce((s, t) => s.add(t.mul(t)), rational(0));
    expect(squaredNorm(exact, net).equals(squares)).toBe(true);
    expect(normalisedMargin(exact, net, dataset).mul(squares).equals(lowest)).toBe(true);
  });

  law('the M-norm is the largest |w_k| or |a_k| (Definition 5.1)', netOnData, ({ net }) => {
    const parts = [...net.w.map((wk) => squaredLength(exact, wk)), ...net.a.map((t) => t.mul(t))];
    const largest = squaredMNorm(exact, net);
    expect(parts.every((t) => t.compare(largest) <= 0) && parts.some((t) => t.equals(largest))).toBe(true);
  });

  law(
    'slopes: one on each side, all of [leak, 1] at the kink, as the difference quotients',
    fc.tuple(leaks(), rationals()),
    ([leak, z]) => {
      const [low, high] = slopes(exact, leak, z);
      const h = z.n === 0n ? rational(1) : z.abs().div(2);
      const forward = phi(exact, leak, z.add(h))
        .sub(phi(exact, leak, z))
        .div(h);
      const backward = phi(exact, leak, z)
        .sub(phi(exact, leak, z.sub(h)))
        .div(h);
      expect(low.equals(backward) && high.equals(forward)).toBe(true);
    },
  );
});

/** theta + t delta. */
const moved = (net: Network<Rational>, delta: Network<Rational>, t: Rational): Network<Rational> => ({
  leak: net.leak,
  w: net.w.map((wk, k) => plus(exact, wk, scale(exact, t, delta.w[k]))),
  a: plus(exact, net.a, scale(exact, t, delta.a)),
});

describe("Clarke's subdifferential against difference quotients", () => {
  const directions = dimensions().chain((d) =>
    fc.record({ net: networks(d, 2), x: vectors(d), extra: networks(d, 2), at: fc.boolean() }),
  );
  law(
    'the one-sided derivative lies between the extreme slopes, and equals both off the kinks',
    directions,
    ({ net, x, extra }) => {
      const m = net.a.length;
      const delta = {
        ...extra,
        w: net.w.map((_, k) => extra.w[k % extra.w.length]),
        a: net.a.map((_, k) => extra.a[k % extra.a.length]),
      };
      // f is quadratic in t until a sign changes, so f(2t) - 4 f(t) + 3 f(0) = -2 t f'(0+) is exact for t small enough
      const turns = net.w.map((wk, k) => {
        const slope = dot(exact, delta.w[k], x);
        return slope.n === 0n ? rational(1) : dot(exact, wk, x).div(slope).abs();
      });
      const t = turns
        .filter((u) => u.n !== 0n)
        .reduce((s, u) => (u.compare(s) < 0 ? u : s), rational(1))
        .div(4);
      const f = (s: Rational): Rational => output(exact, moved(net, delta, s), x);
      const derivative = f(t.mul(2))
        .sub(f(t).mul(4))
        .add(f(rational(0)).mul(3))
        .div(t.mul(-2));
      const along = (choice: Rational[]): Rational => {
        const g = subgradient(exact, net, x, choice);
        return g.w.reduce((s, gk, k) => s.add(dot(exact, gk, delta.w[k])), dot(exact, g.a, delta.a));
      };
      const corners = Array.from({ length: 2 ** m }, (_, bits) =>
        along(net.a.map((__, k) => rational((bits >> k) & 1))),
      );
      expect(corners.some((c) => c.equals(derivative))).toBe(true);
      const off = net.w.every((wk) => dot(exact, wk, x).n !== 0n);
      if (off) expect(corners.every((c) => c.equals(derivative))).toBe(true);
    },
  );
});

describe('the objects of section 5', () => {
  law(
    'M maps (w, a) to (a v, <v, w>), and its top eigenpair is one in doubles',
    dimensions().chain((d) => fc.tuple(vectors(d), vectors(d + 1))),
    ([v, u]) => {
      const image = times(exact, linearisedFlow(exact, v), u);
      const a = u[v.length];
      const wanted = [...scale(exact, a, v), dot(exact, v, u.slice(0, v.length))];
      expect(image.every((t, j) => t.equals(wanted[j]))).toBe(true);
      const inDoubles = v.map(toNumber);
      const { value, vector } = topEigenpair(real, inDoubles);
      times(real, linearisedFlow(real, inDoubles), vector).forEach((t, j) => {
        expect(Math.abs(t - value * vector[j])).toBeLessThanOrEqual(
          8 * 2 ** -52 * value * Math.max(value, ...inDoubles.map(Math.abs)),
        );
      });
    },
  );

  law('mu is the mean of y_i x_i', netOnData, ({ dataset }) => {
    const n = dataset.x.length;
    dataset.x[0].forEach((_, j) => {
      const sum = dataset.x.reduce((s, row, i) => s.add(row[j].mul(dataset.y[i])), rational(0));
      expect(mean(exact, dataset)[j].mul(n).equals(sum)).toBe(true);
    });
  });

  law('the largest |x_i|^2 is one of them and below none', netOnData, ({ dataset }) => {
    const squares = dataset.x.map((row) => row.reduce((s, t) => s.add(t.mul(t)), rational(0)));
    const largest = largestSquaredNorm(exact, dataset);
    expect(squares.some((t) => t.equals(largest)) && squares.every((t) => t.compare(largest) <= 0)).toBe(true);
  });

  law(
    'a good embedding vector has both signs and no zero',
    fc.array(rationals(), { minLength: 1, maxLength: 4 }),
    (b) => {
      const good = b.some((t) => t.compare(0) > 0) && b.some((t) => t.compare(0) < 0) && !b.some((t) => t.equals(0));
      expect(isGoodEmbedding(exact, b)).toBe(good);
    },
  );

  test('only two-neuron nets are embedded', () => {
    const one = { leak: rational(1, 2), w: [[rational(1)]], a: [rational(1)] };
    expect(() => embed(exact, [rational(1), rational(-1)], one)).toThrow('the net to embed has 1 neurons, expected 2');
  });

  law('c theta has c times every weight', fc.tuple(netOnData, rationals()), ([{ net }, c]) => {
    const scaled = scaleNetwork(exact, c, net);
    expect([...scaled.w.flat(), ...scaled.a].every((t, k) => t.equals([...net.w.flat(), ...net.a][k].mul(c)))).toBe(
      true,
    );
  });
});
