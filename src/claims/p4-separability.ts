import { exact, formatRational } from '../numeric/rational.js';
import { dot } from '../numeric/vector.js';
import { signedPoints, type Dataset } from '../model/dataset.js';
import { least } from '../model/network.js';
import { linearMargin, type LinearMargin } from '../oracle/linear-margin.js';
import { verifyMargin } from '../oracle/verify-margin.js';
import { all, compare, same, type Verdict } from '../verdict.js';
import type { Claim } from './claim.js';

export interface JustData {
  readonly dataset: Dataset;
}

/** The independent verifier's opinion of an answer of the oracle. */
export function proved({ x, y }: Dataset, answer: LinearMargin): Verdict {
  const problem = verifyMargin(
    x.map((row) => row.map(formatRational)),
    y,
    {
      separable: answer.separable,
      certificate: { weights: answer.certificate.weights.map(String) },
      ...(answer.separable && { gammaSquared: formatRational(answer.gammaSquared), support: answer.support }),
    },
  );
  return same('the verifier accepts the certificate', problem ?? 'accepted', 'accepted');
}

/** Gordan's alternative: both proofs at once are impossible, so a proof of either decides Assumption 3.2. */
export const P4: Claim<JustData> = {
  id: 'P4',
  source: 'Assumption 3.2',
  statement:
    'separability is decided with a proof: either a w with y_i <w, x_i> >= 1 for all i, or weights >= 0, not all 0, with sum_i weights_i y_i x_i = 0',
  formula: String.raw`\exists w\ \forall i: y_i \langle w, x_i \rangle \ge 1 \qquad \text{or} \quad \exists \lambda \ge 0,\ \lambda \ne 0: \sum_i \lambda_i y_i x_i = 0`,
  evidence: 'exact',
  expected: 'holds',
  file: 'properties/theorems/p4-separability.test.ts',
  assumptions: [],
  onDataset: (dataset) => ({ dataset }),
  law: async ({ dataset }) => {
    const answer = await linearMargin(dataset);
    const certificate = proved(dataset, answer);
    if (!answer.separable) return certificate;
    const margins = signedPoints(exact, dataset).map((z) => dot(exact, answer.direction, z));
    // divided by its least margin this direction is the w of Assumption 3.2
    return all([certificate, compare(exact, 'min_i y_i <w, x_i> > 0', least(exact, margins), '>', exact.zero)]);
  },
};
