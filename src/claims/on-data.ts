import type { Dataset } from '../model/dataset.js';
import type { Verdict } from '../verdict.js';
import { A2 } from './a2-g-function.js';
import { A3 } from './a3-power-iteration.js';
import { unmet, type Claim, type ClaimInfo } from './claim.js';
import { P4 } from './p4-separability.js';
import { P5, P5Mu } from './p5-max-margin-separator.js';
import { S3 } from './s3-global-max-margin.js';
import { S1, S1Augmentation } from './s1-symmetry.js';

/** What a claim says of one dataset: a verdict, or the assumptions that keep it from applying. */
export interface Examination {
  /** The claim that was examined. */
  readonly claim: ClaimInfo;
  /** Ids of the assumptions that the dataset breaks; the claim applies where there are none. */
  readonly unmet: readonly string[];
  /** What the law says, where the claim applies. */
  readonly verdict?: Verdict;
}

/** A claim made a function of a dataset alone. Throws TypeError for a claim that no dataset gives an instance of. */
function examiner<C>(claim: Claim<C>): (dataset: Dataset) => Promise<Examination> {
  const { onDataset } = claim;
  if (onDataset === undefined) throw new TypeError(`claim ${claim.id} has no instance on a dataset alone`);
  return async (dataset) => {
    const instance = onDataset(dataset);
    const broken = await unmet(claim, instance);
    return broken.length > 0 ? { claim, unmet: broken } : { claim, unmet: [], verdict: await claim.law(instance) };
  };
}

const EXAMINERS = [
  examiner(P4),
  examiner(P5),
  examiner(P5Mu),
  examiner(S1),
  examiner(S1Augmentation),
  examiner(A2),
  examiner(A3),
  examiner(S3),
];

/** The claims that speak of data alone, on this dataset. */
export async function examine(dataset: Dataset): Promise<Examination[]> {
  const found: Examination[] = [];
  for (const examineOne of EXAMINERS) found.push(await examineOne(dataset));
  return found;
}
