import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

/** The package as somebody gets it: packed, and installed where there is nothing else. `npm run test:package`; it takes a minute and the registry. */

const root = new URL('../../', import.meta.url).pathname;
const tool = (name: string): string => join(root, 'node_modules/.bin', name);
const { devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  devDependencies: Record<string, string>;
};

const readme = readFileSync(join(root, 'README.md'), 'utf8');

const home = mkdtempSync(join(tmpdir(), 'margin-laws-'));
let tarball = '';

/** What a program prints; throws with its errors where it fails. */
const run = (program: string, ...args: readonly string[]): string =>
  execFileSync(program, args, { cwd: home, encoding: 'utf8' });
const install = (...packages: readonly string[]): string =>
  run('npm', 'install', '--prefer-offline', '--no-audit', '--no-fund', ...packages);
const write = (name: string, text: string): void => writeFileSync(join(home, name), text);

beforeAll(() => {
  execFileSync('npm', ['pack', '--pack-destination', home], { cwd: root });
  [tarball = ''] = readdirSync(home).filter((name) => name.endsWith('.tgz'));
  write('package.json', '{ "private": true, "type": "module" }');
  install(`./${tarball}`);
});
afterAll(() => rmSync(home, { recursive: true }));

describe('the tarball', () => {
  test('has the compiled program and the datasets, no tests and no sources', () => {
    const files = run('tar', '-tf', tarball).trim().split('\n');
    const kinds = new Set(
      files.map((file) => file.replace(/^package\//, '').replace(/^((dist|fixtures)\/\w+)\/.*/, '$1')),
    );
    expect([...kinds].sort()).toEqual([
      'CHANGELOG.md',
      'LICENSE',
      'README.md',
      'dist/properties',
      'dist/src',
      'fixtures/datasets',
      'package.json',
    ]);
    expect(files.filter((file) => /\.test|theorems|(?<!\.d)\.ts$/.test(file))).toEqual([]);
  });

  test('publint finds nothing', () => {
    expect(run(tool('publint'), 'run', tarball, '--strict')).toContain('All good!');
  });

  test('its types resolve for all that import ES modules', () => {
    run(tool('attw'), tarball, '--profile', 'esm-only');
  });
});

/** Somebody's own TypeScript: as strict as it gets, the declarations of the package and of what it stands on included. */
const CONFIG = {
  compilerOptions: {
    strict: true,
    exactOptionalPropertyTypes: true,
    module: 'nodenext',
    target: 'es2022',
    types: [],
    skipLibCheck: false,
    noEmit: true,
  },
};

const PROGRAM = `
import { createDataset, flow, balancedInitialisation, linearMargin, networkMargin, toReal, type Dataset, type Verdict, near } from 'margin-laws';

const dataset: Dataset = createDataset([[3, 4], [4, 3], ['-1/2', -1]], [1, 1, -1]);
const linear = await linearMargin(dataset);
if (!linear.separable) throw new Error('separable data was expected');
const { lower, upper, network } = await networkMargin(dataset, 0.5);
const { status, margin } = await flow(toReal(dataset), balancedInitialisation({ d: 2, m: 4, leak: 0.5, seed: 1 }), -40);
const verdict: Verdict = near('both ends of the bracket', lower, upper, 1e-9 * upper, 10);
console.log(JSON.stringify({ gammaSquared: linear.gammaSquared.toFraction(), width: network.a.length, status, below: margin <= upper, outcome: verdict.outcome }));
`;

describe('installed alone', () => {
  test('no development dependency came along', () => {
    const present = readdirSync(join(home, 'node_modules'));
    expect(Object.keys(devDependencies).filter((name) => present.includes(name))).toEqual([]);
  });

  test('the program reads a CSV', () => {
    write('data.csv', '3,4,1\n4,3,1\n');
    expect(run('npx', 'margin-laws', 'margin', 'data.csv')).toContain('gamma*^2    49/2 exactly');
  });

  test('the API is imported and typed', () => {
    write('tsconfig.json', JSON.stringify({ ...CONFIG, files: ['own.ts'] }));
    write('own.ts', PROGRAM);
    run(tool('tsc'), '-p', '.', '--noEmit', 'false');
    expect(JSON.parse(run('node', 'own.js'))).toEqual({
      gammaSquared: '5/4',
      width: expect.any(Number) as number,
      status: 'converged',
      below: true,
      outcome: 'holds',
    });
  });
});

describe('with fast-check', () => {
  beforeAll(() => void install(`fast-check@${devDependencies['fast-check']}`));

  test.each(readdirSync(join(root, 'properties/examples')))('%s runs by node as it stands, and is typed', (name) => {
    const text = readFileSync(join(root, 'properties/examples', name), 'utf8');
    write('conjecture.mjs', text);
    const printed = run('node', 'conjecture.mjs');
    expect([printed].filter((block) => !readme.includes(`\`\`\`\n${block}\`\`\`\n`))).toEqual([]);
    write(name, text);
    write('tsconfig.json', JSON.stringify({ ...CONFIG, files: [name] }));
    run(tool('tsc'), '-p', '.');
  });
});
