import type { Rational } from '../numeric/field.js';
import { real } from '../numeric/field.js';
import { exact, toNumber } from '../numeric/rational.js';
import { normals } from '../model/initialisation.js';
import { toReal, type Dataset } from '../model/dataset.js';
import { output, squaredNorm, type Network } from '../model/network.js';
import { flow, type FlowOptions, type FlowResult } from '../flow/flow.js';
import { linearMargin, type Separable } from '../oracle/linear-margin.js';
import { near, undecided, type Verdict } from '../verdict.js';
import type { FlowStart } from './claim.js';

export type { FlowStart };

/** theta_0 is not 0: there it would stay. */
export const isStart = ({ net }: Pick<FlowStart, 'net'>): boolean => squaredNorm(exact, net).n !== 0n;

/** The same net rounded to the nearest doubles. */
export const toRealNetwork = ({ leak, w, a }: Network<Rational>): Network<number> => ({
  leak: toNumber(leak),
  w: w.map((wk) => wk.map(toNumber)),
  a: a.map(toNumber),
});

/** Gradient flow from a start of rationals, rounded to doubles; see `flow`. Throws RangeError where the start is out of range. */
export const flowFrom = ({ dataset, net, logScale }: FlowStart, options?: FlowOptions): Promise<FlowResult> =>
  flow(toReal(dataset), toRealNetwork(net), logScale, options);

/** The max-margin separator, or undefined where there is none. */
export async function separatorOf(dataset: Dataset): Promise<Separable | undefined> {
  const answer = await linearMargin(dataset);
  return answer.separable ? answer : undefined;
}

/** A certified limit has a KKT residual below this: Newton's method ends at rounding, at most 1e-10 here (observed). */
export const KKT_RESIDUAL = 1e-8;
/** Of two margins, relative, that come from a Newton solve and from exact arithmetic (observed: 1e-12). */
export const MARGIN_BOUND = 1e-8;
/** Of two functions on the unit sphere. */
export const FUNCTION_BOUND = 1e-6;
/** A difference up to this many bounds is numeric doubt, and beyond it a refutation. */
export const DOUBT = 100;

const PROBES = 48;

/** Unit vectors at which functions are compared: fixed ones, all around. */
export function probes(d: number): number[][] {
  const draw = normals(1);
  return Array.from({ length: PROBES }, () => {
    const v = Array.from({ length: d }, draw);
    const length = Math.hypot(...v);
    return v.map((t) => t / length);
  });
}

/** A converged flow with its certificate; otherwise the verdict that nothing was decided. */
export function limitOf(result: FlowResult): Verdict | undefined {
  const { status, why, kkt } = result;
  if (status !== 'converged') return undecided('the flow ends at a certified limit', why ?? status, 'converged');
  const worst = Math.max(kkt.stationarity, kkt.feasibility, kkt.complementarity);
  if (worst <= KKT_RESIDUAL) return undefined;
  return undecided('KKT residual of the limit', worst.toExponential(1), `at most ${KKT_RESIDUAL}`);
}

/** The flow's limit has this margin, and this function on the unit sphere. */
export function endsAt(result: FlowResult, d: number, margin: number, f: (x: number[]) => number): Verdict[] {
  const open = limitOf(result);
  if (open !== undefined) return [open];
  const marginVerdict = near('margin of the limit', result.margin, margin, MARGIN_BOUND * Math.abs(margin), DOUBT);
  const worst = probes(d).reduce((most, x) => Math.max(most, Math.abs(output(real, result.theta, x) - f(x))), 0);
  return [marginVerdict, near('largest |f_limit(x) - f(x)| on the unit sphere', worst, 0, FUNCTION_BOUND, DOUBT)];
}

/** The limit is the max-margin linear classifier (1 + leak)/4 <w*, x>. */
export function endsAtLinear(result: FlowResult, { gamma, separator }: Separable): Verdict[] {
  const c = (1 + result.theta.leak) / 4;
  return endsAt(result, separator.length, c * gamma, (x) => c * x.reduce((sum, t, j) => sum + t * separator[j], 0));
}
