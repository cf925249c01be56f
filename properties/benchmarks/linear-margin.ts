/** Times of the linear oracle, certificate included: `npm run bench`. Prints one line a size and kind. */
import { cpus } from 'node:os';
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { mersenne } from 'pure-rand/generator/mersenne';
import { createDataset } from '../../src/model/dataset.js';
import { linearMargin } from '../../src/oracle/linear-margin.js';

const SIZES = [
  { d: 2, n: 20, repeats: 200 },
  { d: 5, n: 50, repeats: 200 },
  { d: 10, n: 50, repeats: 100 },
  { d: 10, n: 200, repeats: 50 },
  { d: 20, n: 200, repeats: 40 },
] as const;

const source = mersenne(1);
const uniform = (low: number, high: number): number => low + (high - low) * uniformFloat64(source);

/** Signed points with full 53-bit coordinates; separable ones have a first coordinate in (0.05, 1.05). */
const points = (n: number, d: number, separable: boolean): number[][] =>
  Array.from({ length: n }, () =>
    Array.from({ length: d }, (_, j) => (separable && j === 0 ? uniform(0.05, 1.05) : uniform(-1, 1))),
  );

console.log(`${cpus()[0].model}, node ${process.version}`);
for (const { d, n, repeats } of SIZES) {
  for (const separable of [true, false]) {
    const times: number[] = [];
    for (let k = 0; k < repeats; k++) {
      const z = points(n, d, separable);
      const start = performance.now();
      await linearMargin(createDataset(z, new Array<number>(n).fill(1)));
      times.push(performance.now() - start);
    }
    times.sort((a, b) => a - b);
    const mean = times.reduce((a, b) => a + b, 0) / repeats;
    const [median, worst] = [times[repeats >> 1], times[repeats - 1]].map((t) => t.toFixed(2));
    const kind = separable ? 'separable' : 'dense around 0';
    console.log(
      `d = ${d}, n = ${n}, ${kind}: mean ${mean.toFixed(2)} ms, median ${median}, worst ${worst} (${repeats} runs)`,
    );
  }
}
