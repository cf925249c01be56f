/** What the benchmarks of the flow measure, and how it is shown. */
import { flow, type FlowOptions, type FlowResult } from '../../src/flow/flow.js';
import type { Start } from '../reference/starts.js';

/** In milliseconds, of a step and of what comes before the steps that are timed, and the most memory that the process has had so far. */
export interface Cost {
  readonly ms: number;
  readonly start: number;
  readonly megabytes: number;
}

export async function timed(start: Start, options: FlowOptions = {}): Promise<{ ms: number; result: FlowResult }> {
  const from = performance.now();
  const result = await flow(start.dataset, start.net, start.logScale, options);
  return { ms: performance.now() - from, result };
}

const sorted = (list: readonly number[]): number[] => [...list].sort((a, b) => a - b);
export const median = (list: readonly number[]): number => sorted(list)[list.length >> 1];
export const show = (ms: number): string => `${ms.toFixed(ms < 1 ? 3 : ms < 10 ? 2 : 0)} ms`;

/** Each case once in turn, three times over: the first round's times (cold), and of the rounds' medians the best. */
export async function family(name: string, starts: readonly Start[]) {
  const rounds: { ms: number; result: FlowResult }[][] = [];
  for (let round = 0; round < 3; round++) {
    const runs = [];
    for (const start of starts) runs.push(await timed(start));
    rounds.push(runs);
  }
  const best = rounds
    .map((runs) => sorted(runs.map(({ ms }) => ms)))
    .reduce((a, b) => (a[a.length >> 1] < b[b.length >> 1] ? a : b));
  const results = rounds[0].map(({ result }) => result);
  const summary = {
    name,
    cases: starts.length,
    converged: results.filter(({ status }) => status === 'converged').length,
    first: median(rounds[0].map(({ ms }) => ms)),
    median: best[best.length >> 1],
    at95: best[Math.floor(0.95 * best.length)],
    worst: best[best.length - 1],
    steps: median(results.map(({ steps }) => steps)),
    rejected: median(results.map(({ rejected }) => rejected)),
  };
  const times = `${show(summary.median)} median (${show(summary.first)} in the first round), ${show(summary.at95)} at 95%, ${show(summary.worst)} worst`;
  const counts = `${summary.steps} steps and ${summary.rejected} rejections median; ${summary.converged} of ${summary.cases} converged`;
  console.log(`${name}: ${times}; ${counts}`);
  return summary;
}

/** Least squares in logarithms. */
export function exponent(x: readonly number[], y: readonly number[]): number {
  const u = x.map(Math.log);
  const v = y.map(Math.log);
  const mean = (list: readonly number[]): number => list.reduce((sum, t) => sum + t, 0) / list.length;
  const [at, level] = [mean(u), mean(v)];
  const slope = u.reduce((sum, t, k) => sum + (t - at) * (v[k] - level), 0);
  return slope / u.reduce((sum, t) => sum + (t - at) ** 2, 0);
}
