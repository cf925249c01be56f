import { createDataset, type Dataset } from '../model/dataset.js';
import { InputError } from '../model/input-error.js';
import { linearMargin } from '../oracle/linear-margin.js';
import type { Cell } from './cell.js';
import type { Trajectory } from './trajectory.js';

/** A rest point: the pulls on each neuron cancel to within this share of their sum (observed: the method comes to rest at 1e-13). */
const CANCELLED = 1e-10;

/** No neuron is pulled, not even the small ones. */
export function atRest({ field, points: { lengths } }: Pick<Trajectory, 'field' | 'points'>): boolean {
  const { n, d, p, h } = field;
  return field.cells.every(({ slopes }, g) => {
    let sum = 0;
    for (let i = 0; i < n; i++) sum += p[i] * slopes[i] * lengths[i];
    return Math.hypot(...h.subarray(g * d, g * d + d)) <= CANCELLED * sum;
  });
}

/**
 * Why pulls that cancel to rounding may not cancel: the positive weights that add the points which pull on a neuron up to 0 prove that no linear
 * classifier separates these (Gordan). Where one does, exactly, the neuron is still pulled along it, however slowly. Undefined without such a doubt.
 */
export async function doubtOfRest(
  { field }: Pick<Trajectory, 'field'>,
  { x, y }: Dataset<number>,
): Promise<string | undefined> {
  // the points along which a neuron slides pull too, with Clarke's multipliers
  const { planeOf } = field.points;
  const pullsIn = ({ slopes, signs }: Cell): string =>
    x.flatMap((_, i) => (slopes[i] > 0 || signs[planeOf[i]] === 0 ? [i] : [])).join();
  for (const list of new Set(field.cells.map(pullsIn))) {
    if (list === '') continue; // dead neurons, at leak 0
    const pulling = list.split(',').map(Number);
    const points = createDataset(
      pulling.map((i) => x[i]),
      pulling.map((i) => y[i]),
    );
    const cancel = 'the pulls on a neuron cancel to rounding';
    try {
      if ((await linearMargin(points)).separable) return `${cancel}, but the points that pull are separable`;
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      return `${cancel}, and whether they may is not known: ${error.message}`;
    }
  }
  return undefined;
}
