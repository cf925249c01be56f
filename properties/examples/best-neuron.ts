import fc from 'fast-check';
import { compare, exact, linearMargin, noSeparator, oneNeuronMargin, paired, separable } from 'margin-laws';
import { leaks, symmetricSeparableDatasets } from 'margin-laws/arbitraries';
import { check, report } from 'margin-laws/check';

const result = await check(
  {
    statement: 'on separable, symmetric data the best margin of one neuron is leak/2 gamma*',
    assumptions: [separable, paired],
    law: async ({ dataset, leak }) => {
      const [linear, neuron] = [await linearMargin(dataset), await oneNeuronMargin(dataset, leak)];
      if (!linear.separable || neuron === undefined) return noSeparator();
      const wanted = linear.gammaSquared.mul(leak).mul(leak).div(4);
      return compare(exact, 'the margin, squared', neuron.marginSquared, '=', wanted);
    },
  },
  fc.record({ dataset: symmetricSeparableDatasets(3), leak: leaks() }),
  { seed: 1 },
);
console.log(report(result));
