import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { writeWhole } from '../../src/report/write-whole.js';
import { Checkout, until } from './checkout.js';

const checkout = new Checkout();
const MARGINS = ['--import', 'tsx', 'src/cli/main.ts'];
const DATA = 'fixtures/datasets/figure-1-right.svm';
const P4 = 'properties/theorems/p4-separability.test.ts';

beforeAll(() => {
  checkout.commit();
});
afterAll(() => {
  checkout.remove();
});

/** An empty folder of the checkout. */
function emptyFolder(name: string): string {
  mkdirSync(checkout.at(`reports/${name}`), { recursive: true });
  return checkout.at(`reports/${name}`);
}

/** Writes a file of 1 MB over and over, all of one letter, which is another one each time. */
const writes = (file: string) =>
  checkout.start(process.execPath, [
    ...['--import', 'tsx', '--input-type=module', '-e'],
    `import { writeWhole } from './src/report/write-whole.ts';
     for (let i = 0; ; i++) writeWhole('${file}', String.fromCharCode(97 + (i % 26)).repeat(2 ** 20));`,
  ]);

function expectWhole(file: string): void {
  const text = readFileSync(file, 'utf8');
  expect(text.length).toBe(2 ** 20);
  expect(text === text[0].repeat(2 ** 20)).toBe(true);
}

describe('a file is whole', () => {
  test('whenever the run that writes it is killed', async () => {
    const file = `${emptyFolder('killed')}/out`;
    for (let k = 0; k < 6; k++) {
      const { child, ended } = writes(file);
      await until(() => existsSync(file));
      await new Promise((resolve) => setTimeout(resolve, 700 + 37 * k));
      child.kill('SIGKILL');
      await ended;
      expectWhole(file);
    }
  });

  test('at any time while two runs write it', async () => {
    const folder = emptyFolder('two');
    const file = `${folder}/out`;
    const runs = [writes(file), writes(file)];
    await until(() => existsSync(file));
    for (let k = 0; k < 50; k++) {
      expectWhole(file);
      await new Promise(setImmediate);
    }
    for (const { child } of runs) child.kill('SIGKILL');
    await Promise.all(runs.map(({ ended }) => ended));
  });

  test('when it is reached by a link, which stays', () => {
    const folder = emptyFolder('link');
    writeFileSync(`${folder}/out`, 'before');
    symlinkSync('out', `${folder}/link`);
    writeWhole(`${folder}/link`, 'after');
    expect(readFileSync(`${folder}/out`, 'utf8')).toBe('after');
    expect(readdirSync(folder).sort()).toEqual(['link', 'out']);
  });
});

describe('a full disk', () => {
  test('leaves the page that was there, nothing beside it, and the answer on standard output', async () => {
    const folder = emptyFolder('full');
    writeFileSync(`${folder}/page.html`, 'before');
    // no file may grow beyond 8 kB
    const command = `ulimit -f 16; exec "$0" "$@"`;
    const args = [process.execPath, ...MARGINS, 'check', DATA, '--html', `${folder}/page.html`];
    const { status, out, err } = await checkout.start('sh', ['-c', command, ...args]).ended;
    expect(err).toMatch(/^margin-laws: --html is ".*, which cannot be written \(EFBIG\), expected .*\n$/);
    expect(out).toMatch(/^normalised margins$/m);
    expect(status).toBe(2);
    expect(readdirSync(folder)).toEqual(['page.html']);
    expect(readFileSync(`${folder}/page.html`, 'utf8')).toBe('before');
  });
});

describe('test runs', () => {
  test('a killed one leaves the last report as it was, and nothing else', async () => {
    const folder = emptyFolder('.');
    writeFileSync(`${folder}/report.json`, 'before');
    const { child, ended } = checkout.start(process.execPath, ['node_modules/vitest/vitest.mjs', 'run']);
    let out = '';
    child.stdout?.on('data', (data) => (out += String(data)));
    await until(() => out.includes('fast-check seed'));
    await new Promise((resolve) => setTimeout(resolve, 6000)); // it writes as it ends, or never
    child.kill('SIGKILL');
    await ended;
    expect(readFileSync(`${folder}/report.json`, 'utf8')).toBe('before');
    expect(existsSync(`${folder}/report.html`)).toBe(false);
    expect(checkout.git('status', '--porcelain')).toBe('');
  });

  test('two in one folder store the failure that both find once, and whole; a third one meets it first', async () => {
    const source = readFileSync(checkout.at(P4), 'utf8');
    const broken = source.replace(
      'theorem(P4,',
      "theorem({ ...P4, law: () => Promise.resolve(same('a fault', 1, 2)) },",
    );
    writeFileSync(checkout.at(P4), `import { same } from '../../src/verdict.js';\n${broken}`);
    const run = () =>
      checkout.start(process.execPath, ['node_modules/vitest/vitest.mjs', 'run', P4, '-t', '^P4 holds$'], {
        FC_SEED: '7',
      }).ended;
    const runs = await Promise.all([run(), run()]);
    for (const { status, err } of runs) expect([status, err.includes('a fault; left 1, right 2')]).toEqual([1, true]);
    const [stored, ...others] = checkout.git('status', '--porcelain', 'fixtures').match(/\S+\.json\S*/g) ?? [''];
    expect(others).toEqual([]);
    expect(JSON.parse(readFileSync(checkout.at(stored), 'utf8'))).toMatchObject({
      claim: 'P4',
      found: { left: '1' },
    });
    const third = await run();
    expect(third.err).toMatch(`${stored}: refuted: a fault`);
  });
});
