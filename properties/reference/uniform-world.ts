import { CellTable } from '../../src/flow/cell.js';
import type { UniformWorld } from '../../src/flow/frozen.js';
import { Kinks } from '../../src/flow/kinks.js';
import { createNeurons, type Neurons } from '../../src/flow/neurons.js';
import { preparePoints } from '../../src/flow/points.js';
import { EVENT_TOLERANCE } from '../../src/flow/step.js';
import type { Start } from './starts.js';

export interface World extends UniformWorld {
  readonly neurons: Neurons;
}

/** The neurons of a start while p is uniform. One that starts on a kink is resolved there, or counts as beside it on a side. */
export function worldOf({ dataset, net, logScale }: Start, side: -1 | 0 | 1 = 0): World {
  const points = preparePoints(dataset);
  const table = new CellTable(points, net.leak);
  const neurons = createNeurons(net, logScale, table);
  const kinks = new Kinks(table, neurons, EVENT_TOLERANCE, 0, 1);
  const p = new Float64Array(points.n).fill(1 / points.n);
  neurons.cells.forEach((cell, k) => {
    if (cell.sliding.length === 0) return;
    if (side === 0) kinks.resolve(k, p);
    else neurons.cells[k] = table.get(cell.signs.map((sign) => (sign === 0 ? side : sign)));
  });
  return { table, kinks, p, pulls: new Map(), neurons };
}
