import { flow, type FlowOptions, type FlowResult, type Sample } from '../../src/flow/flow.js';
import type { Start } from './starts.js';

const ENOUGH = new Error('enough');

/** The samples of a flow, up to the first for which `enough` holds; the result when it came to an end before. */
export async function record(
  { dataset, net, logScale }: Start,
  options: FlowOptions,
  enough: (sample: Sample) => boolean = () => false,
): Promise<{ samples: Sample[]; result?: FlowResult }> {
  const samples: Sample[] = [];
  const stop = new AbortController();
  const onSample = (sample: Sample): void => {
    if (stop.signal.aborted) return;
    const frozen = freeze(sample);
    samples.push(frozen);
    if (enough(frozen)) stop.abort(ENOUGH);
  };
  try {
    const result = await flow(dataset, net, logScale, { ...options, signal: stop.signal, onSample });
    return { samples, result };
  } catch (error) {
    if (error !== ENOUGH) throw error;
    return { samples };
  }
}

/** A sample's theta is that of the time of asking: asks now, at |theta| = 1 and in full. */
function freeze(sample: Sample): Sample {
  const unit = sample.logSquaredNorm / 2;
  const direction = sample.theta(unit);
  return {
    ...sample,
    theta: (logUnit = 0) => {
      const size = Math.exp(unit - logUnit);
      return { ...direction, w: direction.w.map((wk) => wk.map((t) => size * t)), a: direction.a.map((t) => size * t) };
    },
  };
}
