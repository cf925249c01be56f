import { near } from '../verdict.js';
import type { Claim } from './claim.js';
import { DOUBT, type FlowStart } from './flow-case.js';
import { watch } from './k1-late-phase.js';

const file = 'properties/theorems/k4-descent.test.ts';

/** A step's error moves ln L by a part of its tolerance, 1e-8, times q; relative to L itself while q is below some 20. */
const RISE = 1e-6;
const SMALL_MARGINS = -20;

export const K4: Claim<FlowStart> = {
  id: 'K4',
  source: 'equation (1)',
  statement: 'the loss never rises along gradient flow',
  evidence: 'limit',
  expected: 'holds',
  file,
  assumptions: [],
  law: async (start) => {
    const { kept } = await watch(start, ({ logLoss }) => logLoss);
    let rise = 0;
    for (let j = 1; j < kept.length; j++) {
      const scale = Math.max(1, kept[j] / SMALL_MARGINS);
      rise = Math.max(rise, (kept[j] - kept[j - 1]) / scale);
    }
    return near('largest rise of ln L in a step, beside max(1, |ln L|/20)', rise, 0, RISE, DOUBT);
  },
};
