import type { Dataset } from '../model/dataset.js';
import type { Network } from '../model/network.js';
import { limitDirection, logLossOf, objection, smoothedMargin } from './arrival.js';
import { kktResiduals, type KktResiduals } from './kkt.js';
import { cellOptimum, type CellOptimum } from './limit.js';
import { Stuck, Trajectory } from './trajectory.js';

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
  /** theta e^{-logUnit} at full width; logUnit = 0 is theta itself, which may overflow or underflow. */
  theta(logUnit?: number): Network<number>;
}

export interface FlowOptions {
  /** Largest local error of a component of omega_k or rho_k in a step. */
  readonly tolerance?: number;
  readonly maxSteps?: number;
  /** Called at the start, after every step, and at each of `times`. */
  readonly onSample?: (sample: Sample) => void;
  /** Physical times, ascending, at which a step must end. The run ends at the last of them, when there are any. */
  readonly times?: readonly number[];
  readonly signal?: AbortSignal;
  /** false keeps equal neurons apart, which is how Lemma 5.3 itself is checked. */
  readonly merge?: boolean;
  /** The side of its normal to which a neuron goes where it could go to either (Assumption 4.6); 1 unless told. */
  readonly branch?: 1 | -1;
}

export interface FlowResult {
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
  /** Where the flow was stopped. */
  readonly logLoss: number;
  readonly logTime: number;
  readonly logSquaredNorm: number;
  readonly kkt: KktResiduals;
  /**
   * Whether the limit is a strict local maximum of the margin among nets of the neurons that have not vanished, up to how equal
   * neurons share their norm.
   */
  readonly strict: boolean;
  readonly steps: number;
  readonly events: number;
  readonly merged: number;
  /** Events at which the flow could have gone on in more than one way; one of them was followed. */
  readonly branches: number;
}

export const DEFAULT_TOLERANCE = 2e-9;
export const DEFAULT_MAX_STEPS = 20_000;

/** Attempts to see the limit: when ln |theta|^2 has grown by this much, and at the latest after so many steps. */
const ATTEMPT_GROWTH = 0.7;
const ATTEMPT_EVERY = 16;

/** Whatever else is in the way, doubles cannot tell where such a start ends. */
const ON_STABLE_MANIFOLD = 'a neuron started on the stable manifold of 0, to rounding';

/** A rest point: the pulls on each neuron cancel to within this share of their sum (observed: the method comes to rest at 1e-13). */
const AT_REST = 1e-10;

/** In the data's own units. */
function sampleOf(trajectory: Trajectory): Sample {
  const { field, points, tau, logTime } = trajectory;
  const { scale, n } = points;
  const grown = Math.exp(field.shift);
  const least = field.q.reduce((a, b) => Math.min(a, b), Infinity);
  const beta = Math.exp(field.logSquaredNorm - field.shift);
  const logLoss = logLossOf(field.q) * grown;
  return {
    ...{ tau: tau / scale, logTime, logLoss },
    logSquaredNorm: field.logSquaredNorm - Math.log(scale),
    margin: (least / beta) * scale,
    smoothedMargin: smoothedMargin(logLossOf(field.q), n, beta) * scale,
    theta: (logUnit = 0) => trajectory.network(logUnit),
  };
}

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
  if (!trajectory.skipFrozen(times[0])) return stopped(trajectory, 'not-separated', 'theta tends to 0');
  onSample?.(sampleOf(trajectory));
  let why = `no certificate after ${maxSteps} steps`;
  let breath = performance.now();
  let grown = -Infinity;
  let optimum: CellOptimum | undefined;
  try {
    while (trajectory.steps < maxSteps) {
      while (nextTime < times.length && trajectory.arrivedAt(times[nextTime])) nextTime++;
      if (nextTime > 0 && nextTime === times.length)
        return stopped(trajectory, 'undecided', 'the last time was reached');
      if (trajectory.frozen) {
        if (!trajectory.skipFrozen(times[nextTime])) return stopped(trajectory, 'not-separated', 'theta tends to 0');
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
      if (logLossOf(field.q) >= separated) {
        if (atRest(trajectory)) return stopped(trajectory, 'not-separated', 'the flow has come to rest');
        continue;
      }
      optimum = cellOptimum(neurons, field, optimum);
      if (optimum === undefined) {
        why = 'the KKT system of the present cells was not solved';
        continue;
      }
      const against = objection(trajectory, optimum) ?? unsettled(trajectory, optimum);
      if (against === undefined && trajectory.onStableManifold) break;
      if (against === undefined) return converged(trajectory, optimum);
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
    const key = row.map((t) => (t === 0 ? 0 : t)).join(' ');
    const other = seen.get(key);
    if (other !== undefined && y[other] !== y[i]) return `points ${other} and ${i} are one input with two labels`;
    seen.set(key, i);
  }
  return undefined;
}

/** No neuron is pulled, not even the small ones. */
function atRest({ field }: Trajectory): boolean {
  const { n, d, p, h } = field;
  return field.cells.every(({ c }, g) => {
    let sum = 0;
    for (let i = 0; i < n; i++) sum += p[i] * Math.hypot(...c.subarray(i * d, i * d + d));
    return Math.hypot(...h.subarray(g * d, g * d + d)) <= AT_REST * sum;
  });
}

/** Where the optimum is a continuum, the flow itself has to say which of its points it ends at. */
const SETTLED = 1e-5;

function unsettled({ field, neurons }: Trajectory, { strict, groups, r, margin }: CellOptimum): string | undefined {
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
  const { logLoss, logTime, logSquaredNorm } = sampleOf(trajectory);
  return {
    ...{
      status: 'converged',
      theta,
      margin: optimum.margin * trajectory.points.scale,
      logLoss,
      logTime,
      logSquaredNorm,
    },
    kkt: kktResiduals(trajectory, optimum, theta),
    strict: optimum.strict,
    ...counts(trajectory),
  };
}

const counts = ({ steps, events, merged, kinks: { branches } }: Trajectory) => ({ steps, events, merged, branches });

function stopped(trajectory: Trajectory, status: FlowStatus, why: string): FlowResult {
  const { field, points } = trajectory;
  const still = trajectory.neurons.count === 0;
  const theta = trajectory.network(still ? 0 : (field.logSquaredNorm - Math.log(points.scale)) / 2);
  const sample = still ? undefined : sampleOf(trajectory);
  const nowhere = { stationarity: Infinity, feasibility: Infinity, complementarity: Infinity };
  return {
    ...{ status, why, theta, margin: sample?.margin ?? 0 },
    logLoss: sample?.logLoss ?? Math.log(Math.LN2),
    logTime: trajectory.logTime,
    logSquaredNorm: sample?.logSquaredNorm ?? -Infinity,
    kkt: nowhere,
    strict: false,
    ...counts(trajectory),
  };
}
