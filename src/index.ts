/**
 * What a theorist builds a conjecture of: data and nets over exact rationals, the oracles for the best linear and two-layer margins, gradient flow to its
 * certified limit, and verdicts with both sides. Random instances are in `margin-laws/arbitraries`, the search for a counterexample in `margin-laws/check`.
 *
 * @module margin-laws
 */

// numbers
export type { Field, Rational } from './numeric/field.js';
export { real } from './numeric/field.js';
export { exact, formatRational, fromDouble, parseRational, rational, toNumber } from './numeric/rational.js';
export type { Vector } from './numeric/vector.js';
export { dot, negate, plus, scale, squaredLength } from './numeric/vector.js';

// data and nets
export type { Dataset, Label } from './model/dataset.js';
export { createDataset, dimension, mean, signedPoints, toReal } from './model/dataset.js';
export { parseDataset, readDataset } from './cli/read-dataset.js';
export { InputError } from './model/input-error.js';
export { augment, isDistinct, isPaired, isSymmetric } from './model/symmetry.js';
export type { Hints } from './model/hints.js';
export { hintedDataset } from './model/hints.js';
export type { Network } from './model/network.js';
export { normalisedMargin, opposedPairs, output, outputMargins, scaleNetwork, squaredNorm } from './model/network.js';
export type { Shape } from './model/initialisation.js';
export { balancedInitialisation, gaussianInitialisation } from './model/initialisation.js';

// oracles
export type { Certificate, Inseparable, LinearMargin, Separable } from './oracle/linear-margin.js';
export { linearMargin, nearestPoint } from './oracle/linear-margin.js';
export type { MarginClaim } from './oracle/verify-margin.js';
export { verifyMargin } from './oracle/verify-margin.js';
export type { NetworkMargin } from './oracle/network/bracket.js';
export type { NetworkMarginOptions } from './oracle/network/network-margin.js';
export type { BracketRound } from './oracle/network/close.js';
export { networkMargin } from './oracle/network/network-margin.js';
export type { OneNeuronMargin, WidthMargin } from './oracle/network/width-margin.js';
export { oneNeuronMargin, widthMargin } from './oracle/network/width-margin.js';

// gradient flow
export type { FlowOptions, FlowResult, FlowStatus, Sample } from './flow/flow.js';
export { flow } from './flow/flow.js';
export type { KktResiduals } from './flow/kkt.js';
export { endsAt, endsAtLinear, flowFrom, limitOf, toRealNetwork } from './claims/flow-case.js';

// claims and verdicts
export type { Assumption, Claim, ClaimInfo, Evidence, FlowStart } from './claims/claim.js';
export { drop, unmet } from './claims/claim.js';
export type { OnDataset } from './claims/assumptions.js';
export { distinct, noSeparator, paired, separable, unitBall } from './claims/assumptions.js';
export type { Ends } from './claims/bracket-case.js';
export { optimumExceeds, optimumIs } from './claims/bracket-case.js';
export type { Examination } from './claims/on-data.js';
export { examine } from './claims/on-data.js';
export { encodeInstance } from './claims/instance-json.js';
export { register } from './claims/register.js';
export type { Outcome, Verdict } from './verdict.js';
export { all, atLeast, compare, describe, near, same, undecided } from './verdict.js';
