import { real } from '../numeric/field.js';
import { toReal } from '../model/dataset.js';
import { logLoss } from '../model/loss.js';
import { outputMargins } from '../model/network.js';
import type { FlowResult, Sample } from '../flow/flow.js';
import { all, atLeast, near, same, undecided, type Verdict } from '../verdict.js';
import { drop, type Assumption, type Claim } from './claim.js';
import { isStart, DOUBT, flowFrom, limitOf, toRealNetwork, type FlowStart } from './flow-case.js';

const file = 'properties/theorems/k1-late-phase.test.ts';

/** ln L at the start. */
export function startLogLoss({ dataset, net, logScale }: FlowStart): number {
  const margins = outputMargins(real, toRealNetwork(net), toReal(dataset));
  return logLoss(margins.map((q) => q * Math.exp(2 * logScale)));
}

export const smallLoss: Assumption<FlowStart> = {
  id: 'small-loss',
  statement: 'L(theta(0)) < ln2/n',
  meets: (start) => startLogLoss(start) < Math.log(Math.LN2 / start.dataset.x.length),
};

/** Runs the flow and keeps what a check wants of each sample. */
export async function watch<T>(start: FlowStart, keep: (s: Sample) => T): Promise<{ result: FlowResult; kept: T[] }> {
  const kept: T[] = [];
  const result = await flowFrom(start, { onSample: (s) => kept.push(keep(s)) });
  return { result, kept };
}

/** Data that no net separates is not followed at all: of its trajectory nothing was seen. */
export const notFollowed = (): Verdict => undecided('the flow is followed', 'no', 'yes');

/** A flow that rests at a positive loss refutes what says that the loss vanishes. */
const vanishes = ({ status, why }: FlowResult): Verdict =>
  same('the loss tends to 0', status === 'not-separated' ? (why ?? 'no') : 'yes', 'yes');

export const K1: Claim<FlowStart> = {
  id: 'K1',
  source: 'Theorem 3.1',
  statement:
    'if L(theta(0)) < ln2/n, then L tends to 0, |theta| to infinity, and theta/|theta| to a KKT-margin direction (residual below 1e-8)',
  formula: String.raw`\mathcal{L}(\theta(0)) < \frac{\ln 2}{n} \implies \mathcal{L} \to 0, \qquad \|\theta\| \to \infty, \qquad \frac{\theta}{\|\theta\|} \to \text{a KKT direction}`,
  evidence: 'limit',
  expected: 'holds',
  file,
  assumptions: [smallLoss],
  domain: isStart,
  law: async (start) => {
    const result = await flowFrom(start);
    if (result.status === 'not-separated') return vanishes(result);
    return (
      limitOf(result) ??
      all([
        vanishes(result),
        // with a limit margin > 0, q_min = margin |theta|^2 and L < exp(-q_min): the loss vanishes just when the norm grows for ever
        atLeast('margin of the limit', result.margin, Number.MIN_VALUE, 0, 1),
        atLeast('fall of ln L by the time the limit is certain', startLogLoss(start) - result.logLoss, 0, 0, 1),
      ])
    );
  },
};

export const K1LargeLoss = drop(K1, 'small-loss', 'K1-large-loss');

/**
 * The smoothed margin of a sample is q / |theta|^2 with q from theta's own rounding, 1e-16, and its steps' errors, 1e-8 a component:
 * falls below this share of the margin are the method's (observed: 2e-9 at most).
 */
const SMOOTHED_BOUND = 1e-7;

export const K2: Claim<FlowStart> = {
  id: 'K2',
  source: 'Theorem 3.1, its proof (Lyu and Li 2020)',
  statement: 'once L < ln2/n, the smoothed normalised margin l^{-1}(n L) / |theta|^2 never falls',
  formula: String.raw`\frac{d}{dt}\, \frac{\ell^{-1}(n \mathcal{L}(\theta(t)))}{\|\theta(t)\|^2} \ge 0 \quad \text{once } \mathcal{L} < \frac{\ln 2}{n}`,
  evidence: 'limit',
  expected: 'holds',
  file,
  assumptions: [smallLoss],
  domain: isStart,
  law: async (start) => {
    const { result, kept } = await watch(start, ({ smoothedMargin }) => smoothedMargin);
    let best = -Infinity;
    let fall = 0;
    for (const margin of kept) {
      fall = Math.max(fall, (best - margin) / Math.abs(margin));
      best = Math.max(best, margin);
    }
    if (fall > SMOOTHED_BOUND || result.status !== 'undecided') {
      return near('largest relative fall of the smoothed margin', fall, 0, SMOOTHED_BOUND, DOUBT);
    }
    return limitOf(result) ?? near('largest relative fall of the smoothed margin', fall, 0, SMOOTHED_BOUND, DOUBT);
  },
};

export const K2LargeLoss = drop(K2, 'small-loss', 'K2-large-loss');
