import fc from 'fast-check';
import { K1, K1LargeLoss, K2, K2LargeLoss } from '../../src/claims/k1-late-phase.js';
import { conflictingDatasets } from '../arbitraries/dataset.js';
import { flowDatasets, flowStarts, smallLossStarts } from '../arbitraries/flow.js';
import { theorem } from '../harness/theorem.js';

const widths = fc.integer({ min: 1, max: 4 });

theorem(K1, { instances: smallLossStarts(widths), runs: 90, undecided: 0.005 });

/** Each input with both labels: the loss stays above ln 2. */
theorem(K1LargeLoss, {
  instances: flowStarts(conflictingDatasets, { m: widths, logScale: fc.constant(0) }),
  runs: 20,
});

theorem(K2, { instances: smallLossStarts(widths), runs: 90, undecided: 0.005 });

/** Starts whose margins are of any sign. */
theorem(K2LargeLoss, {
  instances: flowStarts((d) => flowDatasets(d, { minPoints: 2, maxPoints: 8 }), {
    m: widths,
    logScale: fc.constant(-3),
  }),
  runs: 100,
});
