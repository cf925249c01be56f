import type { Rational } from '../numeric/field.js';
import { exact, formatRational } from '../numeric/rational.js';
import { formatVector, isZero, negate, plus, sameDirection, type Vector } from '../numeric/vector.js';
import { mean, type Dataset, type Label } from '../model/dataset.js';
import { augment, isPaired, satisfiesAssumption41 } from '../model/symmetry.js';
import { linearMargin } from '../oracle/linear-margin.js';
import { all, same } from '../verdict.js';
import { distinct, separable, symmetricInputs } from './assumptions.js';
import { drop, type Claim } from './claim.js';
import type { JustData } from './p4-separability.js';

const file = 'properties/theorems/s1-symmetry.test.ts';

/** An index pair with x_i = -x_j and equal labels, if there is one. */
function agreeingPair({ x, y }: Dataset): [number, number] | undefined {
  const key = (v: Vector<Rational>, label: number): string => `${label} at ${formatVector(exact, v)}`;
  const first = new Map<string, number>();
  x.forEach((row, i) => first.set(key(row, y[i]), i));
  const j = x.findIndex((row, k) => first.has(key(negate(exact, row), y[k])));
  return j < 0 ? undefined : [first.get(key(negate(exact, x[j]), y[j])) as number, j];
}

export const S1: Claim<JustData> = {
  id: 'S1',
  source: 'section 4',
  statement: 'by linear separability, x and -x must have different labels',
  formula: String.raw`x_j = -x_i \implies y_j = -y_i`,
  evidence: 'exact',
  expected: 'holds',
  file,
  assumptions: [separable],
  onDataset: (dataset) => ({ dataset }),
  law: ({ dataset }) => {
    const pair = agreeingPair(dataset);
    if (pair === undefined) return same('opposed inputs with equal labels', 'none', 'none');
    const [i, j] = pair;
    return same(
      `label of ${formatVector(exact, dataset.x[i])} is minus that of its opposite`,
      dataset.y[i],
      -dataset.y[j],
    );
  },
};

export const S1NotSeparable = drop(S1, 'separable', 'S1-not-separable');

export const S1Formal: Claim<JustData> = {
  id: 'S1-formal',
  source: 'section 4 and Assumption 4.1',
  statement:
    'Assumption 4.1 (n even, pairs (x, 1) and (-x, -1)) is the formal statement of "whenever x is present, so is -x": a symmetric separable dataset satisfies it, up to order',
  formula: String.raw`x_i = -x_{i + n/2}, \quad y_i = 1, \quad y_{i + n/2} = -1 \qquad (1 \le i \le n/2)`,
  evidence: 'exact',
  expected: 'holds',
  file,
  assumptions: [separable, symmetricInputs, distinct],
  law: ({ dataset }) => same('the points form pairs (x, 1), (-x, -1)', String(isPaired(dataset)), 'true'),
};

export const S1FormalNotSeparable = drop(S1Formal, 'separable', 'S1-formal-not-separable');
export const S1FormalNotSymmetric = drop(S1Formal, 'symmetric', 'S1-formal-not-symmetric');
/** The paper does not say that points are distinct; with a repeated point its two notions of symmetry differ. */
export const S1FormalRepeated = drop(S1Formal, 'distinct', 'S1-formal-repeated');

/** The replacement as printed, each point followed by its reflection. */
const inPairs = ({ x, y }: Dataset): Dataset => ({
  x: x.flatMap((row) => [row, negate(exact, row)]),
  y: y.flatMap((label): Label[] => [label, label === 1 ? -1 : 1]),
});

const asMultiset = ({ x, y }: Dataset): string =>
  x
    .map((row, i) => `${formatVector(exact, row)} ${y[i]}`)
    .sort()
    .join('; ');

export const S1Augmentation: Claim<JustData> = {
  id: 'S1-augmentation',
  source: 'section 4',
  statement:
    'replacing each (x, y) by (x, y) and (-x, -y) gives Assumption 4.1 and keeps separability, gamma*, w* and mu',
  formula: String.raw`\{(x_i, y_i)\} \mapsto \{(x_i, y_i), (-x_i, -y_i)\} \quad \text{keeps } \gamma^*, w^* \text{ and } \mu`,
  evidence: 'exact',
  expected: 'holds',
  file,
  assumptions: [],
  onDataset: (dataset) => ({ dataset }),
  law: async ({ dataset }) => {
    const doubled = augment(dataset);
    const [before, after] = [await linearMargin(dataset), await linearMargin(doubled)];
    const opposed = negate(exact, mean(exact, dataset));
    const kept = [
      same('the pairs (x, y), (-x, -y) satisfy Assumption 4.1 up to order', String(isPaired(inPairs(dataset))), 'true'),
      same('the augmented data is these pairs', asMultiset(doubled), asMultiset(inPairs(dataset))),
      same('it satisfies Assumption 4.1 to the letter', String(satisfiesAssumption41(doubled)), 'true'),
      same('mu is kept', String(isZero(exact, plus(exact, mean(exact, doubled), opposed))), 'true'),
      same('separability is kept', String(after.separable), String(before.separable)),
    ];
    if (!before.separable || !after.separable) return all(kept);
    return all([
      ...kept,
      same('gamma*^2 is kept', formatRational(after.gammaSquared), formatRational(before.gammaSquared)),
      same('w* is kept', String(sameDirection(exact, before.direction, after.direction)), 'true'),
    ]);
  },
};
