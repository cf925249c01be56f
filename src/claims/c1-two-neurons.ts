import { exact } from '../numeric/rational.js';
import { dot, squaredLength } from '../numeric/vector.js';
import { nearestPoint } from '../oracle/linear-margin.js';
import { all, near, type Verdict } from '../verdict.js';
import { noSeparator, paired, separable } from './assumptions.js';
import { drop, type Assumption, type Claim } from './claim.js';
import { DOUBT, flowFrom, FUNCTION_BOUND, isStart, limitOf, separatorOf, type FlowStart } from './flow-case.js';

const file = 'properties/theorems/c1-two-neurons.test.ts';

const balanced: Assumption<FlowStart> = {
  id: 'balanced',
  statement: 'm = 2, a_1 = |w_1| and a_2 = -|w_2|',
  meets: ({ net: { w, a } }) =>
    a.length === 2 &&
    a.every((t, k) => t.mul(t).equals(squaredLength(exact, w[k])) && (k === 0 ? t.s > 0n : t.s < 0n) && t.n !== 0n),
};

const sides: Assumption<FlowStart> = {
  id: 'sides',
  statement: '<w_1, w*> > 0 > <w_2, w*>',
  meets: async ({ dataset, net }) => {
    const answer = await separatorOf(dataset);
    // nothing is on the wrong side of a w* that does not exist
    if (answer === undefined) return true;
    const p = nearestPoint(dataset, answer.certificate);
    const [first, second] = net.w.map((wk) => dot(exact, wk, p));
    return exact.compare(first, exact.zero) > 0 && exact.compare(second, exact.zero) < 0;
  },
};

/** The limit direction is c (w*, -w*, 1, -1), entry by entry. */
async function endsAtDirection(start: FlowStart, c: number): Promise<Verdict> {
  const separator = await separatorOf(start.dataset);
  if (separator === undefined) return noSeparator();
  const result = await flowFrom(start);
  const open = limitOf(result);
  if (open !== undefined) return open;
  const { w, a } = result.theta;
  const wanted = separator.separator.map((t) => c * t);
  return all([
    near('a_1 of the limit', a[0], c, FUNCTION_BOUND, DOUBT),
    near('a_2 of the limit', a[1], -c, FUNCTION_BOUND, DOUBT),
    ...wanted.map((t, j) => near(`w_1 of the limit, coordinate ${j + 1}`, w[0][j], t, FUNCTION_BOUND, DOUBT)),
    ...wanted.map((t, j) => near(`w_2 of the limit, coordinate ${j + 1}`, w[1][j], -t, FUNCTION_BOUND, DOUBT)),
  ]);
}

export const C1: Claim<FlowStart> = {
  id: 'C1',
  source: 'Theorem 5.5, repaired',
  statement:
    'on symmetric separable data, two neurons with a_1 = |w_1|, a_2 = -|w_2|, <w_1, w*> > 0 > <w_2, w*> end in the direction 1/2 (w*, -w*, 1, -1), from any scale',
  formula: String.raw`\lim_{t \to \infty} \frac{\theta(t)}{\|\theta(t)\|} = \frac{1}{2}\, (w^*, -w^*, 1, -1)`,
  evidence: 'limit',
  expected: 'holds',
  file,
  assumptions: [separable, paired, balanced, sides],
  domain: (start) => start.net.a.length === 2 && isStart(start),
  law: (start) => endsAtDirection(start, 1 / 2),
};

export const C1NotSeparable = drop(C1, 'separable', 'C1-not-separable');
export const C1NotSymmetric = drop(C1, 'symmetric', 'C1-not-symmetric');
export const C1NotBalanced = drop(C1, 'balanced', 'C1-not-balanced');
export const C1OneSide = drop(C1, 'sides', 'C1-one-side');

/** The printed direction has norm 1/2. */
export const C1Printed: Claim<FlowStart> = {
  ...C1,
  id: 'C1-printed',
  source: 'Theorem 5.5 and section 5.3, as printed',
  statement: 'theta(t)/|theta(t)| tends to 1/4 (w*, -w*, 1, -1)',
  formula: String.raw`\lim_{t \to \infty} \frac{\theta(t)}{\|\theta(t)\|} = \frac{1}{4}\, (w^*, -w^*, 1, -1)`,
  expected: 'refuted',
  law: (start) => endsAtDirection(start, 1 / 4),
};
