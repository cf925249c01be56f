import { check, sure, type Check, type Sides } from './comparison.js';
import { dataOf, inner, netOf, numberAt, realData, realNet, realOutput, type Instance, type RealNet } from './data.js';
import { sizeM } from './early-phase.js';
import { dot, squared } from './fraction.js';
import { sphere } from './limit.js';
import { plainFlow } from './plain-flow.js';

/** ln r of the first and of the last rung of the ladder. */
const RUNGS = [-2, -5] as const;

interface Rung {
  readonly logNorm: number;
  readonly net: RealNet;
}

/** The net when |theta| sqrt X has grown to r, X = max |x_i|, from sigma = r^power/(sqrt m |theta-bar|_M sqrt X); undefined where it does not grow. */
function early(instance: Instance, logR: number): Rung | undefined {
  const [data, net] = [realData(dataOf(instance)), realNet(netOf(instance.net))];
  const logX = Math.log(Math.max(...data.x.map((row) => Math.hypot(...row))));
  const logM = Math.log(sizeM(net) * Math.sqrt(net.a.length));
  const logScale = numberAt(instance, 'power') * logR - logM - logX / 2;
  const { theta, logSquaredNorm, reached } = plainFlow(
    { ...data, ...net, logScale },
    { logSquaredNorm: 2 * logR - logX },
  );
  if (!reached) return undefined;
  const norm = Math.exp(logSquaredNorm / 2);
  const unit = { leak: net.leak, w: theta.w.map((wk) => wk.map((t) => t / norm)), a: theta.a.map((t) => t / norm) };
  return { logNorm: (logSquaredNorm + logX) / 2, net: unit };
}

/** What is left of f on the unit sphere beside f, root mean squares, after the best alpha t + beta |t|, or alpha t alone; t = <v, x>/|v|, v = sum a_k w_k. */
function left(net: RealNet, kink: boolean): number {
  const v = net.w[0].map((_, j) => net.w.reduce((s, wk, k) => s + net.a[k] * wk[j], 0));
  const points = sphere(v.length).map((x) => ({ f: realOutput(net, x), t: inner(v, x) / Math.hypot(...v) }));
  const mean = (g: (p: { f: number; t: number }) => number): number => points.reduce((s, p) => s + g(p), 0);
  const square = mean(({ t }) => t * t);
  const alpha = mean(({ f, t }) => f * t) / square;
  const beta = kink ? mean(({ f, t }) => f * Math.abs(t)) / square : 0;
  return Math.sqrt(mean(({ f, t }) => (f - alpha * t - beta * Math.abs(t)) ** 2) / mean(({ f }) => f * f));
}

/** An order is frozen in hundredths, off 48 random points for all of the sphere, and where the project's steps ended: what is left drifts by some 1% over such things. */
const ORDER_WITHIN = 0.02;

function order(instance: Instance, kink: boolean): Sides | string {
  const [first, last] = RUNGS.map((logR) => early(instance, logR));
  if (first === undefined || last === undefined) return 'theta does not grow to r';
  const value = Math.log(left(first.net, kink) / left(last.net, kink)) / (first.logNorm - last.logNorm);
  return { left: { value, within: ORDER_WITHIN }, right: sure(2) };
}

/**
 * In one dimension a balanced neuron keeps its sides and signs, and |v_k|^2 falls as long as y_i a_k phi(<w_k, x_i>) < 0 at all points: such a net is drawn to 0 for ever, while rounding would
 * push a computed one off. Otherwise the flow is asked.
 */
function rests(instance: Instance): boolean {
  const [{ x, y }, { w, a }] = [dataOf(instance), netOf(instance.net)];
  const drawnIn = w.every((wk, k) =>
    x.every(
      (row, i) =>
        row.length === 1 && dot(wk, row).times(a[k]).sign() * y[i] < 0 && a[k].times(a[k]).compare(squared(wk)) === 0,
    ),
  );
  return drawnIn || RUNGS.some((logR) => early(instance, logR) === undefined);
}

/** R5: how simple the function is early in training. */
export const simplicity: readonly Check[] = [
  check('R5', 'order in r of what of f is no function of <v, x>', '>=', (instance) => order(instance, true)),
  check('R5-function', 'order in r of what of f is not linear', '>=', (instance) => order(instance, false)),
  check('R5', '|theta| grows to r', '=', (instance) => ({
    left: rests(instance) ? 'it rests' : 'it grows',
    right: 'it grows',
  })),
];
