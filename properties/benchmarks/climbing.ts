/** Calls that a search needs for what is rare: random cases, and climbs from random cases: `npm run climb`. */
import fc from 'fast-check';
import { unmet, type Claim } from '../../src/claims/claim.js';
import { C3LargeScale } from '../../src/claims/c3-symmetric-limit.js';
import type { FlowStart } from '../../src/claims/flow-case.js';
import { H2SmallH, shareOfLargeH, type HintedStart } from '../../src/claims/h2-hinted-limit.js';
import { H4 } from '../../src/claims/h4-suboptimal.js';
import { rational } from '../../src/numeric/rational.js';
import { flowStarts, flowSymmetricDatasets } from '../arbitraries/flow.js';
import { hintedWidths } from '../arbitraries/hinted-width.js';
import { hintedStarts } from '../arbitraries/hinted.js';
import { inDomain } from '../harness/break.js';
import { climb } from '../shrink/climb.js';
import { stream } from '../shrink/stream.js';

const MOST = 1000;
const SEEDS = [1, 2, 3, 4, 5];

interface Target<C> {
  readonly name: string;
  readonly claim: Claim<C>;
  readonly instances: fc.Arbitrary<C>;
  readonly score: (instance: C) => Promise<number | undefined>;
  readonly enough: number;
}

/** The smaller of two numbers that a verdict shows, beside the larger. */
const ratio = (small: string, large: string): number | undefined => {
  const share = Number(small) / Number(large);
  return Number.isFinite(share) ? share : undefined;
};

const hints: Target<Parameters<typeof H4.law>[0]> = {
  name: 'hints that leave less than 0.1% of the best margin (H4)',
  claim: H4,
  instances: hintedWidths(
    fc.integer({ min: 2, max: 5 }),
    fc.integer({ min: 1, max: 9 }).map((k) => rational(k)),
  ),
  score: async (instance) => {
    const { left, right } = await H4.law(instance);
    return ratio(right, left.split(' ')[0]);
  },
  enough: 0.001,
};

const directions: Target<FlowStart> = {
  name: 'symmetric data and a large start that ends below 10% of the best margin (C3 without small-scale)',
  claim: C3LargeScale,
  instances: flowStarts(flowSymmetricDatasets, {
    m: fc.integer({ min: 2, max: 4 }),
    logScale: fc.integer({ min: 0, max: 3 }),
  }),
  score: async (start) => {
    const { what, left, right } = await C3LargeScale.law(start);
    return what === 'margin of the limit' ? ratio(left, right) : undefined;
  },
  enough: 0.1,
};

const tooSmallH: Target<HintedStart> = {
  name: 'H just too small: refuted at more than 10% of the bound (H2 without large-H)',
  claim: H2SmallH,
  instances: hintedStarts(fc.integer({ min: 2, max: 3 })).map((start) => ({ ...start, H: start.H.div(100) })),
  score: async (start) => {
    const share = await shareOfLargeH(start);
    const { outcome } = await H2SmallH.law(start);
    return outcome === 'refuted' && share !== undefined ? -share : 0;
  },
  enough: -0.1,
};

async function compare<C>({ name, claim, instances, score, enough }: Target<C>): Promise<void> {
  console.log(name);
  for (const [how, most] of [
    ['random', 0],
    ['climbing', 1],
  ] as const) {
    const calls: string[] = [];
    for (const seed of SEEDS) {
      let drawn = 0;
      const list = fc.sample(instances, { seed, numRuns: MOST });
      const found = await climb(
        {
          fresh: () => list[drawn++ % MOST],
          allowed: async (instance) =>
            most > 0 && (await inDomain(claim, instance)) && (await unmet(claim, instance)).length === 0,
          score,
          enough,
          most: MOST,
        },
        stream(seed),
      );
      calls.push(found.reached ? String(found.calls) : `none in ${MOST} (best ${found.best?.score.toPrecision(2)})`);
    }
    console.log(`  ${how.padEnd(9)} ${calls.join(', ')}`);
  }
}

await compare(hints);
await compare(directions);
await compare(tooSmallH);
