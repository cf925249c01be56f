import { Trajectory, type Manner } from '../../src/flow/trajectory.js';
import type { Label } from '../../src/model/dataset.js';
import type { Start } from './starts.js';

export const follow = ({ dataset, net, logScale }: Start, how: Partial<Manner> = {}): Trajectory =>
  new Trajectory(dataset, net, logScale, { tolerance: 1e-8, merge: true, branch: 1, ...how });

export const startOf = (x: number[][], y: Label[], w: number[][], a: number[], logScale = 0): Start => ({
  dataset: { x, y },
  net: { leak: 0.5, w, a },
  logScale,
});

/** One point, a neuron on the stable manifold of 0, and one that grows. */
export const BESIDE_ONE_THAT_GROWS = startOf([[1, 0]], [1], [[-1, 0], [1, 1]], [1, 1], -40); // prettier-ignore

/** By how much a neuron may be late at a kink, where |v_k| <= 1, beside the tolerance of a step. */
export const OVERSHOOT = 0.01;
/** Of unit vectors on their kinks: events are located to 32 eps. */
export const ON_KINK = 64 * Number.EPSILON;
