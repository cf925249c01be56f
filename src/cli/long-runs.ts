import { DEFAULT_MAX_STEPS, type FlowOptions, type Sample } from '../flow/flow.js';
import type { BracketRound } from '../oracle/network/close.js';
import type { Progress } from './progress.js';

/** Says how far a flow is, as a function of its samples; its certificate may end it long before `maxSteps`. */
export function flowPlaces(progress: Progress, { maxSteps = DEFAULT_MAX_STEPS }: FlowOptions = {}) {
  // the start and the end of the closed form are samples too
  let steps = -2;
  return ({ margin, logSquaredNorm }: Sample): void => {
    steps++;
    progress.at(() => {
      const where = `margin ${margin.toPrecision(6)}, ln |theta|^2 = ${logSquaredNorm.toFixed(2)}`;
      return { where: `step ${steps} of ${maxSteps}: ${where}`, done: steps, total: maxSteps, early: true };
    });
  };
}

/** Says how far a bracket is, as a function of its rounds. */
export const bracketPlaces =
  (progress: Progress) =>
  ({ round, most, gap }: BracketRound): void => {
    progress.at(() => {
      const where = `round ${round} of ${most}: gap ${gap.toExponential(1)}`;
      return { where, done: round, total: most, early: true };
    });
  };
