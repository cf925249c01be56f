import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { real } from '../../src/numeric/field.js';
import { exact, fromDouble, toNumber } from '../../src/numeric/rational.js';
import { output, type Network } from '../../src/model/network.js';
import { boundary, sectors, type Point } from '../../src/report/figures/boundary.js';
import { boxAround, contains, corners, exit, regions } from '../../src/report/figures/box.js';
import { toRealNetwork } from '../../src/claims/flow-case.js';
import { doublesBetween } from '../arbitraries/double.js';
import { networks } from '../arbitraries/network.js';
import { law } from '../harness/law.js';

/** Nets of two inputs: small fractions, with neurons of 0, and doubles with all bits in use. */
const nets: fc.Arbitrary<Network<number>> = fc.oneof(
  networks(2).map(toRealNetwork),
  fc
    .array(fc.tuple(doublesBetween(6), doublesBetween(6), doublesBetween(6)), { minLength: 1, maxLength: 6 })
    .map((rows) => ({ leak: 0.25, w: rows.map(([x, y]) => [x, y]), a: rows.map(([, , a]) => a) })),
);

/** f(x) in exact arithmetic, and the sum of |a_k| |w_k| |x| beside which it rounds. */
function exactly({ leak, w, a }: Network<number>, x: Point): { value: number; size: number } {
  const net = { leak: fromDouble(leak), w: w.map((wk) => wk.map(fromDouble)), a: a.map(fromDouble) };
  const size = w.reduce((sum, wk, k) => sum + Math.abs(a[k]) * Math.hypot(...wk), 0) * Math.hypot(...x);
  return { value: toNumber(output(exact, net, x.map(fromDouble))), size };
}

/** Of f at a point that is itself rounded (derived: some ulps of each term). */
const ROUNDING = 64 * Number.EPSILON;

const between = ({ from, to }: { from: Point; to: Point }): Point => [from[0] + to[0], from[1] + to[1]];
const cross = (u: Point, v: Point): number => u[0] * v[1] - u[1] * v[0];

describe('the plane cut by a net', () => {
  law('sectors go round the circle once', nets, (net) => {
    const all = sectors(net);
    all.forEach(({ from, to }, i) => {
      expect(cross(from, to)).toBeGreaterThan(0);
      expect(to).toEqual(all[(i + 1) % all.length].from);
    });
    const turn = all.reduce(
      (sum, { from, to }) => sum + Math.atan2(cross(from, to), from[0] * to[0] + from[1] * to[1]),
      0,
    );
    expect(turn).toBeCloseTo(2 * Math.PI, 9);
  });

  law(
    'f has the sign of each sector in its middle, in exact arithmetic',
    nets,
    (net) => {
      for (const sector of sectors(net)) {
        const { value, size } = exactly(net, between(sector));
        if (Math.abs(value) > ROUNDING * size) expect(Math.sign(value)).toBe(sector.sign);
        else expect(Math.abs(value)).toBeLessThanOrEqual(ROUNDING * size);
      }
    },
    300,
  );

  law('f is 0 on the boundary to rounding, and changes sign across it', nets, (net) => {
    const all = sectors(net);
    for (const ray of boundary(net)) {
      const { value, size } = exactly(net, ray);
      expect(Math.abs(value)).toBeLessThanOrEqual(ROUNDING * size);
      const before = all.find(({ to }) => to === ray);
      const after = all.find(({ from }) => from[0] === ray[0] && from[1] === ray[1]);
      expect(before?.sign).not.toBe(after?.sign);
    }
  });

  law(
    'between two directions at which f differs in sign there is a ray of the boundary, and all of it is found',
    fc.record({ net: nets, turn: fc.double({ min: 0, max: 0.01, noNaN: true }) }),
    ({ net, turn }) => {
      const rays = boundary(net).map((u) => Math.atan2(u[1], u[0]));
      const steps = 240;
      const size = net.w.reduce((sum, wk, k) => sum + Math.abs(net.a[k]) * Math.hypot(...wk), 0);
      const at = (k: number): number => -Math.PI + turn + (k * 2 * Math.PI) / steps;
      const signs = Array.from({ length: steps + 1 }, (_, k) => {
        const value = output(real, net, [Math.cos(at(k)), Math.sin(at(k))]);
        return Math.abs(value) <= ROUNDING * size ? 0 : Math.sign(value);
      });
      for (let k = 0; k < steps; k++) {
        if (signs[k] * signs[k + 1] >= 0) continue;
        const found = rays.some((ray) =>
          [ray, ray + 2 * Math.PI].some((t) => t >= at(k) - 1e-9 && t <= at(k + 1) + 1e-9),
        );
        expect(found, `a zero between the angles ${at(k)} and ${at(k + 1)}`).toBe(true);
      }
    },
    300,
  );

  test('one neuron has a line across w, a pair of equal outputs has none', () => {
    const one = boundary({ leak: 0.5, w: [[3, 4]], a: [2] });
    expect(one).toHaveLength(2);
    for (const u of one) expect(3 * u[0] + 4 * u[1]).toBeCloseTo(0, 14);
    expect(boundary({ leak: 0.5, w: [[1, 0], [-1, 0]], a: [1, 1] })).toHaveLength(0); // prettier-ignore
  });
});

describe('the box around the points', () => {
  const points = fc.array(fc.tuple(doublesBetween(4), doublesBetween(4)), { minLength: 1, maxLength: 9 });

  law(
    'contains the origin and has the shape asked for; only points far from the others are left out',
    points,
    (all) => {
      const box = boxAround(all, 1.5);
      expect(contains(box, [0, 0])).toBe(true);
      expect((box.right - box.left) / (box.top - box.bottom)).toBeCloseTo(1.5, 9);
      const lengths = all.map(([x, y]) => Math.hypot(x, y)).sort((a, b) => a - b);
      const middle = lengths[Math.floor(lengths.length / 2)];
      for (const x of all) if (!contains(box, x)) expect(Math.hypot(...x)).toBeGreaterThan(5 * middle);
    },
  );

  law(
    'rays leave it at its border, in their own direction',
    fc.tuple(points, fc.double({ min: -4, max: 4, noNaN: true })),
    ([all, angle]) => {
      const box = boxAround(all, 1.5);
      const u: Point = [Math.cos(angle), Math.sin(angle)];
      const x = exit(box, u);
      const size = box.right - box.left;
      const off = Math.min(...[x[0] - box.left, box.right - x[0], x[1] - box.bottom, box.top - x[1]].map(Math.abs));
      expect(off).toBeLessThanOrEqual(1e-12 * size);
      expect(Math.abs(cross(u, x))).toBeLessThanOrEqual(1e-12 * size);
      expect(x[0] * u[0] + x[1] * u[1]).toBeGreaterThan(0);
    },
  );

  law('shaded regions fill it, but for where f is 0', fc.tuple(points, nets), ([all, net]) => {
    const box = boxAround(all, 1.5);
    const cut = sectors(net, corners(box));
    const area = (outline: readonly Point[]): number =>
      outline.reduce((sum, u, i) => sum + cross(u, outline[(i + 1) % outline.length]) / 2, 0);
    const silent = cut.filter(({ sign }) => sign === 0);
    const blank = silent.reduce((sum, { from, to }) => sum + area([[0, 0], exit(box, from), exit(box, to)]), 0);
    const shaded = regions(box, cut).reduce((sum, { outline }) => sum + area(outline), 0);
    const whole = (box.right - box.left) * (box.top - box.bottom);
    expect((shaded + blank) / whole).toBeCloseTo(1, 9);
  });
});
