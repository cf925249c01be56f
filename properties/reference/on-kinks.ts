import { CellTable } from '../../src/flow/cell.js';
import { Kinks } from '../../src/flow/kinks.js';
import type { Neurons } from '../../src/flow/neurons.js';
import { preparePoints } from '../../src/flow/points.js';
import type { Label } from '../../src/model/dataset.js';
import { CLOSE } from './touching.js';

interface Placed {
  readonly u: readonly number[];
  readonly alpha: number;
  /** Of the points' hyperplanes, in the points' order. */
  readonly signs: readonly number[];
}

/** Neurons and points at a leak of 0; p is 1 where not told. */
export function setUp(
  x: readonly (readonly number[])[],
  y: readonly Label[],
  placed: readonly Placed[],
  p: readonly number[] = y.map(() => 1),
  branch: 1 | -1 = 1,
) {
  const points = preparePoints({ x, y: [...y] });
  const table = new CellTable(points, 0);
  const inOrder = (signs: readonly number[]): Int8Array => {
    const list = new Int8Array(points.planes);
    signs.forEach((sign, i) => (list[points.planeOf[i]] = sign));
    return list;
  };
  const neurons: Neurons = {
    d: points.d,
    count: placed.length,
    members: [],
    balanced: [],
    order: new Int32Array(0),
    width: placed.length,
    state: Float64Array.from(placed.flatMap(({ u, alpha }) => [...u, alpha, 0])),
    cells: placed.map(({ signs }) => table.get(inOrder(signs))),
  };
  const kinks = new Kinks(table, neurons, CLOSE, CLOSE, branch);
  return {
    kinks,
    neurons,
    points,
    resolve: (k = 0): void => kinks.resolve(k, Float64Array.from(p)),
    isAtEvent: (k: number): boolean =>
      kinks.events.atEvent(neurons.state, new Float64Array(neurons.state.length), Float64Array.from(p)).includes(k),
    /** In the points' order. */
    signs: (k = 0): number[] => Array.from(points.planeOf, (l) => neurons.cells[k].signs[l]),
    put: (k: number, signs: readonly number[]): unknown => (neurons.cells[k] = table.get(inOrder(signs))),
  };
}
