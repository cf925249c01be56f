import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { atRest, doubtOfRest } from '../../src/flow/rest.js';
import type { Dataset } from '../../src/model/dataset.js';
import { rational } from '../../src/numeric/rational.js';
import { handMade, placeOf } from '../reference/flow-place.js';
import { between, starts } from '../reference/starts.js';
import { law } from '../harness/law.js';

/** The share of their sum to which pulls cancel at rest. */
const CANCELLED = 1e-10;

/** Labelled by chance, in two dimensions. */
const planar = (min: number, max: number) => (): fc.Arbitrary<Dataset<number>> =>
  fc
    .array(fc.tuple(between(-1, 1), between(-1, 1), fc.constantFrom(1 as const, -1 as const)), {
      minLength: min,
      maxLength: max,
    })
    .map((rows) => ({ x: rows.map(([s, t]) => [s, t]), y: rows.map(([, , y]) => y) }));

describe('the flow is at rest', () => {
  law(
    'where the pull on each cell is at most 1e-10 of what its points pull',
    fc.record({
      start: starts(planar(3, 5), { d: [2, 2], m: [2, 5] }),
      part: fc.constantFrom(0, 0.99, 1.01),
      turn: between(0, 6),
      at: fc.nat({ max: 3 }),
    }),
    ({ start, part, turn, at }) => {
      const place = placeOf(start);
      const { field, points } = place;
      field.cells.forEach(({ slopes }, g) => {
        const sum = start.dataset.x.reduce(
          (all, row, i) => all + (field.p[i] * slopes[i] * Math.hypot(...row)) / points.scale,
          0,
        );
        const size = (g === at % field.cells.length ? part : 0.9) * CANCELLED * sum;
        field.h.set([size * Math.cos(turn), size * Math.sin(turn)], 2 * g);
      });
      expect(atRest(place)).toBe(part < 1);
    },
    60,
  );

  test('in each of two cells', () => {
    const net = { leak: 0.5, w: [[1, 1], [-1, 1]], a: [1, 1] }; // prettier-ignore
    const place = placeOf({ dataset: { x: [[1, 0], [0, 1]], y: [1, 1] }, net, logScale: -20 }); // prettier-ignore
    // p is 1/2 for both: they pull by 1, and by 3/4
    place.field.h.set([0.9e-10, 0, 0, 0.7e-10]);
    expect(atRest(place)).toBe(true);
  });

  test('at that share itself, and where no point pulls', () => {
    const one = handMade({ x: [[1]], y: [1] }, 0, [1], [1, 1]);
    one.field.h[0] = CANCELLED;
    expect(atRest(one)).toBe(true);
    const dead = handMade({ x: [[1]], y: [1] }, 0, [-1], [-1, 1]);
    expect(atRest(dead)).toBe(true);
  });
});

const CANCEL = 'the pulls on a neuron cancel to rounding';
const SEPARABLE = `${CANCEL}, but the points that pull are separable`;

/** Whether signed points lie in an open half-plane: the one about the middle of two of them, then. */
function inHalfPlane(z: readonly (readonly number[])[]): boolean {
  const units = z.map((v) => v.map((t) => t / Math.hypot(...v)));
  return units.some((u) => units.some((v) => units.every((t) => t[0] * (u[0] + v[0]) + t[1] * (u[1] + v[1]) > 1e-12)));
}

describe('rest is in doubt', () => {
  law(
    'where the points that pull on a neuron are separable, those along which it slides with them',
    fc.record({
      start: starts(planar(2, 5), { d: [2, 2], m: [1, 3] }),
      leak: fc.constantFrom(0, 0, 0.5),
      slides: fc.nat({ max: 2 ** 8 - 1 }),
    }),
    async ({ start: { dataset, net, logScale }, leak, slides }) => {
      const place = placeOf({ dataset, net: { ...net, leak }, logScale }, (k, l) => ((slides >> (k + l)) & 1) === 1);
      const { points, field } = place;
      const { x, y } = dataset;
      if (x.some((row) => Math.hypot(...row) < 1e-3)) return;
      const pulling = field.cells.map(({ signs }) =>
        x.flatMap((row, i) => {
          const side = signs[points.planeOf[i]] * points.side[i];
          return side === 0 || side > 0 || leak > 0 ? [row.map((t) => y[i] * t)] : [];
        }),
      );
      const doubt = await doubtOfRest(place, dataset);
      expect(doubt).toBe(pulling.some((z) => z.length > 0 && inHalfPlane(z)) ? SEPARABLE : undefined);
    },
    45,
  );

  test('not of dead neurons', async () => {
    const dataset: Dataset<number> = { x: [[1, 0]], y: [1] };
    expect(await doubtOfRest(handMade(dataset, 0, [-1], [-1, 0, 1]), dataset)).toBeUndefined();
  });

  test('not where pulls do cancel', async () => {
    const dataset: Dataset<number> = { x: [[1, 0], [1, 0]], y: [1, -1] }; // prettier-ignore
    expect(await doubtOfRest(handMade(dataset, 0.5, [1, 1], [1, 0, 1]), dataset)).toBeUndefined();
  });

  test('not where the point along which a neuron slides is what cancels the others', async () => {
    const dataset: Dataset<number> = { x: [[1, 0], [-1, 1], [-1, -1]], y: [1, 1, 1] }; // prettier-ignore
    expect(await doubtOfRest(handMade(dataset, 0.5, [0, 1, -1], [0, 1, 1]), dataset)).toBeUndefined();
  });

  test('not where the answer fails of itself: what is thrown then is thrown on', async () => {
    const dataset: Dataset<number> = { x: [[1]], y: [1] };
    const oneHalf = Object.assign(rational(1n, 2n), { d: 0n }) as unknown as number;
    await expect(doubtOfRest(handMade(dataset, 0.5, [1], [1, 1]), { x: [[oneHalf]], y: [1] })).rejects.toThrow(
      new RangeError('Division by zero'),
    );
  });

  test('where numbers are of too different sizes to tell', async () => {
    const coordinates = Array.from({ length: 20 }, (_, k) => k);
    const x = coordinates.map((i) => coordinates.map((j) => (i === j ? 1e300 : 1e-300)));
    const dataset = { x, y: coordinates.map(() => 1 as const) };
    const ones = coordinates.map(() => 1);
    const doubt = await doubtOfRest(handMade(dataset, 0.5, ones, [...ones, 1]), dataset);
    expect(doubt).toMatch(
      /^the pulls on a neuron cancel to rounding, and whether they may is not known: dataset needs integers of \d+ bits/,
    );
  });
});
