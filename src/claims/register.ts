import { A2, A2Identity, A2NotSymmetric, A2Printed } from './a2-g-function.js';
import { A3, A3NotSeparable, A3Printed } from './a3-power-iteration.js';
import { A5, A5Component, A5DimensionPrinted, A5Sampled, A5ZeroEntry } from './a5-good-embedding.js';
import { C3, C3LargeScale, C3NotSeparable, C3NotSymmetric, C3OneSign, C4Other } from './c3-symmetric-limit.js';
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
  C3,
  C3NotSymmetric,
  C3LargeScale,
  C3OneSign,
  C3NotSeparable,
  C4Other,
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
];
