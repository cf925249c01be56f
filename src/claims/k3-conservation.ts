import { exact } from '../numeric/rational.js';
import { squaredLength } from '../numeric/vector.js';
import type { Sample } from '../flow/flow.js';
import { all, near, same, type Verdict } from '../verdict.js';
import { drop, type Assumption, type Claim } from './claim.js';
import { isStart, DOUBT, type FlowStart } from './flow-case.js';
import { notFollowed, watch } from './k1-late-phase.js';

const file = 'properties/theorems/k3-conservation.test.ts';

interface Neuron {
  /** ln |v_k|^2. */
  readonly logSquare: number;
  /** (a_k^2 - |w_k|^2) / |v_k|^2. */
  readonly imbalance: number;
  readonly sign: number;
}

/** The neurons of a sample that have not vanished beside the largest by more than doubles can tell. */
function neuronsOf({ theta, logSquaredNorm }: Sample): (Neuron | undefined)[] {
  const unit = theta(logSquaredNorm / 2);
  return unit.a.map((a, k) => {
    const ww = unit.w[k].reduce((sum, t) => sum + t * t, 0);
    const square = a * a + ww;
    if (square < 1e-250) return undefined;
    return { logSquare: Math.log(square) + logSquaredNorm, imbalance: (a * a - ww) / square, sign: Math.sign(a) };
  });
}

/** Of the drift of a_k^2 - |w_k|^2 beside |v_k|^2 over a whole run at the default tolerance. */
export const DRIFT = 1e-6;

/** The largest drift of a_k^2 - |w_k|^2 between the start of a run and any later sample, beside |v_k|^2 at that sample. */
export function largestDrift(samples: readonly (Neuron | undefined)[][]): number {
  let worst = 0;
  for (const sample of samples.slice(1)) {
    sample.forEach((now, k) => {
      const first = samples[0][k];
      if (now === undefined || first === undefined) return;
      const carried = first.imbalance * Math.exp(first.logSquare - now.logSquare);
      worst = Math.max(worst, Math.abs(now.imbalance - carried));
    });
  }
  return worst;
}

export const K3: Claim<FlowStart> = {
  id: 'K3',
  source: 'Corollary B.18 (cited in section 6)',
  statement: 'a_k^2 - |w_k|^2 is constant for every neuron, through kinks and sliding (to 1e-6 of |v_k|^2)',
  formula: String.raw`a_k(t)^2 - \|w_k(t)\|^2 = a_k(0)^2 - \|w_k(0)\|^2`,
  evidence: 'limit',
  expected: 'holds',
  file,
  assumptions: [],
  domain: isStart,
  law: async (start) => {
    const { kept } = await watch(start, neuronsOf);
    if (kept.length === 0) return notFollowed();
    return near('largest drift of a_k^2 - |w_k|^2, beside |v_k|^2', largestDrift(kept), 0, DRIFT, DOUBT);
  },
};

const balanced: Assumption<FlowStart> = {
  id: 'balanced',
  statement: 'a_k = +-|w_k| for all k (balanced initialisation, section 6)',
  meets: ({ net }) => net.a.every((a, k) => a.mul(a).equals(squaredLength(exact, net.w[k])) && a.n !== 0n),
};

const signs = (sample: readonly (Neuron | undefined)[]): string[] =>
  sample.map((neuron) => (neuron === undefined ? '' : neuron.sign < 0 ? '-' : '+'));

/** Neurons too small to be seen in a sample say nothing there. */
const keepsSigns = (samples: readonly (readonly string[])[]): Verdict => {
  const first = samples[0].join('');
  const changed = samples.find((s) => s.some((t, k) => t !== '' && t !== samples[0][k]));
  return same('signs of a', changed?.join('') ?? first, first);
};

export const K3Signs: Claim<FlowStart> = {
  id: 'K3-signs',
  source: 'Corollary B.18 (cited in section 6)',
  statement: 'under balanced initialisation a_k = s_k |w_k| at all times: the signs of a never change',
  formula: String.raw`a_k(t) = s_k\, \|w_k(t)\|, \qquad s_k = \pm 1`,
  evidence: 'limit',
  expected: 'holds',
  file,
  assumptions: [balanced],
  domain: isStart,
  law: async (start) => {
    const { kept } = await watch(start, neuronsOf);
    if (kept.length === 0) return notFollowed();
    const imbalance = Math.max(...kept.flatMap((s) => s.map((neuron) => Math.abs(neuron?.imbalance ?? 0))));
    return all([keepsSigns(kept.map(signs)), near('largest | |w_k| - |a_k| |, relative', imbalance, 0, DRIFT, DOUBT)]);
  },
};

export const K3SignsNotBalanced = drop(K3Signs, 'balanced', 'K3-signs-not-balanced');
