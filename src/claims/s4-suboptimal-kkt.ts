import { toNumber } from '../numeric/rational.js';
import { networkMargin } from '../oracle/network/network-margin.js';
import { all, same } from '../verdict.js';
import { paired, separable } from './assumptions.js';
import { smallEnough } from './c3-symmetric-limit.js';
import { optimumExceeds, optimumIs } from './bracket-case.js';
import { drop, type Assumption, type Claim } from './claim.js';
import { endsAtLinear, flowFrom, limitOf, separatorOf, type FlowStart } from './flow-case.js';

const file = 'properties/theorems/s4-suboptimal-kkt.test.ts';

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
  evidence: 'limit',
  expected: 'holds',
  file,
  assumptions: [separable, paired, small],
  law: async (start) => {
    const separator = await separatorOf(start.dataset);
    if (separator === undefined) return same('there is a max-margin separator', 'false', 'true');
    const best = await networkMargin(start.dataset, toNumber(start.net.leak), { linear: separator });
    const large = await flowFrom({ ...start, logScale: LARGE });
    const open = limitOf(large);
    if (open !== undefined) return open;
    return all([
      optimumIs('best margin', best, ((1 + toNumber(start.net.leak)) / 4) * separator.gamma),
      optimumExceeds('best margin > margin of the KKT direction from the large start', best, large.margin),
      ...endsAtLinear(await flowFrom(start), separator),
    ]);
  },
};

export const S4LargeScale = drop(S4, 'small-scale', 'S4-large-scale');
