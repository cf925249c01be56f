import { examine, type Examination } from '../claims/on-data.js';
import { exact, formatRational, rational, toNumber } from '../numeric/rational.js';
import { dimension, largestSquaredNorm, type Dataset } from '../model/dataset.js';
import { isDistinct, unpaired } from '../model/symmetry.js';
import type { FlowOptions, FlowResult } from '../flow/flow.js';
import { linearMargin, type LinearMargin } from '../oracle/linear-margin.js';
import type { NetworkMargin } from '../oracle/network/bracket.js';
import { networkMargin } from '../oracle/network/network-margin.js';
import { oneNeuronMargin, type OneNeuronMargin } from '../oracle/network/width-margin.js';
import type { Start } from './flow-options.js';
import { runFlow } from './flow.js';
import { EXIT, plural } from './output.js';

/** All that `check` finds. */
export interface Check {
  readonly dataset: Dataset;
  readonly start: Start;
  readonly linear: LinearMargin;
  readonly oneNeuron: OneNeuronMargin | undefined;
  readonly network: NetworkMargin;
  readonly flow: FlowResult;
  readonly claims: readonly Examination[];
}

export async function check(dataset: Dataset, start: Start, options?: FlowOptions): Promise<Check> {
  const { leak } = start.net;
  const linear = await linearMargin(dataset);
  const network = await networkMargin(dataset, leak, { linear });
  const oneNeuron = linear.separable ? await oneNeuronMargin(dataset, exact.of(leak)) : undefined;
  const flow = await runFlow(dataset, start, options);
  return { dataset, start, linear, oneNeuron, network, flow, claims: await examine(dataset) };
}

/** The exit status: refuted before undecided. */
export function checkStatus({ claims, flow, network }: Check): number {
  if (claims.some(({ claim, verdict }) => claim.expected === 'holds' && verdict?.outcome === 'refuted'))
    return EXIT.refuted;
  return flow.status === 'undecided' || !network.closed ? EXIT.undecided : EXIT.done;
}

interface Fact {
  readonly id: string;
  readonly statement: string;
  readonly meets: boolean;
  /** By how much. */
  readonly by: string;
}

function facts({ dataset, linear }: Check): Fact[] {
  const odd = unpaired(dataset);
  const norm = Math.sqrt(toNumber(largestSquaredNorm(exact, dataset)));
  const short = rational(1).compare(largestSquaredNorm(exact, dataset)) >= 0;
  return [
    {
      id: 'separable',
      statement: 'linearly separable (Assumption 3.2)',
      meets: linear.separable,
      by: linear.separable ? `gamma* = ${linear.gamma.toPrecision(8)}` : 'weighted points add up to 0',
    },
    {
      id: 'symmetric',
      statement: 'pairs (x, 1), (-x, -1) (Assumption 4.1)',
      meets: odd === 0,
      by: `${odd} of ${plural(dataset.x.length, 'point')} without a partner`,
    },
    {
      id: 'distinct',
      statement: 'no input occurs twice',
      meets: isDistinct(dataset),
      by: plural(dataset.x.length, 'point'),
    },
    {
      id: 'unit-ball',
      statement: '|x_i| <= 1 (section 3.2)',
      meets: short,
      by: `largest |x_i| = ${norm.toPrecision(8)}`,
    },
  ];
}

/** Margins of the limit beside both optima: what part of each it leaves on the table. */
function left({ flow, linear, network, start }: Check): { linear: number | null; network: [number, number] | null } {
  if (flow.status !== 'converged') return { linear: null, network: null };
  const pair = linear.separable ? ((1 + start.net.leak) / 4) * linear.gamma : NaN;
  return {
    linear: linear.separable ? 1 - flow.margin / pair : null,
    network: network.fits ? [1 - flow.margin / network.lower, 1 - flow.margin / network.upper] : null,
  };
}

/** The answer of `check` as one JSON document. */
export function checkJson(found: Check): Record<string, unknown> {
  const { linear, oneNeuron, network, flow, claims, start } = found;
  const { status, margin, kkt, why, steps } = flow;
  return {
    assumptions: facts(found),
    claims: claims.map(({ claim, unmet, verdict }) => ({
      id: claim.id,
      ...(verdict === undefined ? { unmet } : { verdict: verdict.outcome }),
    })),
    linear: linear.separable
      ? {
          gamma: linear.gamma,
          gammaSquared: formatRational(linear.gammaSquared),
          networkMargin: ((1 + start.net.leak) / 4) * linear.gamma,
        }
      : null,
    oneNeuron: oneNeuron === undefined ? null : { margin: oneNeuron.margin },
    network: {
      lower: network.lower,
      upper: network.upper,
      gap: network.gap,
      width: network.network.a.length,
      ...(network.why !== undefined && { why: network.why }),
    },
    flow: { status, margin, kkt, steps, ...(why !== undefined && { why }) },
    left: left(found),
  };
}

const percent = (t: number): string => `${(100 * t).toPrecision(4)}%`;

/** The same for people. */
export function checkText(found: Check): string {
  const { dataset, start, linear, oneNeuron, network, flow, claims } = found;
  const wide = (name: string): string => name.padEnd(16);
  const pair = linear.separable ? ((1 + start.net.leak) / 4) * linear.gamma : undefined;
  const { linear: leftLinear, network: leftNetwork } = left(found);
  return [
    `${plural(dataset.x.length, 'point')} in dimension ${dimension(dataset)}; flow from ${start.described}`,
    'assumptions',
    ...facts(found).map(({ statement, meets, by }) => `  ${meets ? 'yes' : 'no '}  ${statement.padEnd(42)} ${by}`),
    'claims that speak of data alone',
    ...claims.map(({ claim, unmet, verdict }) => {
      const said = verdict?.outcome ?? `does not apply: not ${unmet.join(', not ')}`;
      return `  ${claim.id.padEnd(17)} ${said}`;
    }),
    'normalised margins',
    `  ${wide('linear net')}${pair === undefined ? 'none: not linearly separable' : `${pair.toPrecision(10)}, the best of them: (1 + leak)/4 gamma*`}`,
    ...(oneNeuron === undefined
      ? []
      : [`  ${wide('one neuron')}${oneNeuron.margin.toPrecision(10)}, the best of them`]),
    `  ${wide('any network')}${networkLine(network)}`,
    `  ${wide("flow's limit")}${flow.status === 'converged' ? flow.margin.toPrecision(10) : `${flow.status}: ${flow.why ?? ''}`}`,
    ...(leftLinear === null
      ? []
      : [`  ${wide('left of linear')}${percent(leftLinear)}${leftLinear < -1e-9 ? ': the limit is better' : ''}`]),
    ...(leftNetwork === null ? [] : [`  ${wide('left of any')}${leftText(leftNetwork)}`]),
  ].join('\n');
}

export function networkLine({ lower, upper, network, fits, closed, why }: NetworkMargin): string {
  if (!fits) return '0: no network fits the data';
  if (closed) return `${lower.toPrecision(10)}, with ${plural(network.a.length, 'neuron')}`;
  return `${lower.toPrecision(6)} to ${upper.toPrecision(6)}, open: ${why ?? ''}`;
}

/** Shares below this are rounding. */
const NOTHING = 1e-8;

const leftText = ([least, most]: readonly [number, number]): string => {
  if (most < NOTHING) return 'nothing: the limit has the best margin there is';
  return most - least < NOTHING ? percent(most) : `${percent(Math.max(least, 0))} to ${percent(most)}`;
};
