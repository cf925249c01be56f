/** The public API as types: `npm run typecheck` fails when it changes. Nothing here is run. */
import type fc from 'fast-check';
import * as api from 'margin-laws';
import type {
  Assumption,
  Claim,
  Dataset,
  FlowResult,
  FlowStart,
  LinearMargin,
  Network,
  Rational,
  Verdict,
} from 'margin-laws';
import * as arbitraries from 'margin-laws/arbitraries';
import * as checks from 'margin-laws/check';
import type { CheckResult } from 'margin-laws/check';
import { expectTypeOf } from 'vitest';

// names
expectTypeOf<keyof typeof api>().toEqualTypeOf<
  | ('exact' | 'real' | 'rational' | 'fromDouble' | 'toNumber' | 'parseRational' | 'formatRational')
  | ('dot' | 'negate' | 'plus' | 'scale' | 'squaredLength')
  | ('createDataset' | 'parseDataset' | 'readDataset' | 'InputError' | 'dimension' | 'mean' | 'signedPoints' | 'toReal')
  | ('augment' | 'isDistinct' | 'isPaired' | 'isSymmetric' | 'hintedDataset')
  | ('normalisedMargin' | 'opposedPairs' | 'output' | 'outputMargins' | 'scaleNetwork' | 'squaredNorm')
  | ('balancedInitialisation' | 'gaussianInitialisation')
  | ('linearMargin' | 'nearestPoint' | 'verifyMargin' | 'networkMargin' | 'oneNeuronMargin' | 'widthMargin')
  | ('flow' | 'flowFrom' | 'limitOf' | 'endsAt' | 'endsAtLinear' | 'toRealNetwork')
  | ('drop' | 'unmet' | 'examine' | 'register' | 'encodeInstance')
  | ('separable' | 'paired' | 'distinct' | 'unitBall' | 'noSeparator' | 'optimumIs' | 'optimumExceeds')
  | ('all' | 'atLeast' | 'compare' | 'describe' | 'near' | 'same' | 'undecided')
>();
expectTypeOf<keyof typeof arbitraries>().toEqualTypeOf<
  | ('rationals' | 'positiveRationals' | 'nonzeroRationals' | 'leaks' | 'flowLeaks' | 'logScales' | 'labels')
  | ('dimensions' | 'vectors' | 'nonzeroVectors' | 'unitVectors')
  | ('datasets' | 'separableDatasets' | 'inseparableDatasets' | 'symmetricDatasets' | 'symmetricSeparableDatasets')
  | ('flowDatasets' | 'flowSymmetricDatasets' | 'plantedMargins' | 'orthogonallySeparableDatasets' | 'intoUnitBall')
  | ('networks' | 'nonzeroNetworks' | 'genericNetworks' | 'flowStarts' | 'hintedStarts')
>();
expectTypeOf<keyof typeof checks>().toEqualTypeOf<'check' | 'report'>();

// data are exact unless they are rounded
expectTypeOf(api.createDataset).returns.toEqualTypeOf<Dataset<Rational>>();
expectTypeOf(api.readDataset).returns.resolves.toEqualTypeOf<Dataset>();
expectTypeOf(api.toReal).returns.toEqualTypeOf<Dataset<number>>();

// answers are told apart before they are read
expectTypeOf(api.linearMargin).returns.resolves.toEqualTypeOf<LinearMargin>();
expectTypeOf<Extract<LinearMargin, { separable: true }>['gammaSquared']>().toEqualTypeOf<Rational>();
expectTypeOf<Extract<LinearMargin, { separable: false }>>().not.toHaveProperty('gamma');
expectTypeOf(api.flow).parameter(0).toEqualTypeOf<Dataset<number>>();
expectTypeOf(api.flow).parameter(1).toEqualTypeOf<Network<number>>();
expectTypeOf(api.flow).returns.resolves.toEqualTypeOf<FlowResult>();
expectTypeOf(api.flowFrom).parameter(0).toEqualTypeOf<FlowStart>();
expectTypeOf(api.compare<Rational>).returns.toEqualTypeOf<Verdict>();
expectTypeOf(api.near).returns.toEqualTypeOf<Verdict>();

// an assumption that speaks of less fits a claim that speaks of more
interface OnLeak {
  readonly dataset: Dataset;
  readonly leak: Rational;
}
expectTypeOf(api.separable).toExtend<Assumption<OnLeak>>();

// what an instance is, the generator says; the witness is such an instance
declare const onLeak: fc.Arbitrary<OnLeak>;
const result = checks.check(
  {
    statement: '',
    assumptions: [api.separable],
    law: (instance) => {
      expectTypeOf(instance).toEqualTypeOf<OnLeak>();
      return api.same('', 1, 1);
    },
  },
  onLeak,
);
expectTypeOf(result).resolves.toEqualTypeOf<CheckResult<OnLeak>>();
expectTypeOf<Extract<CheckResult<OnLeak>, { outcome: 'refuted' }>['witness']>().toEqualTypeOf<OnLeak>();
declare const claim: Claim<OnLeak>;
expectTypeOf(checks.check(claim, onLeak)).resolves.toEqualTypeOf<CheckResult<OnLeak>>();

declare const doubles: fc.Arbitrary<{ readonly leak: number }>;
// @ts-expect-error a part with a name that shrinking knows is what it says: leak is a Rational
void checks.check({ statement: '', law: () => api.same('', 1, 1) }, doubles);
// @ts-expect-error a claim says at least what it claims
void checks.check({ law: () => api.same('', 1, 1) }, onLeak);
