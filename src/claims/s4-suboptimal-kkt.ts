import type { Rational } from '../numeric/field.js';
import { rational, toNumber } from '../numeric/rational.js';
import { augment, isPaired } from '../model/symmetry.js';
import { networkMargin } from '../oracle/network/network-margin.js';
import { all, same } from '../verdict.js';
import { noSeparator } from './assumptions.js';
import { smallEnough } from './c3-symmetric-limit.js';
import { optimumExceeds, optimumIs } from './bracket-case.js';
import { encodeInstance } from './instance-json.js';
import { drop, type Assumption, type Claim } from './claim.js';
import { endsAtLinear, flowFrom, limitOf, separatorOf, type FlowStart } from './flow-case.js';

const file = 'properties/theorems/s4-suboptimal-kkt.test.ts';

/**
 * One dataset and one start, found by search over small integers: the claim is that there are such data, and its instances are the pictures of this
 * one under reflections of the axes and their exchange, and all scales.
 */
export function placed(swap: boolean, flip: readonly [number, number]): Pick<FlowStart, 'dataset' | 'net'> {
  const turn = ([s, t]: readonly [number, number]): Rational[] => {
    const [u, v] = [flip[0] * s, flip[1] * t].map((c) => rational(c));
    return swap ? [v, u] : [u, v];
  };
  const w = [turn([0, -2]), turn([1, 2])];
  return {
    dataset: augment({ x: [turn([-1, -2]), turn([-1, 1])], y: [1, 1] }),
    net: { leak: rational(1, 2), w, a: [rational(1), rational(-1)] },
  };
}

const PLACES = [true, false].flatMap((swap) =>
  [-1, 1].flatMap((s) => [-1, 1].map((t) => encodeInstance(placed(swap, [s, t])))),
);
const isPlaced = ({ dataset, net }: FlowStart): boolean => PLACES.includes(encodeInstance({ dataset, net }));

/** A scale at which the starts of this claim end at the suboptimal direction. */
const LARGE = 2;

const small: Assumption<FlowStart> = {
  id: 'small-scale',
  statement: 'sigma is sufficiently small (as in C3)',
  meets: (start) => start.logScale <= smallEnough(start),
};

export const S4: Claim<FlowStart> = {
  id: 'S4',
  source: 'Figure 1 left; after Theorem 4.3 ("not vacuous")',
  statement:
    'there are symmetric data with a KKT-margin direction of strictly smaller margin, which attracts the flow from e^2 theta-bar_0; from sigma theta-bar_0, sigma small, the flow ends at the global max margin',
  formula: String.raw`\gamma(\theta^\infty) < \frac{1 + \alpha}{4}\, \gamma^* \quad \text{from } \theta(0) = e^2\, \bar\theta_0 \qquad \gamma(\theta^\infty) = \frac{1 + \alpha}{4}\, \gamma^* \quad \text{from } \theta(0) = \sigma\, \bar\theta_0,\ \sigma \text{ small}`,
  evidence: 'limit',
  expected: 'holds',
  file,
  assumptions: [small],
  domain: isPlaced,
  law: async (start) => {
    const separator = await separatorOf(start.dataset);
    if (separator === undefined) return noSeparator();
    const best = await networkMargin(start.dataset, toNumber(start.net.leak), { linear: separator });
    const large = await flowFrom({ ...start, logScale: LARGE });
    const open = limitOf(large);
    if (open !== undefined) return open;
    return all([
      same('the points are pairs (x, 1), (-x, -1)', String(isPaired(start.dataset)), 'true'),
      optimumIs('best margin', best, ((1 + toNumber(start.net.leak)) / 4) * separator.gamma),
      optimumExceeds('best margin > margin of the KKT direction from the large start', best, large.margin),
      ...endsAtLinear(await flowFrom(start), separator),
    ]);
  },
};

export const S4LargeScale = drop(S4, 'small-scale', 'S4-large-scale');
