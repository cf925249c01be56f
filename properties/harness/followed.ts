import { flow, followedBy, type FlowResult, type Sample } from '../../src/flow/flow.js';
import type { Dataset } from '../../src/model/dataset.js';
import { logLoss } from '../../src/model/loss.js';
import type { Network } from '../../src/model/network.js';
import { plainFlow } from '../second-opinion/plain-flow.js';

/** ln |theta|^2 up to which the second program follows: beyond it the rounding of q spoils the weights p (plain-flow.ts). */
const MOST_LOG_SQUARED_NORM = Math.log(1e9);
/** And from which on: |theta| is e^-500, whose square doubles still hold. */
const LEAST_LOG_SQUARED_NORM = -1000;
/** Neurons beyond which a flow is not followed again: the second program's steps are dense, of the cube of the width. */
const MOST_NEURONS = 32;
/** States of a flow up to which all of them are made again: each costs some steps of the second program. */
const MOST_STATES = 3000;
/** Steps of the second program for one flow, after which nothing is decided: some seconds. */
export const MOST_STEPS = 10_000;

/** A state of a flow that a law ran. */
export interface State {
  readonly tau: number;
  readonly logTime: number;
  readonly logSquaredNorm: number;
  /** theta / |theta|. */
  readonly theta: Network<number>;
  /**
   * Whether the second program can come here from the state before: not where the flow branches or has just done so, nor where a neuron is or
   * has just been at w = 0, since the kinks are smoothed over a share of |w|, nor from a size that doubles hardly hold.
   */
  readonly follows: boolean;
}

/** A flow that a law ran, and what could be seen of it. */
export interface Followed {
  readonly dataset: Dataset<number>;
  readonly net: Network<number>;
  readonly logScale: number;
  readonly states: readonly State[];
  /** Undefined where the law broke it off. */
  readonly result?: FlowResult;
}

const standsAtZero = ({ w, a }: Network<number>): boolean => w.some((wk, k) => a[k] !== 0 && wk.every((t) => t === 0));

const isOutOfReach = ({ theta, logSquaredNorm }: State): boolean =>
  standsAtZero(theta) || logSquaredNorm < LEAST_LOG_SQUARED_NORM;

/** Runs a law, and keeps the flows that it runs, in their order. */
export async function recorded<T>(law: () => T | Promise<T>): Promise<{ value: T; flows: readonly Followed[] }> {
  const flows: Followed[] = [];
  const value = await followedBy(async (dataset, net, logScale, options = {}) => {
    const states: State[] = [];
    const at = flows.push({ dataset, net, logScale, states }) - 1;
    // at the two times before
    const branches = [0, 0];
    const onSample = (sample: Sample): void => {
      const { tau, logTime, logSquaredNorm } = sample;
      const last = states[states.length - 1];
      const moved = tau > (last?.tau ?? -1);
      const oneWay = branches[1] === sample.branches && (!moved || branches[0] === sample.branches);
      branches.splice(0, 2, branches[moved ? 1 : 0], sample.branches);
      const theta = sample.theta(logSquaredNorm / 2);
      const follows = oneWay && !(moved && (standsAtZero(theta) || (last !== undefined && isOutOfReach(last))));
      states.push({ tau, logTime, logSquaredNorm, theta, follows });
      options.onSample?.(sample);
    };
    const result = await flow(dataset, net, logScale, { ...options, onSample });
    flows[at] = { ...flows[at], result };
    return result;
  }, law);
  return { value, flows };
}

/** Whether the second program can follow a flow. */
export const isFollowable = ({ net }: Followed): boolean => net.a.length <= MOST_NEURONS;

/** The second program does not come to where a flow has been. */
export class NotReached extends Error {}

/** ln(1 / (e^s - 1)), s = n L: l^{-1}(n L) (Lyu and Li 2020). */
const inverseLoss = (logS: number): number => (logS < -30 ? -logS : -Math.log(Math.expm1(Math.exp(logS))));

/** What a sample says, of a state of the second program. */
function sampleOf(state: State, theta: Network<number>, logSquaredNorm: number, q: readonly number[]): Sample {
  const squaredNorm = Math.exp(logSquaredNorm);
  const lnL = logLoss(q);
  return {
    tau: state.tau,
    logTime: state.logTime,
    logLoss: lnL,
    logSquaredNorm,
    branches: 0,
    margin: Math.min(...q) / squaredNorm,
    smoothedMargin: (q.length === 1 ? q[0] : inverseLoss(lnL + Math.log(q.length))) / squaredNorm,
    theta: (logUnit = 0) => scaled(theta, Math.exp(-logUnit)),
  };
}

const scaled = ({ leak, w, a }: Network<number>, c: number): Network<number> => ({
  leak,
  w: w.map((wk) => wk.map((t) => t * c)),
  a: a.map((t) => t * c),
});

/** The states of a flow once more, by the second program from the same start, as far as it goes; it takes over the ways that the flow has chosen. */
function samplesOf({ dataset, net, logScale, states }: Followed): Sample[] {
  const within = states.filter(({ logSquaredNorm }) => logSquaredNorm < MOST_LOG_SQUARED_NORM);
  let theta = scaled(net, Math.exp(logScale));
  let tau = 0;
  let left = MOST_STEPS;
  return within.map((state, j) => {
    if (j > 0 && !state.follows) [theta, tau] = [scaled(state.theta, Math.exp(state.logSquaredNorm / 2)), state.tau];
    const second = plainFlow({ ...dataset, ...theta, logScale: 0 }, { tau: state.tau - tau, maxSteps: left });
    left -= second.steps;
    if (!second.reached) throw new NotReached(`the second flow did not reach tau = ${state.tau.toPrecision(4)}`);
    theta = { leak: net.leak, ...second.theta };
    tau = state.tau;
    return sampleOf(state, theta, second.logSquaredNorm, second.q);
  });
}

/**
 * Runs a law again, with states of the second program in the place of those that its flows went through. A limit is what it was, since the second program
 * knows none: what a law says of limits alone is not changed. Undefined where a flow has too many states or neurons.
 */
export async function onSecondFlows<T>(
  flows: readonly Followed[],
  law: () => T | Promise<T>,
): Promise<{ value: T } | undefined> {
  if (!flows.every((followed) => isFollowable(followed) && followed.states.length <= MOST_STATES)) return undefined;
  const waiting = [...flows];
  const value = await followedBy(async (dataset, net, logScale, options = {}) => {
    const first = waiting.shift();
    const same = first?.logScale === logScale && JSON.stringify(first.net) === JSON.stringify(net);
    // the law goes another way than before
    if (first === undefined || !same) return flow(dataset, net, logScale, options);
    const { result } = first;
    if (options.onSample === undefined && result?.status === 'converged') return result;
    const samples = samplesOf(first);
    for (const sample of samples) options.onSample?.(sample);
    const last = samples[samples.length - 1];
    if (result === undefined) return flow(dataset, net, logScale, options);
    if (result.status === 'converged' || samples.length < first.states.length || last === undefined) return result;
    const { logLoss: lnL, logSquaredNorm, margin } = last;
    return { ...result, theta: last.theta(logSquaredNorm / 2), margin, logLoss: lnL, logSquaredNorm };
  }, law);
  return { value };
}
