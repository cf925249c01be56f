import { all, atLeast, same } from '../verdict.js';
import { paired, separable } from './assumptions.js';
import { smallEnough } from './c3-symmetric-limit.js';
import { drop, type Assumption, type Claim } from './claim.js';
import { endsAtLinear, flowFrom, limitOf, separatorOf, toRealNetwork, type FlowStart } from './flow-case.js';

const file = 'properties/theorems/s4-suboptimal-kkt.test.ts';

/** A scale at which the starts of this claim end at the suboptimal direction. */
const LARGE = 2;
/** By how much, at least, its margin is smaller (the family below: a third). */
const STRICTLY = 0.01;

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
    const best = ((1 + toRealNetwork(start.net).leak) / 4) * separator.gamma;
    const large = await flowFrom({ ...start, logScale: LARGE });
    const open = limitOf(large);
    if (open !== undefined) return open;
    return all([
      atLeast('1 - margin/(best margin) from the large start', 1 - large.margin / best, STRICTLY, 0, 1),
      ...endsAtLinear(await flowFrom(start), separator),
    ]);
  },
};

export const S4LargeScale = drop(S4, 'small-scale', 'S4-large-scale');
