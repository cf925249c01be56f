import type { Dataset } from '../../src/model/dataset.js';
import { CellTable, type Cell } from '../../src/flow/cell.js';
import { createNeurons, type Neurons } from '../../src/flow/neurons.js';
import { preparePoints, type Points } from '../../src/flow/points.js';
import { VectorField } from '../../src/flow/vector-field.js';
import type { Start } from './starts.js';

/** What the parts of the flow see of a trajectory. */
export interface Place {
  readonly points: Points;
  readonly table: CellTable;
  readonly neurons: Neurons;
  readonly field: VectorField;
}

/** The state of a start, coupled. Hyperplanes on which neuron k slides are chosen by `slides`, as far as it keeps a direction to move in. */
export function placeOf(
  { dataset, net, logScale }: Start,
  slides: (k: number, l: number) => boolean = () => false,
): Place {
  const points = preparePoints(dataset);
  const table = new CellTable(points, net.leak);
  const neurons = createNeurons(net, logScale, table);
  for (let k = 0; k < neurons.count; k++) {
    const cell = table.get(neurons.cells[k].signs.map((s, l) => (slides(k, l) ? 0 : s)));
    if (cell.rank < points.d) neurons.cells[k] = cell;
  }
  const field = new VectorField(points);
  field.setCells(neurons.cells);
  field.couple(neurons.state);
  return { points, table, neurons, field };
}

/** One neuron (w, a) by itself, in the cell of those w that have these signs of <w, x_i>. */
export function handMade(
  dataset: Dataset<number>,
  leak: number,
  sides: readonly number[],
  v: readonly number[],
): Place & { readonly cell: Cell } {
  const place = placeOf({ dataset, net: { leak, w: [v.slice(0, -1)], a: v.slice(-1) }, logScale: 0 });
  const cell = cellAt(place, sides);
  place.neurons.cells = [cell];
  place.field.setCells([cell]);
  place.field.couple(place.neurons.state);
  return { ...place, cell };
}

/** The cell of those w that have these signs of <w, x_i>, 0 where they slide. */
export function cellAt({ points, table }: Pick<Place, 'points' | 'table'>, sides: readonly number[]): Cell {
  const signs = new Int8Array(points.planes);
  sides.forEach((s, i) => (signs[points.planeOf[i]] = s * points.side[i]));
  return table.get(signs);
}
