import * as p1 from './p1-homogeneity.js';
import * as p2 from './p2-normalised-margin.js';
import * as p3 from './p3-problems.js';
import * as p4 from './p4-separability.js';
import * as p5 from './p5-max-margin-separator.js';
import * as s1 from './s1-symmetry.js';
import * as s2 from './s2-opposed-pairs.js';
import * as s3 from './s3-global-max-margin.js';
import * as s4 from './s4-suboptimal-kkt.js';
import * as a1 from './a1-taylor.js';
import * as a2 from './a2-g-function.js';
import * as a3 from './a3-power-iteration.js';
import * as a4 from './a4-phase-one.js';
import * as a5 from './a5-good-embedding.js';
import * as e1 from './e1-embedding.js';
import * as e2 from './e2-flow-commutes.js';
import * as e3 from './e3-limit-flow.js';
import * as c1 from './c1-two-neurons.js';
import * as c2 from './c2-local-convergence.js';
import * as c3 from './c3-symmetric-limit.js';
import * as c4 from './c4-probability.js';
import * as c5 from './c5-linear-net.js';
import * as k1 from './k1-late-phase.js';
import * as k3 from './k3-conservation.js';
import * as k4 from './k4-descent.js';
import * as h1 from './h1-hints.js';
import * as h2 from './h2-hinted-limit.js';
import * as h4 from './h4-suboptimal.js';
import * as f from './f-figure-1.js';
import * as b1 from './b1-branching.js';
import * as r1 from './r1-logistic-regression.js';
import * as r2 from './r2-agreement.js';
import * as r3 from './r3-orthogonally-separable.js';
import * as r4 from './r4-quantisation.js';
import * as r5 from './r5-early-linearity.js';
import type { Claim, ClaimInfo } from './claim.js';

/** The rows, in the order of the paper. */
const ROWS: readonly object[] = [
  p1,
  p2,
  p3,
  p4,
  p5,
  s1,
  s2,
  s3,
  s4,
  a1,
  a2,
  a3,
  a4,
  a5,
  e1,
  e2,
  e3,
  c1,
  c2,
  c3,
  c4,
  c5,
  k1,
  k3,
  k4,
  h1,
  h2,
  h4,
  f,
  b1,
  r1,
  r2,
  r3,
  r4,
  r5,
];

const isClaim = (value: unknown): value is Claim<never> =>
  typeof value === 'object' && value !== null && 'law' in value && 'assumptions' in value;

const byId = (a: ClaimInfo, b: ClaimInfo): number => (a.id < b.id ? -1 : 1);

/** Every claim that the suite checks: all that the rows export, by id within a row. A run of `npm test` fails when one of them was not reached. */
export const claims: readonly Claim<never>[] = ROWS.flatMap((row) => Object.values(row).filter(isClaim).sort(byId));

/** What is listed of them. */
export const register: readonly ClaimInfo[] = claims;

/** The must-fail twins of a claim without one of its assumptions: those that share its law. */
export const twinsOf = (claim: Claim<never>, assumption: string): Claim<never>[] =>
  claims.filter(({ twinOf, dropped }) => twinOf === claim.id && dropped === assumption);
