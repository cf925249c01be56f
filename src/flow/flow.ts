import { AsyncLocalStorage } from 'node:async_hooks';
import type { Dataset } from '../model/dataset.js';
import { logLoss } from '../model/loss.js';
import type { Network } from '../model/network.js';
import { limitDirection, objection, smoothedMargin } from './arrival.js';
import { kktResiduals, type KktResiduals } from './kkt.js';
import { cellOptimum, type CellOptimum } from './limit.js';
import { atRest, doubtOfRest } from './rest.js';
import { Stuck } from './stuck.js';
import { Trajectory } from './trajectory.js';

/** How a run ended: at a certified limit direction, where the loss never becomes small, or in numeric doubt. */
export type FlowStatus = 'converged' | 'not-separated' | 'undecided';

/** A point of the trajectory. */
export interface Sample {
  /** Normalised time, d tau = S dt. */
  readonly tau: number;
  /** ln of the physical time. */
  readonly logTime: number;
  /** ln L; below -1e6, where the margins no longer meet as closely as the true flow's do, to within ln(n)/1e6 of itself. */
  readonly logLoss: number;
  /** ln |theta|^2. */
  readonly logSquaredNorm: number;
  /** Normalised margin q_min / |theta|^2. */
  readonly margin: number;
  /** Smoothed normalised margin of Lyu and Li (2020), l^{-1}(n L) / |theta|^2; negative before L < ln2/n. */
  readonly smoothedMargin: number;
  /** Events so far at which the flow could have gone on in more than one way. */
  readonly branches: number;
  /** theta e^{-logUnit} at full width; logUnit = 0 is theta itself, which may overflow or underflow. */
  theta(logUnit?: number): Network<number>;
}

/** How closely to follow the flow, and what to see of it. */
export interface FlowOptions {
  /** Largest local error of a component of omega_k or rho_k in a step; 2e-9 unless told. */
  readonly tolerance?: number;
  /** Steps after which an undecided run ends; 20000 unless told. */
  readonly maxSteps?: number;
  /** Called at the start, after every step, and at each of `times`. */
  readonly onSample?: (sample: Sample) => void;
  /** Physical times, ascending, at which a step must end. The run ends at the last of them, when there are any. */
  readonly times?: readonly number[];
  /** Rejects with its reason when it is aborted. */
  readonly signal?: AbortSignal;
  /** false keeps equal neurons apart, which is how Lemma 5.3 itself is checked. */
  readonly merge?: boolean;
  /** The side of its normal to which a neuron goes where it could go to either (Assumption 4.6); 1 unless told. */
  readonly branch?: 1 | -1;
}

/** Where gradient flow ends, with the certificate. */
export interface FlowResult {
  /** `converged` only with a certificate. */
  readonly status: FlowStatus;
  /** Why it is not converged. */
  readonly why?: string;
  /**
   * The limit direction if converged, otherwise the direction reached; unit norm, full width. How neurons of one limit direction
   * share its norm, which changes neither the function nor the margin, is as it was when the flow was stopped.
   */
  readonly theta: Network<number>;
  /** Normalised margin of theta. */
  readonly margin: number;
  /** ln of the loss where the flow was stopped. */
  readonly logLoss: number;
  /** ln of the physical time there. */
  readonly logTime: number;
  /** ln |theta|^2 there. */
  readonly logSquaredNorm: number;
  /** By how much the limit misses the KKT conditions of (P). */
  readonly kkt: KktResiduals;
  /**
   * Whether the limit is a strict local maximum of the margin among nets of the neurons that have not vanished, up to how equal
   * neurons share their norm.
   */
  readonly strict: boolean;
  /** Steps of the method. */
  readonly steps: number;
  /** Steps that were taken again, shorter: too large an error, or an event or a time on the way. */
  readonly rejected: number;
  /** Kinks that were met. */
  readonly events: number;
  /** Neurons that became one with another of the same direction (Lemma 5.3). */
  readonly merged: number;
  /** Events at which the flow could have gone on in more than one way; one of them was followed. */
  readonly branches: number;
}

export const DEFAULT_TOLERANCE = 2e-9;
export const DEFAULT_MAX_STEPS = 20_000;

/** Attempts to see the limit: when ln |theta|^2 has grown by this much, and at the latest after so many steps. */
const ATTEMPT_GROWTH = 0.7;
const ATTEMPT_EVERY = 16;

/** No neuron grows while the loss is ln 2. */
export const RESTS = 'theta tends to 0, or to a rest point beside it';

const AT_REST = 'the flow has come to rest';

/** Whatever else is in the way, doubles cannot tell where such a start ends. */
const ON_STABLE_MANIFOLD = 'a neuron is on the stable manifold of 0, to rounding';

/** In the data's own units. */
function sampleOf(trajectory: Trajectory): Sample {
  const { field, points, tau, logTime } = trajectory;
  const { scale, n } = points;
  const grown = Math.exp(field.shift);
  let least = Infinity;
  for (let i = 0; i < n; i++) least = Math.min(least, field.q[i]);
  const beta = Math.exp(field.logSquaredNorm - field.shift);
  // on a sphere q is that of theta there
  const lnL = logLoss(field.q);
  const margin = (least / beta) * scale;
  return {
    tau: tau / scale,
    logTime,
    logLoss: lnL * grown,
    logSquaredNorm: field.logSquaredNorm - Math.log(scale),
    margin,
    // of one point l^{-1}(L) is q itself, and from L it would lose its digits near ln 2
    smoothedMargin: n === 1 ? margin : smoothedMargin(lnL, n, beta) * scale,
    branches: trajectory.kinks.branches,
    theta: (logUnit = 0) => trajectory.network(logUnit),
  };
}

const follower = new AsyncLocalStorage<typeof flow | undefined>();

/**
 * Runs something, in which another function takes the place of `flow`, at any depth: to see which flows an answer stands on, or to answer with other
 * ones. That function itself may call `flow`.
 */
export const followedBy = <T>(other: typeof flow, run: () => T): T => follower.run(other, run);

/**
 * Gradient flow (equation (1)) from e^{logScale} net to its limit direction, through kinks (Filippov) and from any scale. The
 * same arguments give the same answer. Throws RangeError for arguments out of range; rejects with the signal's reason when
 * it is aborted.
 */
export async function flow(
  dataset: Dataset<number>,
  net: Network<number>,
  logScale: number,
  options: FlowOptions = {},
): Promise<FlowResult> {
  const other = follower.getStore();
  if (other !== undefined) return follower.run(undefined, () => other(dataset, net, logScale, options));
  const { tolerance = DEFAULT_TOLERANCE, maxSteps = DEFAULT_MAX_STEPS, onSample, times = [], signal } = options;
  const { merge = true, branch = 1 } = options;
  checkArguments(dataset, net, logScale, tolerance);
  const trajectory = new Trajectory(dataset, net, logScale, { tolerance, merge, branch });
  const { points, neurons, field } = trajectory;
  const reason = conflict(dataset) ?? (neurons.count === 0 ? 'theta = 0 is a rest point' : undefined);
  if (reason !== undefined) return stopped(trajectory, 'not-separated', reason);
  onSample?.(sampleOf(trajectory));
  const separated = Math.log(Math.LN2 / points.n);
  let nextTime = 0;
  let why = `no certificate after ${maxSteps} steps`;
  let breath = performance.now();
  let grown = -Infinity;
  let optimum: CellOptimum | undefined;
  try {
    if (!trajectory.skipFrozen(times[0])) return stopped(trajectory, 'not-separated', RESTS);
    onSample?.(sampleOf(trajectory));
    while (trajectory.steps < maxSteps) {
      while (nextTime < times.length && trajectory.arrivedAt(times[nextTime])) nextTime++;
      if (nextTime > 0 && nextTime === times.length)
        return stopped(trajectory, 'undecided', 'the last time was reached');
      if (trajectory.frozen) {
        if (!trajectory.skipFrozen(times[nextTime])) return stopped(trajectory, 'not-separated', RESTS);
      } else trajectory.advance(times[nextTime]);
      onSample?.(sampleOf(trajectory));
      if (performance.now() - breath > 50) {
        await new Promise(setImmediate);
        breath = performance.now();
      }
      signal?.throwIfAborted();
      const due = field.logSquaredNorm >= grown + ATTEMPT_GROWTH || trajectory.steps % ATTEMPT_EVERY === 0;
      if (times.length > 0 || !due) continue;
      grown = field.logSquaredNorm;
      if (logLoss(field.q) >= separated) {
        if (!atRest(trajectory)) continue;
        const doubt = await doubtOfRest(trajectory, dataset);
        return stopped(trajectory, doubt === undefined ? 'not-separated' : 'undecided', doubt ?? AT_REST);
      }
      optimum = cellOptimum(neurons, field, optimum);
      if (optimum === undefined) {
        why = 'the KKT system of the present cells was not solved';
        continue;
      }
      const against = objection(trajectory, optimum) ?? unsettled(trajectory, optimum);
      if (against === undefined) {
        if (trajectory.onStableManifold) break;
        return converged(trajectory, optimum);
      }
      why = against;
    }
  } catch (error) {
    if (!(error instanceof Stuck)) throw error;
    why = error.message;
  }
  return stopped(trajectory, 'undecided', trajectory.onStableManifold ? ON_STABLE_MANIFOLD : why);
}

function checkArguments(dataset: Dataset<number>, net: Network<number>, logScale: number, tolerance: number): void {
  const d = dataset.x[0].length;
  if (!(net.leak >= 0 && net.leak < 1)) throw new RangeError(`the leak is ${net.leak}, expected 0 <= leak < 1`);
  if (net.w.length !== net.a.length) throw new RangeError(`w has ${net.w.length} rows and a ${net.a.length} entries`);
  const wrong = net.w.find((wk) => wk.length !== d);
  if (wrong !== undefined) throw new RangeError(`a row of w has ${wrong.length} entries, expected ${d}`);
  if (![...net.a, ...net.w.flat()].every(Number.isFinite))
    throw new RangeError('theta has an entry that is not finite');
  if (!Number.isFinite(logScale)) throw new RangeError(`the log scale is ${logScale}, expected a finite number`);
  if (!(tolerance > 0 && tolerance < 1)) throw new RangeError(`the tolerance is ${tolerance}, expected one in (0, 1)`);
}

/** A reason why no net separates the data: an input at 0, or one with two labels; then L >= ln2/n for ever. */
function conflict({ x, y }: Dataset<number>): string | undefined {
  const seen = new Map<string, number>();
  for (const [i, row] of x.entries()) {
    if (row.every((t) => t === 0)) return `point ${i} is the origin, where every net is 0`;
    const key = row.join(' ');
    const other = seen.get(key);
    if (other !== undefined && y[other] !== y[i]) return `points ${other} and ${i} are one input with two labels`;
    seen.set(key, i);
  }
  return undefined;
}

/** Where the optimum is a continuum, the flow itself has to say which of its points it ends at: by the neurons' shares of |theta|^2. */
const SETTLED = 1e-5;

/** What speaks against the flow being at its end, where the optimum is one of many; undefined for nothing. */
export function unsettled(
  { field, neurons }: Trajectory,
  { strict, groups, r, margin }: CellOptimum,
): string | undefined {
  if (strict) return undefined;
  if (field.shift === 0) return 'the maximum is not strict, and the norm is still small';
  const { d } = field;
  const off = groups.some(({ neurons: list }, g) => {
    const share = list.reduce(
      (sum, k) => sum + Math.exp(2 * neurons.state[k * (d + 2) + d + 1] - field.logSquaredNorm),
      0,
    );
    return Math.abs(share - 2 * r[g] * margin) > SETTLED;
  });
  return off ? 'the maximum is not strict, and the direction still moves' : undefined;
}

function converged(trajectory: Trajectory, optimum: CellOptimum): FlowResult {
  const theta = limitDirection(trajectory, optimum);
  const sample = sampleOf(trajectory);
  return {
    status: 'converged',
    theta,
    margin: optimum.margin * trajectory.points.scale,
    logLoss: sample.logLoss,
    logTime: sample.logTime,
    logSquaredNorm: sample.logSquaredNorm,
    kkt: kktResiduals(trajectory, optimum, theta),
    strict: optimum.strict,
    ...counts(trajectory),
  };
}

const counts = ({ steps, rejected, events, merged, kinks: { branches } }: Trajectory) => ({
  steps,
  rejected,
  events,
  merged,
  branches,
});

function stopped(trajectory: Trajectory, status: FlowStatus, why: string): FlowResult {
  const { field, points } = trajectory;
  const still = trajectory.neurons.count === 0;
  const theta = trajectory.network(still ? 0 : (field.logSquaredNorm - Math.log(points.scale)) / 2);
  const sample = still ? undefined : sampleOf(trajectory);
  const nowhere = { stationarity: Infinity, feasibility: Infinity, complementarity: Infinity };
  return {
    status,
    why,
    theta,
    margin: sample?.margin ?? 0,
    logLoss: sample?.logLoss ?? Math.log(Math.LN2),
    logTime: trajectory.logTime,
    logSquaredNorm: sample?.logSquaredNorm ?? -Infinity,
    kkt: nowhere,
    strict: false,
    ...counts(trajectory),
  };
}
