import fc from 'fast-check';
import { atLeast, linearMargin, networkMargin, noSeparator, oneNeuronMargin, separable, toNumber } from 'margin-laws';
import { leaks, separableDatasets } from 'margin-laws/arbitraries';
import { check, report } from 'margin-laws/check';

// the bracket closes to this, relative, so no smaller difference of margins is seen
const GAP = 1e-9;

const result = await check(
  {
    statement: 'on separable data the best net is linear or one neuron',
    assumptions: [separable],
    law: async ({ dataset, leak }) => {
      const [linear, neuron] = [await linearMargin(dataset), await oneNeuronMargin(dataset, leak)];
      if (!linear.separable || neuron === undefined) return noSeparator();
      const simple = Math.max(((1 + toNumber(leak)) / 4) * linear.gamma, neuron.margin);
      const { lower } = await networkMargin(dataset, toNumber(leak), { gap: GAP });
      return atLeast('margin of the better one >= margin of a net', simple, lower, GAP * simple, 1000);
    },
  },
  fc.record({ dataset: separableDatasets(2), leak: leaks() }),
  { seed: 1 },
);
console.log(report(result));
