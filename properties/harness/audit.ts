import type { Claim } from '../../src/claims/claim.js';
import { toRealNetwork, type FlowStart } from '../../src/claims/flow-case.js';
import { flow } from '../../src/flow/flow.js';
import type { Verdict } from '../../src/verdict.js';
import { toReal } from '../../src/model/dataset.js';
import type { Network } from '../../src/model/network.js';
import { plainFlow } from '../second-opinion/plain-flow.js';

/** How many points of a trajectory are compared, up to which ln |theta|^2, and in how many steps. */
const POINTS = 6;
const MOST_LOG_SQUARED_NORM = Math.log(1e4);
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

/**
 * Whether the flows behind a refutation are followed in the same way by the second opinion, which shares no code with them: otherwise it is the numerics
 * that are refuted, and nothing is decided about the claim. Undefined where both agree, or no flow is involved.
 */
export async function auditOf<C>(claim: Claim<C>, instance: C, verdict: Verdict): Promise<string | undefined> {
  let farthest = FLOOR;
  for (const { dataset, net, logScale } of await startsOf(claim, instance)) {
    const start = toRealNetwork(net);
    const seen: { tau: number; theta: Network<number> }[] = [];
    await flow(toReal(dataset), start, logScale, {
      maxSteps: MAX_STEPS,
      onSample: ({ tau, logSquaredNorm, theta }) => {
        if (logSquaredNorm < MOST_LOG_SQUARED_NORM) seen.push({ tau, theta: theta(logSquaredNorm / 2) });
      },
    });
    const picked = Array.from({ length: POINTS }, (_, j) => seen[Math.round(((j + 1) / POINTS) * (seen.length - 1))]);
    for (const { tau, theta } of picked.filter((point) => point !== undefined)) {
      const second = plainFlow({ ...toReal(dataset), ...start, logScale }, { tau });
      if (!second.reached) return `the second flow did not reach tau = ${tau.toPrecision(4)}`;
      const { whole, neuron } = distances(theta, second.theta);
      farthest = Math.max(farthest, neuron);
      if (!(whole <= AGREEMENT)) return `two flows are ${whole.toPrecision(2)} apart at tau = ${tau.toPrecision(4)}`;
    }
    if (sizeOf(verdict) <= MARGIN * farthest) {
      return `a neuron is ${farthest.toPrecision(2)} of itself apart in two flows, and the refutation is by ${sizeOf(verdict).toPrecision(2)} only`;
    }
  }
  return undefined;
}
