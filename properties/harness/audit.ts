import type { Claim } from '../../src/claims/claim.js';
import { describe, type Verdict } from '../../src/verdict.js';
import type { Network } from '../../src/model/network.js';
import { plainFlow } from '../second-opinion/plain-flow.js';
import {
  isFollowable,
  MOST_STEPS,
  NotReached,
  onSecondFlows,
  recorded,
  type Followed,
  type State,
} from './followed.js';

/** Points of a flow that are compared with a second one from the start, and up to which ln |theta|^2. */
const POINTS = 6;
const MOST_FROM_START = Math.log(1e4);
/**
 * Pieces that a second flow follows from where the first is, and up to which ln |theta|^2: they cover all of it, so that a jump anywhere is seen. Beyond, what the
 * smoothing of a kink, 1e-5 of a neuron, moves q by is no longer small: a start from a state of the first flow would be a shock to the second.
 */
const PIECES = 48;
const MOST_OF_PIECES = Math.log(1e5);
/** Of a law that runs more flows, so many are compared: a law of thousands is about how many end where. */
const MOST_FLOWS = 12;
/**
 * Of two directions theta/|theta|: the second flow smooths its kinks over 1e-5 of a neuron, and what that moves grows on the way. Observed, on 200 random
 * separable and symmetric cases (d to 3, n to 20, width to 4): 4e-8 in the median, 3e-4 at most. Faults that change where a flow ends are of the order of 1.
 */
const AGREEMENT = 1e-2;
/** Of a neuron: where no kink was smoothed the second flow is as good as its steps, 1e-8 each (derived for a hundred of them). */
const FLOOR = 1e-6;
/** Chosen, as DOUBT is for verdicts: a refutation by less than so many times what lies between the two flows is within their errors: they grow from a state to what a law makes of it. */
const MARGIN = 100;

/** How much a refutation is by: beside the sides, or in itself where one of them is 0; facts that are no numbers are clear. */
function sizeOf({ left, right }: Verdict): number {
  const [l, r] = [Number(left), Number(right)];
  if (!Number.isFinite(l - r)) return Infinity;
  return Math.abs(l - r) / (l === 0 || r === 0 ? 1 : Math.max(Math.abs(l), Math.abs(r)));
}

/** Chosen: of a side of a refutation, by how much it may differ between the two flows. */
const ALIKE = 0.1;

interface Weights {
  readonly w: readonly (readonly number[])[];
  readonly a: readonly number[];
}

/** The neurons (w_k, a_k), divided by a length. */
const neurons = ({ w, a }: Weights, length: number): number[][] =>
  w.map((wk, k) => [...wk.map((t) => t / length), a[k] / length]);

/** How far two states of one norm are apart: as a whole, and the farthest neuron beside its own size. */
function distances(first: Weights, second: Weights): { whole: number; neuron: number } {
  const length = Math.hypot(...second.w.flat(), ...second.a);
  const [u, v] = [neurons(first, 1), neurons(second, length)];
  const apart = u.map((uk, k) => Math.hypot(...uk.map((t, j) => t - v[k][j])));
  return {
    whole: Math.hypot(...apart),
    neuron: Math.max(...apart.map((t, k) => (t === 0 ? 0 : t / Math.max(Math.hypot(...u[k]), Math.hypot(...v[k]))))),
  };
}

/** Both refute, and by the same numbers: a second flow that refutes by others does so by its own errors. */
const agree = (first: Verdict, second: Verdict): boolean =>
  second.outcome === 'refuted' &&
  second.what === first.what &&
  (['left', 'right'] as const).every((side) => {
    const [u, v] = [Number(first[side]), Number(second[side])];
    return first[side] === second[side] || Math.abs(u - v) <= ALIKE * Math.max(Math.abs(u), Math.abs(v));
  });

const evenly = <T>(list: readonly T[], count: number): T[] =>
  list.length <= count
    ? [...list]
    : Array.from({ length: count }, (_, j) => list[Math.round((j / (count - 1)) * (list.length - 1))]);

/** From where to which state the second flow is to come. */
interface Leg {
  readonly what: string;
  readonly from: Network<number>;
  readonly logScale: number;
  readonly duration: number;
  readonly to: State;
}

/** From the start to some states before the flow first branches, and from state to state where it does not. */
function legsOf({ net, logScale, states }: Followed): Leg[] {
  const within = states.filter(({ logSquaredNorm }) => logSquaredNorm < MOST_OF_PIECES);
  const branch = within.findIndex(({ follows }, j) => j > 0 && !follows);
  const early = within.slice(1, branch < 0 ? undefined : branch).filter((s) => s.logSquaredNorm < MOST_FROM_START);
  const whole = evenly(early, POINTS).map((to) => ({
    what: `at tau = ${to.tau.toPrecision(4)}`,
    from: net,
    logScale,
    duration: to.tau,
    to,
  }));
  const ends = evenly([...within.keys()], PIECES + 1);
  const pieces = ends.slice(1).flatMap((end, j) => {
    const [from, to] = [within[ends[j]], within[end]];
    if (!within.slice(ends[j] + 1, end + 1).every(({ follows }) => follows)) return [];
    const what = `from tau = ${from.tau.toPrecision(4)} to ${to.tau.toPrecision(4)}`;
    return [{ what, from: from.theta, logScale: from.logSquaredNorm / 2, duration: to.tau - from.tau, to }];
  });
  return [...whole, ...pieces].filter(({ duration }) => duration > 0);
}

/** How far a neuron of a flow is from where the second program has it; or what is wrong. */
function apart(followed: Followed): number | string {
  let farthest = FLOOR;
  for (const { what, from, logScale, duration, to } of legsOf(followed)) {
    const second = plainFlow({ ...followed.dataset, ...from, logScale }, { tau: duration, maxSteps: MOST_STEPS });
    if (!second.reached) return `the second flow did not get ${what}`;
    const { whole, neuron } = distances(to.theta, second.theta);
    farthest = Math.max(farthest, neuron);
    if (!(whole <= AGREEMENT)) return `two flows are ${whole.toPrecision(2)} apart ${what}`;
  }
  return farthest;
}

/**
 * Whether the flows behind a refutation are followed in the same way by the second opinion, which shares no code with them, and whether the law is refuted
 * by its states, too: otherwise it is the numerics that are refuted, and nothing is decided about the claim. Undefined where both agree, or no flow is
 * involved. Flows that are too wide for the second program are not compared.
 */
export async function auditOf<C>(claim: Claim<C>, instance: C, verdict: Verdict): Promise<string | undefined> {
  if (claim.evidence === 'exact' || claim.evidence === 'certified') return undefined;
  // a law may remember what it saw of an instance
  const law = () => claim.law(typeof instance === 'object' ? { ...instance } : instance);
  const { flows } = await recorded(law);
  for (const followed of evenly(flows.filter(isFollowable), MOST_FLOWS)) {
    const far = apart(followed);
    if (typeof far === 'string') return far;
    if (sizeOf(verdict) <= MARGIN * far) {
      return `a neuron is ${far.toPrecision(2)} of itself apart in two flows, and the refutation is by ${sizeOf(verdict).toPrecision(2)} only`;
    }
  }
  try {
    const second = await onSecondFlows(flows, law);
    if (second === undefined || agree(verdict, second.value)) return undefined;
    return `by the states of a second flow ${describe(second.value)}`;
  } catch (error) {
    if (error instanceof NotReached) return error.message;
    throw error;
  }
}
