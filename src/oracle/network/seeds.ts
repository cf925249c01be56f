import type { Dataset } from '../../model/dataset.js';
import type { LinearMargin } from '../linear-margin.js';
import type { Direction, MarginProblem } from './problem.js';

/** The dual of the linear problem, each weight shared evenly between (x, y) and (-x, -y), and the linear separator as a network. */
export function seeds(
  dataset: Dataset,
  problem: MarginProblem,
  answer: LinearMargin,
): { lambda: number[]; directions: Direction[] } {
  const n = dataset.x.length;
  if (!answer.separable) return { lambda: new Array<number>(n).fill(1), directions: corners(problem) };
  const { weights } = answer.certificate;
  const largest = weights.reduce((a, b) => (a > b ? a : b)).toString(2).length;
  const lambda = weights.map((w) => Number((w * 2n ** 1000n) >> BigInt(largest)) * 2 ** -1000);
  const groups = new Map<string, number[]>();
  dataset.x.forEach((row, i) => {
    const key = row.map((t) => (dataset.y[i] > 0 ? t : t.neg()).toFraction()).join();
    groups.set(key, [...(groups.get(key) ?? []), i]);
  });
  for (const group of groups.values()) {
    const total = group.reduce((sum, i) => sum + lambda[i], 0);
    for (const side of [1, -1]) {
      const own = group.filter((i) => dataset.y[i] === side);
      const share = own.length === group.length ? 1 : 1 / 2;
      for (const i of own) lambda[i] = (share * total) / own.length;
    }
  }
  const u = [...answer.separator];
  return {
    lambda,
    directions: [
      { sign: 1, u },
      { sign: -1, u: u.map((t) => -t) },
    ],
  };
}

/**
 * In the plane, the directions along the points' own hyperplanes, of both signs: nets of these fit the values of points on different lines
 * whatever they are.
 */
function corners({ directions }: MarginProblem): Direction[] {
  if (directions[0].length !== 2) return [];
  return directions.flatMap(([s, t]) =>
    [
      [-t, s],
      [t, -s],
    ].flatMap((u): Direction[] => [
      { sign: 1, u },
      { sign: -1, u },
    ]),
  );
}
