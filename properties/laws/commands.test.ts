import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { register } from '../../src/claims/register.js';
import { verifyMargin, type MarginClaim } from '../../src/oracle/verify-margin.js';
import { ask, flowLine, root, run } from '../harness/program.js';

const iris = 'fixtures/datasets/iris-setosa.svm';

test.each(['iris-setosa.svm', 'wine-1.svm'])(
  'margin %s --json has a certificate that the verifier accepts, and none of its neighbours',
  async (name) => {
    const file = `${root}fixtures/datasets/${name}`;
    const { status, out, err } = await run(['margin', file, '--json']);
    expect([status, err]).toEqual([0, '']);
    const claim = JSON.parse(out) as MarginClaim & { gamma: number };
    const { x, y } = rawSvmlight(readFileSync(file, 'utf8'));
    expect(verifyMargin(x, y, claim)).toBeUndefined();
    const { weights } = claim.certificate;
    weights.forEach((w, i) => {
      const changed = weights.map((t, j) => (j === i ? String(BigInt(w) + 1n) : t));
      expect(verifyMargin(x, y, { ...claim, certificate: { weights: changed } })).not.toBeUndefined();
    });
  },
);

test('margin prints the exact square for people too', async () => {
  const { out } = await run(['margin', '-'], '3,4,1\n4,3,1\n');
  expect(out).toContain('gamma*^2    49/2 exactly');
  const no = await run(['margin', '-'], '1,1\n1,-1\n');
  expect([no.status, no.out]).toEqual([0, expect.stringContaining('not linearly separable')]);
});

const pair = '1,0,1\n-1,0,-1\n';
test('flow --json is what batch answers, and its text names the linear net of the same margin', async () => {
  const options = ['--leak', '1/4', '--width', '3', '--init', 'balanced', '--log-sigma', '-30', '--seed', '-5'];
  const { status, out, err } = await run(['flow', '-', ...options, '--json'], pair);
  expect([status, err]).toEqual([0, '']);
  const { id, ...wanted } = await ask(flowLine({ leak: 0.25, width: 3, init: 'balanced', logSigma: -30, seed: -5 }));
  expect([id, JSON.parse(out)]).toEqual([1, wanted]);
  const text = (await run(['flow', '-', ...options], pair)).out;
  expect(text).toContain('converged: 2 points in dimension 2\n');
  expect(text).toContain('linear pair     0.3125000000, ratio 1.0000000: (1 + leak)/4 gamma*\n');
  expect(text).toMatch(/ +(50\.00|49\.99)%/);
});

test('network-margin --json is what batch answers, and its text has both ends and the network', async () => {
  const { status, out, err } = await run(['network-margin', '-', '--leak', '1/4', '--json'], pair);
  expect([status, err]).toEqual([0, '']);
  const { id, ...wanted } = await ask(flowLine({ command: 'network-margin', leak: 0.25 }));
  expect([id, JSON.parse(out)]).toEqual([1, wanted]);
  const text = (await run(['network-margin', '-', '--gap', '1e-6'], pair)).out;
  expect(text).toMatch(
    /^closed: 2 points in dimension 2, leak 0.5\nlower end +0.3749999\d+, .*\nupper end +0.37500000\d+, /,
  );
  expect(text).toContain('network         2 neurons of unit norm: a, then w\n');
  expect((await run(['network-margin', '-'], '1,1\n1,-1\n')).out).toContain(
    'no network fits the data: 2 points in dimension 1',
  );
});

test('check says what the data meets and what the flow leaves on the table', async () => {
  const right = 'fixtures/datasets/figure-1-right.svm';
  const { status, out, err } = await run(['check', right, '--init', 'balanced', '--log-sigma', '-100']);
  expect([status, err]).toEqual([0, '']);
  expect(out).toContain('  yes  linearly separable (Assumption 3.2)        gamma* = 0.25000000\n');
  expect(out).toContain('  S3                does not apply: not symmetric\n');
  expect(out).toContain('  any network     0.2612038750, with 3 neurons\n');
  expect(out).toContain("  flow's limit    0.1250000000\n");
  expect(out).toContain('  left of any     52.14%\n');
  const { id, ...wanted } = await ask(flowLine({ command: 'check' }));
  expect([id, JSON.parse((await run(['check', '-', '--json'], pair)).out)]).toEqual([1, wanted]);
});

test('flow says when no net separates the data, and that is no error', async () => {
  const { status, out, err } = await run(['flow', '-'], '1,1\n1,-1\n');
  expect([status, err]).toEqual([0, '']);
  expect(out).toContain('not-separated (points 0 and 1 are one input with two labels): 2 points in dimension 1\n');
  expect(out).toContain('linear pair     none: the data is not linearly separable\n');
});

test('claims --json is the register, each with a test file that exists', async () => {
  const { status, out } = await run(['claims', '--json']);
  expect(status).toBe(0);
  const list = JSON.parse(out) as Record<string, unknown>[];
  expect(list.map(({ id }) => id)).toEqual(register.map(({ id }) => id));
  for (const { file, ...claim } of list) {
    expect(readFileSync(root + String(file), 'utf8')).not.toBe('');
    expect(Object.keys(claim).filter((key) => key !== 'dropped')).toEqual([
      'id',
      'source',
      'statement',
      'evidence',
      'expected',
    ]);
  }
});

test.each([
  [['margin'], "missing required argument 'file'"],
  [['margin', 'x', '--leak', '1'], "unknown option '--leak'"],
  [['flow', iris, '--leak', '1'], '--leak is "1", expected a number strictly between 0 and 1'],
  [['flow', iris, '--log-sigma', 'small'], '--log-sigma is "small", expected a number from -1000000 to 20'],
  [['flow', iris, '--seed'], "option '--seed <integer>' argument missing"],
  [[], 'no command is given, expected margin, network-margin, flow, check, claims, batch, or --help'],
  [['margin', 'x', '--jsn'], "unknown option '--jsn'"],
  [['margin', ''], '"": the file cannot be read (ENOENT), expected a dataset'],
  [['dance'], "unknown command 'dance', expected margin, network-margin, flow, check, claims, batch"],
  [['margin', 'no-such-file'], 'no-such-file: the file cannot be read (ENOENT), expected a dataset'],
])('%j is bad usage: status 2 and one line', async (args, message) => {
  const { status, out, err } = await run(args);
  expect([status, out, err]).toEqual([2, '', `margin-laws: ${message}\n`]);
});

test('help and version are no errors', async () => {
  expect((await run(['--help'])).status).toBe(0);
  expect((await run(['--version'])).out).toMatch(/^\d+\.\d+\.\d+\n$/);
});

/** An svmlight reader of the test's own, for the verifier's independence. */
function rawSvmlight(text: string): { x: number[][]; y: number[] } {
  const rows = text
    .split('\n')
    .map((line) => line.replace(/#.*/, '').trim())
    .filter((line) => line !== '')
    .map((line) => line.split(/\s+/));
  const d = Math.max(
    ...rows
      .flat()
      .filter((t) => t.includes(':'))
      .map((t) => Number(t.split(':')[0])),
  );
  const x = rows.map(([, ...tokens]) => {
    const row = new Array<number>(d).fill(0);
    for (const token of tokens) row[Number(token.split(':')[0]) - 1] = Number(token.split(':')[1]);
    return row;
  });
  return { x, y: rows.map(([label]) => Number(label)) };
}
