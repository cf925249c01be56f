import { examine, type Examination } from '../claims/on-data.js';
import { exact, formatRational, rational, toNumber } from '../numeric/rational.js';
import { createDataset, dimension, largestSquaredNorm, type Dataset } from '../model/dataset.js';
import { isDistinct, unpaired } from '../model/symmetry.js';
import type { FlowResult } from '../flow/flow.js';
import { linearMargin, type LinearMargin } from '../oracle/linear-margin.js';
import type { NetworkMargin } from '../oracle/network/bracket.js';
import { networkMargin } from '../oracle/network/network-margin.js';
import { oneNeuronMargin, type OneNeuronMargin } from '../oracle/network/width-margin.js';
import { readStart, type Start } from './flow-options.js';
import { members } from './formats/json.js';
import { runFlow } from './flow.js';
import { bracketPlaces, flowPlaces } from './long-runs.js';
import { EXIT, plural } from './output.js';
import type { Progress } from './progress.js';

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

/** All that there is to say, with what it is at where that is asked for. @throws InputError */
export async function check(dataset: Dataset, start: Start, progress?: Progress): Promise<Check> {
  const { leak } = start.net;
  progress?.begin('1 of 5, the max-margin linear separator');
  const linear = await linearMargin(dataset);
  progress?.begin('2 of 5, the best margin of any net');
  const network = await networkMargin(dataset, leak, { linear, ...(progress && { onRound: bracketPlaces(progress) }) });
  progress?.begin('3 of 5, the best margin of one neuron');
  const oneNeuron = linear.separable ? await oneNeuronMargin(dataset, exact.of(leak)) : undefined;
  progress?.begin('4 of 5, gradient flow');
  const flow = await runFlow(dataset, start, progress && { onSample: flowPlaces(progress) });
  progress?.begin('5 of 5, the claims');
  return { dataset, start, linear, oneNeuron, network, flow, claims: await examine(dataset) };
}

/** The answer of `check` for a line of `batch`. @throws InputError */
export async function answerCheck({ dataset, ...fields }: Record<string, unknown>): Promise<Record<string, unknown>> {
  const { x, y } = members(dataset, ['x', 'y'], 'dataset');
  const data = createDataset(x, y);
  return checkJson(await check(data, readStart(fields, data)));
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

/** Normalised margins, in words: of the nets that the flow's limit is held against, and what it leaves of them. */
function margins(found: Check): { readonly name: string; readonly said: string }[] {
  const { start, linear, oneNeuron, network, flow } = found;
  const pair = linear.separable ? ((1 + start.net.leak) / 4) * linear.gamma : undefined;
  const { linear: leftLinear, network: leftNetwork } = left(found);
  const rows = [
    {
      name: 'linear net',
      said:
        pair === undefined
          ? 'none: not linearly separable'
          : `${pair.toPrecision(10)}, the best of them: (1 + leak)/4 gamma*`,
    },
    oneNeuron && { name: 'one neuron', said: `${oneNeuron.margin.toPrecision(10)}, the best of them` },
    { name: 'any network', said: networkLine(network) },
    {
      name: "flow's limit",
      said: flow.status === 'converged' ? flow.margin.toPrecision(10) : `${flow.status}: ${flow.why ?? ''}`,
    },
    leftLinear !== null && {
      name: 'left of linear',
      said: `${percent(leftLinear)}${leftLinear < -1e-9 ? ': the limit is better' : ''}`,
    },
    leftNetwork !== null && { name: 'left of any', said: leftText(leftNetwork) },
  ];
  return rows.filter((row) => typeof row === 'object');
}

const claimSaid = ({ unmet, verdict }: Examination): string =>
  verdict?.outcome ?? `does not apply: not ${unmet.join(', not ')}`;

const described = ({ dataset, start }: Check): string =>
  `${plural(dataset.x.length, 'point')} in dimension ${dimension(dataset)}; flow from ${start.described}`;

/** What there is to say first. */
function headline(found: Check): string {
  const { flow, network } = found;
  const share = left(found).network;
  if (!network.fits) return 'no net fits the data';
  if (share === null)
    return flow.status === 'undecided' ? 'where the flow ends is not decided' : 'the flow does not separate the data';
  return share[1] < NOTHING
    ? 'the flow has the best margin there is'
    : `the flow leaves ${leftText(share)} of the best margin`;
}

/** The same as a page, for a dataset of this name. */
export async function checkPage(name: string, found: Check): Promise<string> {
  const [{ dataPage }, { marginFigures }] = await Promise.all([
    import('../report/data-page.js'),
    import('../report/figures/margins.js'),
  ]);
  const { claims } = found;
  const report = {
    name,
    described: described(found),
    assumptions: facts(found),
    margins: margins(found),
    headline: headline(found),
    claims: claims.map((one) => ({ ...one.claim, said: claimSaid(one) })),
  };
  return dataPage(report, marginFigures(found));
}

/** The same for people. */
export function checkText(found: Check): string {
  return [
    described(found),
    'assumptions',
    ...facts(found).map(({ statement, meets, by }) => `  ${meets ? 'yes' : 'no '}  ${statement.padEnd(42)} ${by}`),
    'claims that speak of data alone',
    ...found.claims.map((one) => `  ${one.claim.id.padEnd(17)} ${claimSaid(one)}`),
    'normalised margins',
    ...margins(found).map(({ name, said }) => `  ${name.padEnd(16)}${said}`),
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
