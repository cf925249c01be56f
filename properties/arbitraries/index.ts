/**
 * Random instances as fast-check arbitraries: one assumption each, true by construction. Exact rationals throughout; all shrink to plain values. A function of
 * d draws in dimension d.
 *
 * For laws that are exact take `separableDatasets` and its like: now and then a margin is 1e-15 of the points. For laws in doubles (a bracket, gradient flow) take
 * `flowDatasets` and its like, whose margins are of the order of the points, or some cases stay undecided.
 *
 * @module margin-laws/arbitraries
 */

export { leaks, nonzeroRationals, positiveRationals, rationals } from './rational.js';
export { dimensions, nonzeroVectors, unitVectors, vectors } from './vector.js';
export type { Sizes } from './dataset.js';
export { datasets, inseparableDatasets, intoUnitBall, labels, separableDatasets } from './dataset.js';
export { symmetricDatasets, symmetricSeparableDatasets } from './symmetric.js';
export type { PlantedMargin } from './max-margin.js';
export { plantedMargins } from './max-margin.js';
export { orthogonallySeparableDatasets } from './flow-agreement.js';
export { networks, nonzeroNetworks } from './network.js';
export type { Starts } from './flow.js';
export { flowDatasets, flowLeaks, flowStarts, flowSymmetricDatasets, genericNetworks, logScales } from './flow.js';
export type { HintedStart } from '../../src/claims/h2-hinted-limit.js';
export { hintedStarts } from './hinted.js';
