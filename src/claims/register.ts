import { A2, A2Identity, A2NotSymmetric, A2Printed } from './a2-g-function.js';
import { A3, A3NotSeparable, A3Printed } from './a3-power-iteration.js';
import { A5, A5Component, A5DimensionPrinted, A5Sampled, A5ZeroEntry } from './a5-good-embedding.js';
import { C2, C2Far, C2Saddle, C2SmallNorm } from './c2-local-convergence.js';
import { C3, C3LargeScale, C3NotSeparable, C3NotSymmetric, C3OneSign, C4Other } from './c3-symmetric-limit.js';
import { A1 } from './a1-taylor.js';
import { B1, B1Flow, B1FlowNotRepelling, B1NotRepelling } from './b1-branching.js';
import { R1, R1NotSeparable } from './r1-logistic-regression.js';
import { R2, R2NoAgreement } from './r2-agreement.js';
import { R4, R4LargeInit } from './r4-quantisation.js';
import { R5, R5Function, R5LargeInit, R5NotSymmetric } from './r5-early-linearity.js';
import { A4, A4LargeSigma } from './a4-phase-one.js';
import { C1, C1NotBalanced, C1NotSymmetric, C1OneSide, C1Printed } from './c1-two-neurons.js';
import { C4, H3, H3Printed } from './c4-probability.js';
import { C5, C5NotSymmetric } from './c5-linear-net.js';
import { E2, E2Branching } from './e2-flow-commutes.js';
import { E3, E3NotSymmetric } from './e3-limit-flow.js';
import { H2, H2LargeEpsilon, H2LargeScale, H2NoPositiveSign, H2SmallH } from './h2-hinted-limit.js';
import { F1, F2, F3 } from './f-figure-1.js';
import { H4, H4SmallK, H4Printed, H5, H5SmallK } from './h4-suboptimal.js';
import { P3, P3NoMargin } from './p3-problems.js';
import { R3, R3Leaky, R3LeakyNotOrthogonal, R3LeakyOneSign, R3NotOrthogonal } from './r3-orthogonally-separable.js';
import { S3, S3Maximiser, S3MaximiserNotSymmetric, S3NotSymmetric, S3OneNeuron } from './s3-global-max-margin.js';
import { S4, S4LargeScale } from './s4-suboptimal-kkt.js';
import { K1, K1LargeLoss, K2, K2LargeLoss } from './k1-late-phase.js';
import { K3, K3Signs, K3SignsNotBalanced } from './k3-conservation.js';
import { K4, K4Rate } from './k4-descent.js';
import type { ClaimInfo } from './claim.js';
import {
  E1,
  E1NoNegative,
  E1NoPositive,
  E1Norm,
  E1NormNoNegative,
  E1NormNoPositive,
  E1Start,
  E1StartPrinted,
} from './e1-embedding.js';
import {
  H1,
  H1AnyDataset,
  H1Epsilon,
  H1LargeEpsilon,
  H1NoEpsilon,
  H1NoH,
  H1NotPerpendicular,
  H1UnitBall,
} from './h1-hints.js';
import { P1, P1Euler, P1NegativeScale } from './p1-homogeneity.js';
import {
  P2,
  P2FirstLayerBias,
  P2FirstLayerNegativeScale,
  P2NegativeScale,
  P2OutputBias,
} from './p2-normalised-margin.js';
import { P4 } from './p4-separability.js';
import { P5, P5Mu, P5MuNotSeparable, P5MuPrinted, P5NotSeparable } from './p5-max-margin-separator.js';
import {
  S1,
  S1Augmentation,
  S1Formal,
  S1FormalNotSeparable,
  S1FormalNotSymmetric,
  S1FormalRepeated,
  S1NotSeparable,
} from './s1-symmetry.js';
import { S2, S2NotSymmetric } from './s2-opposed-pairs.js';

/** Every claim that the suite checks; a run of `npm test` fails when one of them was not reached. */
export const register: readonly ClaimInfo[] = [
  P1,
  P1NegativeScale,
  P1Euler,
  P2,
  P2OutputBias,
  P2NegativeScale,
  P2FirstLayerBias,
  P2FirstLayerNegativeScale,
  P3,
  P3NoMargin,
  P4,
  P5,
  P5NotSeparable,
  P5Mu,
  P5MuNotSeparable,
  P5MuPrinted,
  S1,
  S1NotSeparable,
  S1Formal,
  S1FormalNotSeparable,
  S1FormalNotSymmetric,
  S1FormalRepeated,
  S1Augmentation,
  S2,
  S2NotSymmetric,
  A1,
  A2,
  A2NotSymmetric,
  A2Printed,
  A2Identity,
  A3,
  A3NotSeparable,
  A3Printed,
  A5,
  A5ZeroEntry,
  A5Sampled,
  A5Component,
  A5DimensionPrinted,
  E1,
  E1NoPositive,
  E1NoNegative,
  E1Norm,
  E1NormNoPositive,
  E1NormNoNegative,
  E1Start,
  E1StartPrinted,
  S3,
  S3NotSymmetric,
  S3OneNeuron,
  S3Maximiser,
  S3MaximiserNotSymmetric,
  S4,
  S4LargeScale,
  A4,
  A4LargeSigma,
  E2,
  E2Branching,
  E3,
  E3NotSymmetric,
  C1,
  C1NotSymmetric,
  C1NotBalanced,
  C1OneSide,
  C1Printed,
  C2,
  C2Far,
  C2SmallNorm,
  C2Saddle,
  C3,
  C3NotSymmetric,
  C3LargeScale,
  C3OneSign,
  C3NotSeparable,
  C4Other,
  C4,
  C5,
  C5NotSymmetric,
  K1,
  K1LargeLoss,
  K2,
  K2LargeLoss,
  K3,
  K3Signs,
  K3SignsNotBalanced,
  K4,
  K4Rate,
  H1,
  H1NotPerpendicular,
  H1NoH,
  H1NoEpsilon,
  H1Epsilon,
  H1LargeEpsilon,
  H1AnyDataset,
  H1UnitBall,
  H2,
  H2LargeEpsilon,
  H2SmallH,
  H2LargeScale,
  H2NoPositiveSign,
  H3,
  H3Printed,
  H4,
  H4SmallK,
  H4Printed,
  H5,
  H5SmallK,
  F1,
  F2,
  F3,
  B1,
  B1NotRepelling,
  B1Flow,
  B1FlowNotRepelling,
  R1,
  R1NotSeparable,
  R2,
  R2NoAgreement,
  R3,
  R3NotOrthogonal,
  R3Leaky,
  R3LeakyOneSign,
  R3LeakyNotOrthogonal,
  R4,
  R4LargeInit,
  R5,
  R5NotSymmetric,
  R5LargeInit,
  R5Function,
];
