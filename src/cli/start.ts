import { fileURLToPath } from 'node:url';
import Table from 'cli-table3';
import { examine, type Examination } from '../claims/on-data.js';
import { proved } from '../claims/p4-separability.js';
import { formatRational, toNumber } from '../numeric/rational.js';
import { dimension, largestSquaredNorm, type Dataset } from '../model/dataset.js';
import { augment, isPaired } from '../model/symmetry.js';
import { exact } from '../numeric/rational.js';
import { linearMargin, type LinearMargin } from '../oracle/linear-margin.js';
import { EXIT, guardOutput, outputWidth } from './output.js';
import { createProgress } from './progress.js';
import { readDataset } from './read-dataset.js';
import { flowTable, type StepLimits } from './start-flow.js';

/** The datasets that `npm start` looks at; wine as it is, whose two kinds of neurons balance at a rate of 1e-9, is not decided after 20,000 steps either. */
const DATASETS: Readonly<Record<string, StepLimits>> = {
  'iris-setosa.svm': { asIs: 20_000, reflected: 1500 },
  'wine-1.svm': { asIs: 300, reflected: 5000 },
};

const COLUMNS = outputWidth(process.stdout);

const style = { head: [], border: [] };
const withoutRules = { mid: '', 'left-mid': '', 'mid-mid': '', 'right-mid': '' };
/** Digits of a coordinate or margin that a reader compares; the exact value is a command away. */
const round = (t: number): string => t.toPrecision(6);

/** p/q with its middle left out when it is long. */
function abridged(fraction: string): string {
  const cut = (digits: string): string =>
    digits.length <= 24 ? digits : `${digits.slice(0, 10)}...${digits.slice(-6)} (${digits.length} digits)`;
  return fraction.split('/').map(cut).join(' / ');
}

function marginRows(dataset: Dataset, answer: LinearMargin): [string, string][] {
  const { outcome, left } = proved(dataset, answer);
  const proof = outcome === 'holds' ? 'accepted by the separate verifier' : `REJECTED: ${left}`;
  if (!answer.separable)
    return [
      ['linearly separable', 'no'],
      ['certificate', proof],
    ];
  return [
    ['linearly separable', 'yes (Assumption 3.2)'],
    ['max margin gamma*', round(answer.gamma)],
    ['gamma*^2, exactly', abridged(formatRational(answer.gammaSquared))],
    ['separator w*', `(${answer.separator.map(round).join(', ')})`],
    ['support vectors', `${answer.support.length}: points ${answer.support.join(', ')}`],
    ['certificate', `${answer.certificate.weights.filter((w) => w > 0n).length} exact weights, ${proof}`],
  ];
}

function dataRows(dataset: Dataset): [string, string][] {
  const positive = dataset.y.filter((label) => label === 1).length;
  const norm = Math.sqrt(toNumber(largestSquaredNorm(exact, dataset)));
  return [
    [
      'points',
      `${dataset.x.length} in dimension ${dimension(dataset)}, ${positive} labelled 1 and ${dataset.x.length - positive} labelled -1`,
    ],
    ['symmetric', isPaired(dataset) ? 'yes (Assumption 4.1)' : 'no (Assumption 4.1 fails)'],
    ['largest |x_i|', `${round(norm)}${norm <= 1 ? '' : ' (the paper assumes 1: scale the data)'}`],
  ];
}

const finding = ({ unmet, verdict }: Examination): string =>
  verdict === undefined ? `does not apply: not ${unmet.join(', not ')}` : verdict.outcome;

async function report(name: string, limits: StepLimits): Promise<void> {
  const file = fileURLToPath(new URL(`../../fixtures/datasets/${name}`, import.meta.url));
  const dataset = await readDataset(file);
  const progress = createProgress(process.stderr);
  progress.begin(`${name}, the claims`);
  const facts = new Table({ style, chars: withoutRules, colWidths: [20, COLUMNS - 23], wordWrap: true });
  const answer = await linearMargin(dataset);
  facts.push(...dataRows(dataset), ...marginRows(dataset, answer));
  const claims = new Table({
    style,
    head: ['claim', 'statement', 'on this data', 'with its reflection'],
    colWidths: [17, COLUMNS - 62, 20, 20],
    wordWrap: true,
  });
  const [asIs, reflected] = [await examine(dataset), await examine(augment(dataset))];
  asIs.forEach((found, k) =>
    claims.push([found.claim.id, found.claim.statement, finding(found), finding(reflected[k])]),
  );
  if ([...asIs, ...reflected].some(({ verdict }) => verdict?.outcome === 'refuted')) process.exitCode = EXIT.refuted;
  progress.end();
  process.stdout.write(`${name}\n${facts.toString()}\n${claims.toString()}\n`);
  if (answer.separable) process.stdout.write(await flowTable(dataset, answer, limits, COLUMNS, progress));
  process.stdout.write('\n');
}

guardOutput();
for (const [name, limits] of Object.entries(DATASETS)) await report(name, limits);
process.stdout.write(
  'Your own data: npm run -s margin-laws -- check FILE, or margin, network-margin or flow FILE. All claims: npm run -s margin-laws -- claims.\n',
);
