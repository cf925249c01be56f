import { exact, toNumber } from '../numeric/rational.js';
import { dot, isZero, squaredLength } from '../numeric/vector.js';
import type { Dataset, Label } from '../model/dataset.js';
import { linearMargin } from '../oracle/linear-margin.js';
import { kktDirections } from '../oracle/network/kkt-search.js';
import { networkMargin } from '../oracle/network/network-margin.js';
import { all, near, same } from '../verdict.js';
import { optimumIs } from './bracket-case.js';
import { drop, type Assumption, type Claim } from './claim.js';
import { isStart, DOUBT, flowFrom, limitOf, MARGIN_BOUND, type FlowStart } from './flow-case.js';
import type { JustData } from './p4-separability.js';

const file = 'properties/theorems/r3-orthogonally-separable.test.ts';

const orthogonallySeparable: Assumption<JustData> = {
  id: 'orthogonally-separable',
  statement: '<x_i, x_j> > 0 for points of one label, <= 0 for points of different labels',
  meets: ({ dataset: { x, y } }) =>
    x.every((row, i) =>
      x.every((other, j) => {
        const inner = dot(exact, row, other).compare(0);
        return y[i] === y[j] ? inner > 0 : inner <= 0;
      }),
    ),
};
const bothSigns: Assumption<FlowStart> = {
  id: 'both-signs',
  statement: 'some a_k > 0 and some a_k < 0, a_k = +-|w_k|',
  meets: ({ net: { a, w } }) =>
    a.some((t) => t.compare(0) > 0) &&
    a.some((t) => t.compare(0) < 0) &&
    a.every((t, k) => t.mul(t).equals(squaredLength(exact, w[k]))),
};

/** Random nets in whose cells KKT directions are sought, and their width. */
const TRIALS = 8;
const WIDTH = 4;

/** 1/gamma* of the points of one label alone: 0 where there are none. */
async function costOfClass({ x, y }: Dataset, label: Label): Promise<number> {
  const own = x.filter((_, i) => y[i] === label);
  if (own.length === 0) return 0;
  const answer = await linearMargin({ x: own, y: own.map((): Label => 1) });
  return answer.separable ? 1 / answer.gamma : Infinity;
}

/**
 * With leak 0, at a KKT direction a neuron with a_k > 0 is a positive combination of points of label 1 less one of those of label -1 on which it is active; orthogonal
 * separability leaves none of the latter and makes it active on all of the former, so all such neurons are one, along the least-norm point of the class's hull. Both
 * classes that have points have one, and the shares that make their margins meet give 1/(2 (1/gamma_+ + 1/gamma_-)), the only KKT value.
 */
export const R3: Claim<JustData> = {
  id: 'R3',
  source: 'section 2 (Phuong and Lampert 2021), leak = 0',
  statement:
    'on orthogonally separable data every KKT direction of a ReLU net attains the global max margin, 1/(2 (1/gamma_+ + 1/gamma_-)), a class without points counting 0',
  formula: String.raw`\gamma(\theta_{\mathrm{KKT}}) = \max_\theta \gamma(\theta) = \frac{1}{2\, (1/\gamma_+ + 1/\gamma_-)}`,
  evidence: 'certified',
  expected: 'holds',
  file,
  assumptions: [orthogonallySeparable],
  domain: ({ dataset }) => dataset.x.every((row) => !isZero(exact, row)),
  law: async ({ dataset }) => {
    const wanted = 1 / (2 * ((await costOfClass(dataset, 1)) + (await costOfClass(dataset, -1))));
    const directions = await kktDirections(dataset, 0, WIDTH, { trials: TRIALS });
    return all([
      optimumIs('best margin of ReLU nets', await networkMargin(dataset, 0), wanted),
      ...directions.map(({ margin }) =>
        near('margin of a KKT direction, of that', margin / wanted, 1, MARGIN_BOUND, DOUBT),
      ),
    ]);
  },
};

export const R3NotOrthogonal = drop(R3, 'orthogonally-separable', 'R3-not-orthogonal');

/** With leak > 0 one neuron fits all points, and a net of one sign is a KKT direction of its own: hence the further assumption. */
export const R3Leaky: Claim<FlowStart> = {
  id: 'R3-leaky',
  source: 'section 2 (Phuong and Lampert 2021), leak > 0',
  statement: 'on orthogonally separable data, gradient flow from a start of both signs ends at the global max margin',
  formula: String.raw`\gamma(\theta^\infty) = \max_\theta \gamma(\theta)`,
  evidence: 'limit',
  expected: 'holds',
  file,
  assumptions: [orthogonallySeparable, bothSigns],
  domain: isStart,
  law: async (start) => {
    const result = await flowFrom(start);
    const open = limitOf(result);
    if (open !== undefined) return open;
    const { lower, upper } = await networkMargin(start.dataset, toNumber(start.net.leak));
    if (!(upper > 0)) return same('some network fits the points', 'false', 'true');
    return near(
      'margin of the limit, of the global max margin',
      result.margin / ((lower + upper) / 2),
      1,
      MARGIN_BOUND,
      DOUBT,
    );
  },
};

export const R3LeakyOneSign = drop(R3Leaky, 'both-signs', 'R3-leaky-one-sign');
export const R3LeakyNotOrthogonal = drop(R3Leaky, 'orthogonally-separable', 'R3-leaky-not-orthogonal');
