import type { Dataset } from '../../model/dataset.js';
import { squaredMNorm, type Network } from '../../model/network.js';
import { real } from '../../numeric/field.js';
import { flow, type FlowResult, type Sample } from '../../flow/flow.js';

export type Phase = 'I' | 'II' | 'III';

/** A point of a trajectory. */
export interface Moment extends Omit<Sample, 'theta' | 'tau' | 'branches'> {
  /** Its direction, of unit norm. */
  readonly theta: Network<number>;
  /**
   * Of the proof of Theorem 4.3: I until |theta| reaches the r of sigma = r^3/(sqrt m |theta-bar_0|_M), which is T_1(r) up to a constant; III as soon as
   * L < ln2/n, from where on the smoothed margin grows.
   */
  readonly phase: Phase;
}

export interface FlowRecord {
  readonly moments: readonly Moment[];
  readonly result: FlowResult;
  /** ln of the times at which Phases II and III begin. */
  readonly starts: readonly [number, number];
}

/** Times at which Phase I is looked at, closer together near its start, where neurons turn. */
const LOOKS = 120;

/** More closely than its limit takes: steps of the usual tolerance are so long that curves through their ends show corners. */
const DRAWN = 1e-12;

/** Flow from e^{logScale} net, recorded at every step and closely in Phase I. Throws RangeError where theta_0 is too large for a Phase I. */
export async function recordFlow(
  dataset: Dataset<number>,
  net: Network<number>,
  logScale: number,
): Promise<FlowRecord> {
  const m = net.a.length;
  const size = logScale + Math.log(m * squaredMNorm(real, net)) / 2;
  if (size >= 0) throw new RangeError(`ln sigma is ${logScale}, expected sigma sqrt m |theta-bar_0|_M < 1`);
  // |b-bar| <= 1, so that this is at most what |theta| is at T_1
  const logR = size / 3;
  const separated = Math.log(Math.LN2 / dataset.x.length);
  const samples: Omit<Moment, 'phase'>[] = [];
  const onSample = ({ theta, logTime, logLoss, logSquaredNorm, margin, smoothedMargin }: Sample): void => {
    samples.push({ logTime, logLoss, logSquaredNorm, margin, smoothedMargin, theta: theta(logSquaredNorm / 2) });
  };
  const result = await flow(dataset, net, logScale, { onSample, tolerance: DRAWN });
  const whole = samples.splice(0);
  const grown =
    whole.find(({ logSquaredNorm }) => logSquaredNorm >= 2 * logR)?.logTime ?? whole[whole.length - 1].logTime;
  const times = Array.from({ length: LOOKS }, (_, j) => Math.exp(grown) * ((j + 1) / LOOKS) ** 2);
  await flow(dataset, net, logScale, { onSample, times });
  const all = [...samples, ...whole.filter(({ logTime }) => logTime > grown)];
  const second = all.find(({ logSquaredNorm }) => logSquaredNorm >= 2 * logR) ?? all[all.length - 1];
  const third = all.find(({ logLoss }) => logLoss < separated) ?? all[all.length - 1];
  return {
    moments: all.map((one) => ({
      ...one,
      phase: one.logTime >= third.logTime ? 'III' : one.logTime >= second.logTime ? 'II' : 'I',
    })),
    result,
    starts: [second.logTime, third.logTime],
  };
}
