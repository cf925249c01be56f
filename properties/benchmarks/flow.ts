/** Times of the gradient flow, to its certified limit: `npm run bench`. Prints one line a kind of case. */
import * as mathjs from 'mathjs';
import { cpus } from 'node:os';
import { flow, type FlowOptions, type FlowResult } from '../../src/flow/flow.js';
import type { Dataset } from '../../src/model/dataset.js';
import { gaussianInitialisation } from '../../src/model/initialisation.js';
import { marginsOf, minusGradient, started } from '../reference/flat.js';
import { record } from '../reference/record.js';
import type { Start } from '../reference/starts.js';
import { hintedStart, symmetric, symmetricStart } from './starts.js';

async function timed(start: Start, options: FlowOptions = {}): Promise<{ ms: number; result: FlowResult }> {
  const from = performance.now();
  const result = await flow(start.dataset, start.net, start.logScale, options);
  return { ms: performance.now() - from, result };
}

const sorted = (list: readonly number[]): number[] => [...list].sort((a, b) => a - b);
const median = (list: readonly number[]): number => sorted(list)[list.length >> 1];
const show = (ms: number): string => `${ms.toFixed(ms < 10 ? 2 : 0)} ms`;

async function bench(name: string, starts: readonly Start[]): Promise<void> {
  const runs = [];
  for (const start of starts) runs.push(await timed(start));
  const times = sorted(runs.map(({ ms }) => ms));
  const converged = runs.filter(({ result }) => result.status === 'converged').length;
  const steps = median(runs.map(({ result }) => result.steps));
  const all = `${show(median(times))} median, ${show(times[Math.floor(0.95 * times.length)])} at 95%, ${show(times[times.length - 1])} worst`;
  console.log(`${name}: ${all}; ${steps} steps median; ${converged} of ${runs.length} converged`);
}

/** Missing from the types of mathjs. */
type SolveODE = (
  f: (t: number, y: number[]) => number[],
  span: readonly [number, number],
  y0: number[],
  options: { method: 'RK45'; tol: number },
) => { y: number[][] };
const { solveODE } = mathjs as unknown as { solveODE: SolveODE };

/** The right-hand side in normalised time on a flat theta, as one would write it down. */
function normalisedGradient(dataset: Dataset<number>, leak: number) {
  return (_: number, theta: number[]): number[] => {
    const q = marginsOf(dataset, leak, theta);
    const S = q.reduce((sum, t) => sum + 1 / (1 + Math.exp(t)), 0) / q.length;
    return minusGradient(dataset, leak, theta).map((t) => t / S);
  };
}

/** Both from ln sigma = -3 to |theta|^2 = 1000, the furthest that an explicit method gets. */
async function besideMathjs(repeats: number): Promise<void> {
  const [ours, theirs]: number[][] = [[], []];
  for (let k = 0; k < repeats; k++) {
    const start = symmetricStart(-3);
    const { dataset, net, logScale } = start;
    const from = performance.now();
    const { samples } = await record(start, {}, ({ logSquaredNorm }) => logSquaredNorm > Math.log(1000));
    ours.push(performance.now() - from);
    const { tau } = samples[samples.length - 1];
    const again = performance.now();
    try {
      const field = normalisedGradient(dataset, net.leak);
      solveODE(field, [0, tau], Array.from(started(net, logScale)), { method: 'RK45', tol: 1e-6 });
      theirs.push(performance.now() - again);
    } catch {
      // its 10,000 steps were too few
      theirs.push(Infinity);
    }
  }
  const line = `symmetric, ln sigma = -3, to |theta|^2 = 1000: ${show(median(ours))} median`;
  const done = theirs.filter(Number.isFinite).length;
  console.log(`${line}; mathjs solveODE (RK45, tolerance 1e-6) ${show(median(theirs))}, ${done} of ${repeats} done`);
}

const wide = (m: number, logScale: number): Start => ({
  dataset: symmetric(10, 40),
  net: gaussianInitialisation({ d: 10, m, leak: 0.5, seed: 1 }),
  logScale,
});

console.log(`${cpus()[0].model}, node ${process.version}`);
for (let k = 0; k < 5; k++) {
  // warm
  await timed(symmetricStart());
  await timed(hintedStart());
}
await bench(
  'symmetric, d 2-5, n 4-20, width 2-6, ln sigma -30 to -1000',
  Array.from({ length: 100 }, () => symmetricStart()),
);
await bench(
  'hinted, d 2-4, n 5-9, width 2-6',
  Array.from({ length: 60 }, () => hintedStart()),
);
await besideMathjs(20);
const big = await timed(wide(1000, -30));
console.log(
  `width 1000, d = 10, n = 40, ln sigma = -30: ${show(big.ms)}, ${big.result.steps} steps, ${big.result.status}`,
);
for (const m of [10, 30, 100, 300, 1000]) {
  const { ms, result } = await timed(wide(m, -1), { maxSteps: 100 });
  const each = `${show(ms / result.steps)} a step, ${((1000 * ms) / result.steps / m).toFixed(1)} us a step and neuron`;
  console.log(`width ${m}, d = 10, n = 40, ln sigma = -1, ${result.steps} steps: ${each} (${result.merged} merged)`);
}
