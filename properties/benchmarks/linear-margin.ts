/** Times of the linear oracle, certificate included, beside HiGHS and javascript-lp-solver: `npm run bench`. Prints one line a size and kind; JSON in reports/bench-linear.json. */
import { mkdirSync } from 'node:fs';
import { cpus } from 'node:os';
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { mersenne } from 'pure-rand/generator/mersenne';
import { createDataset, type Dataset } from '../../src/model/dataset.js';
import { linearMargin } from '../../src/oracle/linear-margin.js';
import { writeWhole } from '../../src/report/write-whole.js';
import { gammaByHighs, margin1ByJavascriptLp } from './linear-peers.js';

const SIZES = [
  { d: 2, n: 20, repeats: 200 },
  { d: 5, n: 50, repeats: 200 },
  { d: 10, n: 50, repeats: 100 },
  { d: 10, n: 200, repeats: 100 },
  { d: 20, n: 200, repeats: 50 },
  { d: 50, n: 10_000, repeats: 3 },
] as const;
/** Coordinates beyond which javascript-lp-solver takes minutes. */
const MOST_FOR_LP = 10_000;

const source = mersenne(1);
const uniform = (low: number, high: number): number => low + (high - low) * uniformFloat64(source);

/** Signed points with full 53-bit coordinates; separable ones have a first coordinate in (0.05, 1.05). */
const points = (n: number, d: number, separable: boolean): number[][] =>
  Array.from({ length: n }, () =>
    Array.from({ length: d }, (_, j) => (separable && j === 0 ? uniform(0.05, 1.05) : uniform(-1, 1))),
  );

const sorted = (list: readonly number[]): number[] => [...list].sort((a, b) => a - b);
const median = (list: readonly number[]): number => sorted(list)[list.length >> 1];

/** Milliseconds of one call. */
async function timeOf(call: () => unknown): Promise<number> {
  const start = performance.now();
  await call();
  return performance.now() - start;
}

/** Calls before those that count: compiling takes a few. */
const WARM = 5;

async function measure({ d, n, repeats }: (typeof SIZES)[number], separable: boolean) {
  const [ours, reading, highs, lp]: number[][] = [[], [], [], []];
  let [miss, failures] = [0, 0];
  for (let k = -Math.min(WARM, repeats); k < repeats; k++) {
    const z = points(n, d, separable);
    const y = new Array<number>(n).fill(1);
    let dataset: Dataset | undefined;
    const read = await timeOf(() => (dataset = createDataset(z, y)));
    const data = dataset as Dataset;
    let gamma = 0;
    const own = await timeOf(async () => {
      const answer = await linearMargin(data);
      if (answer.separable) gamma = answer.gamma;
    });
    let found: number | undefined;
    const qp = await timeOf(() => (found = gammaByHighs(data)));
    const program = n * d <= MOST_FOR_LP ? await timeOf(() => margin1ByJavascriptLp(data)) : NaN;
    if (k < 0) continue;
    ours.push(own);
    reading.push(read);
    highs.push(qp);
    lp.push(program);
    if (!separable) continue;
    if (found === undefined) failures++;
    else miss = Math.max(miss, Math.abs(found / gamma - 1));
  }
  return {
    d,
    n,
    separable,
    repeats,
    median: median(ours),
    worst: Math.max(...ours),
    reading: median(reading),
    highs: median(highs),
    javascriptLpSolver: median(lp),
    ...(separable && { highsMisses: miss, highsFails: failures }),
  };
}

const machine = `${cpus()[0].model}, node ${process.version}`;
console.log(machine);
const found = [];
for (const size of SIZES) {
  for (const separable of [true, false]) {
    const one = await measure(size, separable);
    found.push(one);
    const { d, n } = size;
    const kind = separable ? 'separable' : 'dense around 0';
    const { highsMisses: miss = 0, highsFails: failures = 0 } = one;
    const honest = separable ? ` (gamma* off by ${miss.toExponential(0)} at most, no answer to ${failures})` : '';
    const peers = `HiGHS ${one.highs.toFixed(2)}${honest}, LP of javascript-lp-solver ${one.javascriptLpSolver.toFixed(2)}`;
    const times = `median ${one.median.toFixed(2)} ms, worst ${one.worst.toFixed(2)}, reading ${one.reading.toFixed(2)}`;
    console.log(`d = ${d}, n = ${n}, ${kind}: ${times}; ${peers}`);
  }
}
mkdirSync('reports', { recursive: true });
writeWhole('reports/bench-linear.json', `${JSON.stringify({ machine, found }, null, 2)}\n`);
