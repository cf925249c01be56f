import type { Dataset } from '../../src/model/dataset.js';
import { normalisedMargin, type Network } from '../../src/model/network.js';
import { real } from '../../src/numeric/field.js';

const STEPS = 60;
const TRIALS = 8;

/** The best normalised margin that random steps of falling size reach from a net: slow, plain, and never wrong. */
export function ascend(start: Network<number>, dataset: Dataset<number>): number {
  let net = start;
  let best = value(net, dataset);
  let seed = 1;
  const draw = (): number => {
    seed = (seed * 16807) % 2147483647;
    return seed / 1073741823.5 - 1;
  };
  for (let step = 0; step < STEPS; step++) {
    const size = 2 * 0.9 ** step;
    for (let trial = 0; trial < TRIALS; trial++) {
      const moved = {
        leak: net.leak,
        w: net.w.map((wk) => wk.map((t) => t + size * draw())),
        a: net.a.map((t) => t + size * draw()),
      };
      const reached = value(moved, dataset);
      if (reached > best) [net, best] = [moved, reached];
    }
  }
  return best;
}

const value = (net: Network<number>, dataset: Dataset<number>): number => {
  const margin = normalisedMargin(real, net, dataset);
  return Number.isFinite(margin) ? margin : -Infinity;
};
