/**
 * How long a certified bracket on the best margin of any network takes, and how narrow it is: separable data around a random separator, and random labels,
 * which only nets can fit. Figures depend on the machine; the data is always the same.
 */
import { cpus } from 'node:os';
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { mersenne } from 'pure-rand/generator/mersenne';
import type { Dataset, Label } from '../../src/model/dataset.js';
import { fromDouble } from '../../src/numeric/rational.js';
import { linearMargin } from '../../src/oracle/linear-margin.js';
import { DEFAULT_GAP } from '../../src/oracle/network/default-gap.js';
import { networkMargin } from '../../src/oracle/network/network-margin.js';

const source = mersenne(1);
const uniform = (low: number, high: number): number => low + (high - low) * uniformFloat64(source);

function dataset(d: number, n: number, separable: boolean): Dataset {
  const y = Array.from({ length: n }, (): Label => (uniform(0, 1) < 0.5 ? 1 : -1));
  const point = (label: Label): number[] =>
    Array.from({ length: d }, (_, j) => (separable && j === 0 ? label * uniform(0.05, 1.05) : uniform(-1, 1)));
  return { x: y.map((label) => point(label).map(fromDouble)), y };
}

console.log(`${cpus()[0].model}, node ${process.version}`);
for (const [d, n, separable, runs] of [
  [2, 30, true, 100],
  [2, 100, true, 50],
  [3, 15, true, 100],
  [3, 30, true, 50],
  [4, 12, true, 50],
  [4, 30, true, 20],
  [2, 10, false, 50],
  [2, 30, false, 10],
  [3, 15, false, 50],
  [3, 30, false, 20],
  [4, 12, false, 20],
] as const) {
  const times: number[] = [];
  const open: number[] = [];
  let widest = 0;
  for (let run = 0; run < runs; run++) {
    const data = dataset(d, n, separable);
    const linear = await linearMargin(data);
    const leak = uniform(0.05, 0.95);
    const begun = performance.now();
    const { gap, closed } = await networkMargin(data, leak, { linear });
    times.push(performance.now() - begun);
    if (closed) widest = Math.max(widest, gap);
    else open.push(gap);
  }
  times.sort((a, b) => a - b);
  const mean = times.reduce((sum, t) => sum + t, 0) / runs;
  const still = open.length === 0 ? '' : `; widest open gap ${Math.max(...open).toExponential(0)}`;
  console.log(
    `d = ${d}, n = ${n}, ${separable ? 'separable' : 'random labels'}: median ${times[runs >> 1].toFixed(0)} ms, mean ${mean.toFixed(0)}, worst ${times[runs - 1].toFixed(0)}; ` +
      `${runs - open.length} of ${runs} closed to ${DEFAULT_GAP}, widest gap ${widest.toExponential(0)}${still}`,
  );
}
