import type { FlowStart } from '../../claims/claim.js';
import { gaussianInitialisation } from '../../model/initialisation.js';
import { augment } from '../../model/symmetry.js';
import { fromDouble } from '../../numeric/rational.js';

const LEAK = 0.5;

/** Symmetric data in the unit ball on which the mean and w* lie 61 degrees apart, so that the phases are told apart by eye; a net of 4 neurons, e^-20 times a Gaussian draw. */
export function exampleStart(): FlowStart {
  const points = [[0.25, 0], [0.1, 0.95], [0.3, 0.9]]; // prettier-ignore
  const net = gaussianInitialisation({ d: 2, m: 4, leak: LEAK, seed: 3 });
  return {
    dataset: augment({ x: points.map((row) => row.map(fromDouble)), y: points.map(() => 1) }),
    net: { leak: fromDouble(LEAK), w: net.w.map((row) => row.map(fromDouble)), a: net.a.map(fromDouble) },
    logScale: -20,
  };
}
