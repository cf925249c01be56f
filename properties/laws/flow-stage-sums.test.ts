import fc from 'fast-check';
import { describe, expect } from 'vitest';
import { addStages, rowOf } from '../../src/flow/stage-sums.js';
import { law } from '../harness/law.js';

/** Numbers whose sums of products are exact. */
const entry = fc.integer({ min: -99, max: 99 });

const sums = fc
  .record({
    size: fc.nat({ max: 5 }),
    row: fc.array(fc.oneof(entry, fc.constant(0)), { maxLength: 13 }).filter((row) => row.some((t) => t !== 0)),
  })
  .chain(({ size, row }) =>
    fc.record({
      row: fc.constant(row),
      factor: entry,
      y: fc.array(entry, { minLength: size, maxLength: size }),
      stages: fc.array(entry, { minLength: size * row.length, maxLength: size * row.length }),
    }),
  );

describe('the sum of stages', () => {
  law(
    'is that of all of them, beside y or in its place; stages with a factor of 0 are not looked at',
    sums,
    ({ row, factor, y, stages }) => {
      const size = y.length;
      const wanted = y.map((t, i) => row.reduce((sum, f, j) => sum + factor * f * stages[j * size + i], t));
      const x = Float64Array.from(stages, (t, at) => (row[Math.floor(at / size)] === 0 ? NaN : t));
      const start = Float64Array.from(y);
      const z = new Float64Array(size).fill(NaN);
      addStages(start, rowOf(row), factor, x, z);
      expect([[...start], [...z].map((t) => t + 0)]).toEqual([y, wanted.map((t) => t + 0)]);
      addStages(start, rowOf(row), factor, x, start);
      expect([...start]).toEqual([...z]);
    },
    200,
  );
});
