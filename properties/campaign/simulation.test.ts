import { createHash } from 'node:crypto';
import { appendFileSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Checkout, until } from '../hostile/checkout.js';
import { FOLDER } from './manifest.js';

/** Here one claim does what the test asks for. */
const checkout = new Checkout();
const copy = checkout.folder;
const elsewhere = `${copy}-elsewhere`;
const HANG = join(copy, 'reports/hang');
const HUNG = join(copy, 'reports/hung');
const BLOBS = join(copy, FOLDER, 'blobs');
const P4 = 'properties/theorems/p4-separability.test.ts';

/** P4, with something before its law that holds from one seed alone. */
const disturbed = (before: string): string => `
import { existsSync, writeFileSync } from 'node:fs';
import { P4 } from '../../src/claims/p4-separability.js';
import { same } from '../../src/verdict.js';
import { separableDatasets } from '../arbitraries/dataset.js';
import { settings } from '../harness/settings.js';
import { theorem } from '../harness/theorem.js';

const law: typeof P4.law = async (instance) => {
  ${before}
  return P4.law(instance);
};
theorem({ ...P4, law }, { instances: separableDatasets(2).map((dataset) => ({ dataset })) });
`;
const hangs = `if (settings.seed === 2 && existsSync('${HANG}')) {
    writeFileSync('${HUNG}', String(process.pid));
    await new Promise(() => {});
  }`;
const fails = `if (settings.seed === 2) return same('a fault on purpose', 1, 2);`;

const SHORT = { FC_NUM_RUNS: '20' };
/** `npm run campaign -- ...args`, without npm in between, so that what is killed is the program. */
const campaign = (args: readonly string[] = [], folder = copy) =>
  checkout.start(process.execPath, ['--import', 'tsx', 'properties/campaign/main.ts', ...args], SHORT, folder);

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
const hungProcess = async (): Promise<number> => {
  await until(() => existsSync(HUNG) && readFileSync(HUNG, 'utf8') !== '');
  return Number(readFileSync(HUNG, 'utf8'));
};
const hashOf = (path: string): string => createHash('sha256').update(readFileSync(path)).digest('hex');
const blobs = () =>
  readdirSync(BLOBS)
    .sort()
    .map((name) => ({ name, at: statSync(join(BLOBS, name)).mtimeMs, hash: hashOf(join(BLOBS, name)) }));

beforeAll(() => {
  mkdirSync(join(copy, 'reports'));
  writeFileSync(join(copy, P4), disturbed(hangs));
  writeFileSync(HANG, '');
  checkout.commit();
}, 60_000);
afterAll(() => {
  checkout.remove();
  rmSync(elsewhere, { recursive: true, force: true });
});

const THREE = ['--seeds', '1-3', '--shards', '3', 'p4', 'a2'];

test('shards do not outlive the program that started them', async () => {
  const { child, ended } = campaign([...THREE.slice(0, 4), '--shard', '2', 'p4']);
  const pid = await hungProcess();
  child.kill('SIGKILL');
  await ended;
  await until(() => !isAlive(pid));
  expect(blobs()).toEqual([]);
  rmSync(HUNG);
  rmSync(join(copy, FOLDER), { recursive: true });
});

test('a shard that is killed is named, and so are the claims that did not run', async () => {
  const { ended } = campaign([...THREE, '--jobs', '2']);
  process.kill(await hungProcess(), 'SIGKILL');
  const { status, out, err } = await ended;
  expect(err).toMatch(/^shard 2 of 3 was ended by SIGKILL: see reports\/campaign\/logs\//m);
  expect(err).toMatch(/^2 of 3 shards done, \d+ cases in /m);
  expect(out).toMatch(/^shards missing: 2 of 3$/m);
  expect(out).toMatch(/^claims without runs from seed 2: all 5$/m);
  expect(out).toMatch(/^ +P4 +2 +40 +0 +holds *$/m);
  expect(status).toBe(1);
  expect(blobs()).toHaveLength(2);
});

test('the next start runs that shard alone, and the one after it nothing', async () => {
  rmSync(HANG);
  const before = blobs();
  const second = await campaign().ended;
  expect(second.err).toMatch(/^3 of 3 shards done/m);
  expect(second.out).not.toMatch('missing|without runs');
  expect(second.out).toMatch(/^ +P4 +3 +60 +0 +holds *$/m);
  expect(second.status).toBe(0);
  const logs = join(copy, FOLDER, 'logs');
  for (const log of readdirSync(logs)) expect(readFileSync(join(logs, log), 'utf8')).not.toMatch('timed out');
  const all = blobs();
  expect(all).toHaveLength(3);
  expect(all).toEqual(expect.arrayContaining(before));
  const third = await campaign(THREE).ended;
  expect(third).toEqual({ status: 0, out: second.out, err: '' });
  expect(blobs()).toEqual(all);
});

test('blobs that were brought elsewhere are merged, and a shard that is not among them is named', async () => {
  cpSync(copy, elsewhere, { recursive: true });
  rmSync(join(elsewhere, FOLDER, 'manifest.json'));
  const all = await campaign([...THREE, '--merge'], elsewhere).ended;
  expect(all).toEqual({ status: 0, out: (await campaign(THREE).ended).out, err: '' });
  rmSync(join(elsewhere, FOLDER, 'blobs', blobs()[0].name));
  const { status, out, err } = await campaign([...THREE, '--merge'], elsewhere).ended;
  expect(out).toMatch(/^shards missing: 1 of 3$/m);
  expect(out).toMatch(/^claims without runs from seed 1: all 5$/m);
  expect([status, err]).toEqual([1, '']);
});

test('neither other parameters nor other code are mixed with it', async () => {
  const all = blobs();
  const others = await campaign(['--seeds', '1-4', ...THREE.slice(2)]).ended;
  expect(others).toMatchObject({ status: 2, out: '' });
  expect(others.err).toMatch(
    /^campaign: reports\/campaign has a campaign of seeds 1-3 in 3 .* not one of seeds 1-4 in 3 .*\n$/,
  );
  appendFileSync(join(copy, 'src/verdict.ts'), '// changed\n');
  const code = checkout.git('rev-parse', '--short=12', 'HEAD').trim();
  const { status, err } = await campaign().ended;
  expect([status, err.split('\n').length]).toEqual([2, 2]);
  expect(err).toMatch(new RegExp(`at ${code}, not one of .* at ${code}\\+[0-9a-f]{8}: end that one first`));
  checkout.git('checkout', '--quiet', '.');
  writeFileSync(join(BLOBS, 'other.json'), '[]');
  expect((await campaign().ended).err).toMatch('blobs/other.json is not of the campaign');
  rmSync(join(BLOBS, 'other.json'));
  expect(blobs()).toEqual(all);
});

test('a claim that fails from one seed fails the campaign, and the command that is named replays it', async () => {
  rmSync(join(copy, FOLDER), { recursive: true });
  writeFileSync(join(copy, P4), disturbed(fails));
  checkout.commit();
  const { status, out } = await campaign(['--seeds', '1,2', 'p4']).ended;
  expect(out).toMatch(`seed 2: ${P4} > P4 holds\n`);
  expect(out).toMatch('found refuted: a fault on purpose; left 1, right 2');
  expect(out).toMatch(/^! +P4 +2 +21 +0 +refuted \(seed 2\)$/m);
  expect(status).toBe(1);
  // the cases of a seed do not depend on what another one found
  expect(checkout.git('status', '--porcelain')).toBe('');
  const replays = [...out.matchAll(/replay: (.*)$/gm)].map(([, command]) => command);
  expect(replays).toEqual([`FC_SEED=2 FC_NUM_RUNS=20 npm test -- ${P4} -t '^P4 holds$'`]);
  const replayed = await checkout.start('sh', ['-c', replays[0]], SHORT).ended;
  expect(replayed.err).toMatch('found refuted: a fault on purpose');
  expect(replayed.status).toBe(1);
});
