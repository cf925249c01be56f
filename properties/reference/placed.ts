import { CellTable } from '../../src/flow/cell.js';
import { Events } from '../../src/flow/events.js';
import type { Neurons } from '../../src/flow/neurons.js';
import { preparePoints } from '../../src/flow/points.js';
import type { Label } from '../../src/model/dataset.js';

/** A neuron, and the signs of its cell. */
export interface Neuron {
  readonly u: readonly number[];
  readonly alpha?: number;
  readonly rho?: number;
  readonly signs: readonly number[];
}

/** Events of neurons where the leak is 0, with tolerances that are powers of two. */
export function setUp(
  x: readonly (readonly number[])[],
  placed: readonly Neuron[],
  held: readonly (readonly [number, number])[] = [],
  y: readonly Label[] = x.map(() => 1),
) {
  const d = x[0].length;
  const points = preparePoints({ x, y: [...y] });
  const table = new CellTable(points, 0);
  const neurons: Neurons = {
    d,
    count: placed.length,
    balanced: [],
    members: [],
    order: new Int32Array(0),
    width: placed.length,
    state: Float64Array.from(placed.flatMap(({ u, alpha = -1, rho = 0 }) => [...u, alpha, rho])),
    cells: placed.map(({ signs }) => table.get(Int8Array.from(signs))),
  };
  const events = new Events(table, neurons, TOL, REACH, new Map(held));
  const collect = (p: readonly number[]): number[] => {
    const found = new Set<number>();
    events.collect(neurons.state, Float64Array.from(p), found);
    return [...found].sort((a, b) => a - b);
  };
  const slope = (...rows: readonly (readonly number[])[]): Float64Array =>
    Float64Array.from(rows.flatMap((row) => [...row, 0, 0]));
  return { events, state: neurons.state, collect, slope };
}

export const TOL = 2 ** -6;
export const REACH = 2 ** -4;
export const HAIR = 2 ** -30;
