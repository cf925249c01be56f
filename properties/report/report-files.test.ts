import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { TestRunEndReason, TestSpecification, Vitest } from 'vitest/node';
import { register } from '../../src/claims/register.js';
import type { Report } from '../../src/report/report.js';
import ReportWriter from '../harness/report.js';

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'margin-laws-report-'));
  // that it wrote these files would be taken for news of this run
  vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  vi.stubEnv('FC_NUM_RUNS', '');
  vi.stubEnv('FC_PATH', '');
  vi.stubEnv('GITHUB_STEP_SUMMARY', '');
});

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  rmSync(root, { recursive: true });
});

interface Run {
  /** Of two test files. */
  readonly files?: number;
  readonly testNamePattern?: RegExp;
  readonly reason?: TestRunEndReason;
}

/** What the reporter does of a run without tests; returns the names of the files that it leaves. */
async function after({ files = 2, testNamePattern, reason = 'passed' }: Run): Promise<string[]> {
  const everything = [{}, {}] as TestSpecification[];
  const vitest = {
    config: { root, testNamePattern },
    globTestSpecifications: () => Promise.resolve(everything),
    getRootProject: () => ({ getProvidedContext: () => ({ seed: 7 }) }),
  };
  const writer = new ReportWriter();
  writer.onInit(vitest as unknown as Vitest);
  await writer.onTestRunStart(everything.slice(0, files));
  await writer.onTestRunEnd([], [], reason);
  return existsSync(join(root, 'reports')) ? readdirSync(join(root, 'reports')).sort() : [];
}

test('a run of everything leaves the two files whole, and nothing else', async () => {
  expect(await after({})).toEqual(['report.html', 'report.json']);
  const report = JSON.parse(readFileSync(join(root, 'reports/report.json'), 'utf8')) as Report;
  expect(report).toMatchObject({ version: 1, run: { seed: 7, missing: register.map(({ id }) => id) } });
  const html = readFileSync(join(root, 'reports/report.html'), 'utf8');
  expect(html.slice(0, 15)).toMatch(/^<!doctype html>/i);
  expect(html.trimEnd().slice(-7)).toBe('</html>');
});

test('a run of a part writes nothing', async () => {
  expect(await after({ files: 1 })).toEqual([]);
  expect(await after({ testNamePattern: /A2/ })).toEqual([]);
  expect(await after({ reason: 'interrupted' })).toEqual([]);
  vi.stubEnv('FC_NUM_RUNS', '10');
  expect(await after({})).toEqual([]);
});

test('a table goes to the end of the file that GITHUB_STEP_SUMMARY names', async () => {
  const file = join(root, 'summary.md');
  vi.stubEnv('GITHUB_STEP_SUMMARY', file);
  await after({});
  await after({});
  const headings = readFileSync(file, 'utf8').match(/^### 0 of \d+ claims as expected; \d+ did not run$/gm);
  expect(headings).toHaveLength(2);
  await after({ files: 1 });
  expect(readFileSync(file, 'utf8').match(/^### /gm)).toHaveLength(2);
});
