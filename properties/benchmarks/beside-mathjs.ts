/** The flow beside a general ODE solver, as far as that one gets. */
import * as mathjs from 'mathjs';
import type { Dataset } from '../../src/model/dataset.js';
import { marginsOf, minusGradient, started } from '../reference/flat.js';
import { record } from '../reference/record.js';
import { symmetricStart } from './starts.js';
import { median, show } from './timing.js';

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
export async function besideMathjs(repeats: number) {
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
  return { ours: median(ours), theirs: median(theirs), done, repeats };
}
