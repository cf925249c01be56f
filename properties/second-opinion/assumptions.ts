import * as c from './conditions.js';
import type { Condition } from './conditions.js';
import { numberAt, type Witness } from './data.js';
import * as h from './hint-conditions.js';

/** The assumptions of a law, by what the twins without them are called after it. */
type Assumptions = Readonly<Record<string, Condition>>;

const notSeparable = { 'not-separable': c.isSeparable };
const notSymmetric = { 'not-symmetric': c.isPaired };
const both = { ...notSeparable, ...notSymmetric };
const negativeScale = { 'negative-scale': c.positive('c') };
const entries = { 'no-positive': c.bHas(1), 'no-negative': c.bHas(-1) };
const small = { 'large-scale': c.isSmallStart };
const largeLoss = { 'large-loss': c.hasSmallLoss };
const hints = { ...notSeparable, 'not-perpendicular': h.isPerpendicular, 'no-epsilon': c.positive('epsilon') };
const widths = {
  ...notSeparable,
  'not-perpendicular': h.isPerpendicular,
  'large-epsilon': h.hasRoom,
  'small-K': h.hasLargeK,
};
const kinks = { 'off-kink': c.isOnOneKink, 'not-repelling': c.isRepelled };

const LAWS: Readonly<Record<string, Assumptions>> = {
  P1: negativeScale,
  P2: { ...negativeScale, 'output-bias': c.noBias },
  'P2-first-layer': negativeScale,
  P3: { ...negativeScale, 'no-margin': c.fits },
  P5: notSeparable,
  'P5-mu': notSeparable,
  'P5-mu-printed': { ...notSeparable, 'not-unit-ball': c.inUnitBall },
  S1: notSeparable,
  'S1-formal': { ...notSeparable, 'not-symmetric': c.hasSymmetricInputs, repeated: c.isDistinct },
  S2: notSymmetric,
  'S2-printed': both,
  S3: { ...both, 'one-neuron': (instance) => numberAt(instance, 'width') >= 2 },
  'S3-maximiser': both,
  'S3-near-printed': {},
  'S3-unique-printed': {},
  S4: small,
  A2: notSymmetric,
  A3: notSeparable,
  'A3-printed': { ...notSeparable, 'not-unit-ball': c.inUnitBall },
  A4: { ...both, 'not-unit-ball': c.inUnitBall, 'large-sigma': (instance) => numberAt(instance, 'factor') <= 1 },
  'A4-universal-printed': {},
  A5: { 'zero-entry': c.noZeroEntry },
  'A5-dimension-printed': {},
  E1: entries,
  'E1-norm': entries,
  'E1-start-printed': { ...entries, 'zero-entry': c.bHasNot(0) },
  E2: { 'not-good': c.isGoodB, branching: c.twoDoesNotBranch },
  E3: { ...both, 'not-unit-ball': c.inUnitBall, 'not-good': c.isGood },
  C1: { ...both, 'not-balanced': c.isOpposed, 'one-side': c.onSides },
  C2: {
    // of the local maximum only that no neuron is missing, which is what makes a saddle of a witness
    saddle: c.isAlive,
    far: (instance) => numberAt(instance, 'epsilon') <= 1e-4,
    'small-norm': (instance) => numberAt(instance, 'logMargin') >= 5,
  },
  'C2-printed': notSeparable,
  C3: { ...both, ...small, 'mean-in-kink': c.meanInNoKink, 'one-sign': c.isGood },
  C4: both,
  'C4-other': { ...both, ...small, 'mean-in-kink': c.meanInNoKink, 'both-signs': c.isOneSided },
  C5: notSymmetric,
  K1: largeLoss,
  K2: largeLoss,
  'K3-signs': { 'not-balanced': c.isBalanced },
  H1: { ...hints, 'no-H': c.positive('H') },
  'H1-epsilon': { ...hints, 'large-epsilon': h.isNearHint },
  'H1-large-epsilon': { ...hints, '': h.isNearHint },
  'H1-any-dataset': notSeparable,
  'H1-unit-ball': { ...hints, 'no-H': c.positive('H'), 'not-unit-ball': c.inUnitBall, 'short-hint': h.isLongHint },
  H2: {
    ...notSeparable,
    'not-perpendicular': h.isPerpendicular,
    'not-balanced': c.isBalanced,
    'large-epsilon': h.hasSmallEpsilon,
    'small-H': h.hasLargeH,
    'large-scale': h.isSmallOnHints,
    'no-positive-sign': c.hasPositive,
  },
  H3: notSeparable,
  'H3-printed': {},
  H4: { ...widths, 'one-neuron': (instance) => numberAt(instance, 'width') >= 2 },
  'H4-printed': widths,
  H5: widths,
  B1: kinks,
  'B1-flow': kinks,
  R1: notSeparable,
  R2: { 'no-agreement': c.agrees },
  R3: { 'not-orthogonal': c.isOrthogonal },
  'R3-leaky': { 'not-orthogonal': c.isOrthogonal, 'one-sign': c.hasBothSigns },
  // of the bound on ln sigma only -60 (1 + lambda_max/lambda_min) <= -120
  R4: { ...notSeparable, 'large-init': ({ logScale }) => logScale <= -120 },
  R5: { ...both, 'large-init': (instance) => numberAt(instance, 'power') >= 3, 'at-rest': c.isMoving },
};

/** What is wrong with the assumptions of a witness: the one that its claim drops must fail, the others must hold. */
export function wrongAssumptions({ claim, instance }: Witness): string | undefined {
  const fitting = Object.keys(LAWS).filter((law) => claim === law || claim.startsWith(`${law}-`));
  const law = fitting.sort((a, b) => b.length - a.length)[0];
  if (law === undefined) return `no assumptions are known of ${claim}`;
  const name = claim.slice(law.length + 1);
  const assumptions = LAWS[law];
  // a claim as printed keeps them all
  if (!(name in assumptions) && !['', 'printed', 'function'].includes(name)) return `${law} has no assumption ${name}`;
  for (const [dropped, holds] of Object.entries(assumptions)) {
    if (holds(instance) === (dropped === name)) {
      return `the assumption that ${law}-${dropped} drops ${dropped === name ? 'holds' : 'fails'}`;
    }
  }
  return undefined;
}
