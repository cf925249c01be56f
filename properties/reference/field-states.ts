import fc from 'fast-check';
import { CellTable, type Cell } from '../../src/flow/cell.js';
import { preparePoints } from '../../src/flow/points.js';
import { VectorField } from '../../src/flow/vector-field.js';

/** A field with cells and neurons at random. Neurons need not lie in the cells they are given: the parts of the field are formulas that do not ask. */
export interface FieldSetup {
  readonly d: number;
  readonly n: number;
  readonly cells: number;
  /** Neurons beyond one a cell. */
  readonly more: number;
  /** Hyperplanes along which a cell slides, where d allows: one direction at least is left. */
  readonly sliding: number;
  readonly seed: number;
}

type Range = readonly [number, number];

export const fieldSetups = ({
  d = [1, 4],
  n = [1, 8],
  cells = [1, 3],
}: { d?: Range; n?: Range; cells?: Range } = {}): fc.Arbitrary<FieldSetup> => {
  const within = ([min, max]: Range): fc.Arbitrary<number> => fc.integer({ min, max });
  return fc.record({
    d: within(d),
    n: within(n),
    cells: within(cells),
    more: fc.nat({ max: 3 }),
    sliding: fc.constantFrom(0, 1, 1, 2),
    seed: fc.integer(),
  });
};

/** Numbers in (-1, 1), from a linear congruential generator. */
export function noise(seed: number): () => number {
  let s = seed >>> 0;
  return () => {
    s = (Math.imul(s, 1664525) + 1013904223) >>> 0;
    return (s / 2 ** 32) * 2 - 1;
  };
}

export const someOf = (count: number, next: () => number): Float64Array => Float64Array.from({ length: count }, next);

/**
 * A field; `move` gives it new cells and neurons, `times` as many, and returns their state. `beyond` says by how much ln |theta|^2 is beyond the limit of
 * q's growth: not above 0 off the sphere.
 */
export function fieldOf({ d, n, cells, more, sliding, seed }: FieldSetup) {
  const next = noise(seed);
  for (let i = 0; i < 4; i++) next();
  const x = Array.from({ length: n }, () => [...someOf(d, next)]);
  const points = preparePoints({ x, y: x.map(() => (next() > 0 ? 1 : -1)) });
  const table = new CellTable(points, 0.1 + 0.2 * (next() + 1));
  const field = new VectorField(points);
  const cell = (slides: number): Cell => {
    const signs = Int8Array.from({ length: points.planes }, () => (next() > 0 ? 1 : -1));
    for (let l = 0; l < Math.min(slides, d - 1, points.planes - 1); l++) signs[l] = 0;
    return table.get(signs);
  };
  const move = (times: number, beyond: number): Float64Array => {
    // the first cell slides along as many hyperplanes as any
    const made = Array.from({ length: cells * times }, (_, g) => cell(g === 0 || next() > -0.4 ? sliding : 0));
    field.setCells([...made, ...Array.from({ length: more }, (_, k) => made[k % made.length])]);
    const rows = Array.from({ length: field.count }, () => {
      const omega = [...someOf(d + 1, next)];
      const size = Math.hypot(...omega);
      return [...omega.map((t) => t / size), next()];
    });
    const at = Float64Array.from(rows.flat());
    field.logBetaMax = Infinity;
    field.couple(at);
    field.logBetaMax = field.logSquaredNorm - beyond;
    field.couple(at);
    return at;
  };
  return { field, next, move };
}
