import type { Claim } from '../../src/claims/claim.js';
import { toRealNetwork, type FlowStart } from '../../src/claims/flow-case.js';
import { flow } from '../../src/flow/flow.js';
import type { Verdict } from '../../src/verdict.js';
import { toReal } from '../../src/model/dataset.js';
import type { Network } from '../../src/model/network.js';
import { plainFlow } from '../second-opinion/plain-flow.js';

/** Points of a trajectory that are compared with a second flow from the start, and up to which ln |theta|^2: as far as a law's own flow is told by it. */
const POINTS = 6;
const MOST_LOG_SQUARED_NORM = Math.log(1e4);
/** Pieces that a second flow follows from where the first is: they cover all of it, so that a jump anywhere is seen, as far as doubles hold its weights p. */
const PIECES = 48;
const MOST_OF_PIECES = Math.log(1e9);
const MAX_STEPS = 4000;
/**
 * Of two directions theta/|theta|: the second flow smooths its kinks over 1e-5 of a neuron, and what that moves grows on the way. Observed, on 200 random
 * separable and symmetric cases (d to 3, n to 20, width to 4): 4e-8 in the median, 3e-4 at most. Faults that change where a flow ends are of the order of 1.
 */
const AGREEMENT = 1e-2;
/** Of a neuron: where no kink was smoothed the second flow is as good as its steps, 1e-7 each (derived for ten of them). */
const FLOOR = 1e-6;
/** Chosen, as DOUBT is for verdicts: a refutation by less than so many times what lies between the two flows is within their errors: they grow from a state to what a law makes of it. */
const MARGIN = 100;

/** How much a refutation is by: beside the sides, or in itself where one of them is 0; facts that are no numbers are clear. */
function sizeOf({ left, right }: Verdict): number {
  const [l, r] = [Number(left), Number(right)];
  if (!Number.isFinite(l - r)) return Infinity;
  return Math.abs(l - r) / (l === 0 || r === 0 ? 1 : Math.max(Math.abs(l), Math.abs(r)));
}

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

/** The flows that stand behind a verdict on an instance: its own start, or what the claim says. */
async function startsOf<C>(claim: Claim<C>, instance: C): Promise<readonly FlowStart[]> {
  if (claim.evidence === 'exact' || claim.evidence === 'certified') return [];
  if (claim.starts !== undefined) return claim.starts(instance);
  const { dataset, net, logScale } = instance as Partial<FlowStart>;
  return dataset === undefined || net === undefined || logScale === undefined ? [] : [{ dataset, net, logScale }];
}

interface State {
  readonly tau: number;
  readonly logSquaredNorm: number;
  /** theta / |theta|. */
  readonly theta: Network<number>;
}

const evenly = <T>(list: readonly T[], count: number): T[] =>
  list.length <= count
    ? [...list]
    : Array.from({ length: count }, (_, j) => list[Math.round((j / (count - 1)) * (list.length - 1))]);

/** The states of the flow that a law sees, up to `MOST_OF_PIECES`. */
async function trajectory({ dataset, net, logScale }: FlowStart): Promise<State[]> {
  const seen: State[] = [];
  await flow(toReal(dataset), toRealNetwork(net), logScale, {
    maxSteps: MAX_STEPS,
    onSample: ({ tau, logSquaredNorm, theta }) => {
      if (logSquaredNorm < MOST_OF_PIECES) seen.push({ tau, logSquaredNorm, theta: theta(logSquaredNorm / 2) });
    },
  });
  return seen;
}

/** From which state to which one the second flow is to come. */
interface Leg {
  readonly what: string;
  readonly from: Network<number>;
  readonly logScale: number;
  readonly duration: number;
  readonly to: State;
}

function legsOf(start: FlowStart, seen: readonly State[]): Leg[] {
  const early = seen.filter(({ logSquaredNorm }) => logSquaredNorm < MOST_LOG_SQUARED_NORM);
  const whole = evenly(early, POINTS + 1).map((to) => ({
    ...{ what: `at tau = ${to.tau.toPrecision(4)}`, from: toRealNetwork(start.net), logScale: start.logScale },
    ...{ duration: to.tau, to },
  }));
  const ends = evenly(seen, PIECES + 1);
  const pieces = ends.slice(1).map((to, j) => ({
    what: `from tau = ${ends[j].tau.toPrecision(4)} to ${to.tau.toPrecision(4)}`,
    ...{ from: ends[j].theta, logScale: ends[j].logSquaredNorm / 2, duration: to.tau - ends[j].tau, to },
  }));
  return [...whole, ...pieces].filter(({ duration }) => duration > 0);
}

/**
 * Whether the flows behind a refutation are followed in the same way by the second opinion, which shares no code with them: otherwise it is the numerics
 * that are refuted, and nothing is decided about the claim. Undefined where both agree, or no flow is involved.
 */
export async function auditOf<C>(claim: Claim<C>, instance: C, verdict: Verdict): Promise<string | undefined> {
  let farthest = FLOOR;
  for (const start of await startsOf(claim, instance)) {
    const data = toReal(start.dataset);
    for (const { what, from, logScale, duration, to } of legsOf(start, await trajectory(start))) {
      const second = plainFlow({ ...data, ...from, logScale }, { tau: duration });
      if (!second.reached) return `the second flow did not get ${what}`;
      const { whole, neuron } = distances(to.theta, second.theta);
      farthest = Math.max(farthest, neuron);
      if (!(whole <= AGREEMENT)) return `two flows are ${whole.toPrecision(2)} apart ${what}`;
    }
    if (sizeOf(verdict) <= MARGIN * farthest) {
      return `a neuron is ${farthest.toPrecision(2)} of itself apart in two flows, and the refutation is by ${sizeOf(verdict).toPrecision(2)} only`;
    }
  }
  return undefined;
}
