import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { register } from '../../src/claims/register.js';
import { blobName, expectedClaims, type Manifest } from '../campaign/manifest.js';
import { Progress } from '../campaign/progress.js';
import { formatSeeds, parseSeeds } from '../campaign/seeds.js';
import { summarise, summaryTable, withoutRuns, type SeedRun } from '../campaign/summary.js';
import { law } from '../harness/law.js';
import type { ClaimRun } from '../harness/meta.js';

describe('seeds', () => {
  const seeds = fc.uniqueArray(fc.oneof(fc.nat({ max: 30 }), fc.nat({ max: 2 ** 31 - 1 })), { minLength: 1 });
  law('a list of seeds survives its ranges', seeds, (list) => {
    expect(parseSeeds(formatSeeds([...list].sort((a, b) => a - b)))).toEqual(list.sort((a, b) => a - b));
  });

  test('ranges are as few as there can be, whatever the order', () => {
    expect(formatSeeds(parseSeeds('7,2-3, 1,3'))).toBe('1-3,7');
  });

  test('what is no list of seeds is named', () => {
    for (const text of ['', '1,', '3-1', '-1', '1.5', 'a', '2147483648']) {
      expect(() => parseSeeds(text)).toThrow(`the seeds are ${JSON.stringify(text)}, expected integers`);
    }
    expect(() => parseSeeds('0-1000')).toThrow('expected at most 1000');
    expect(() => parseSeeds('0-999,1001')).toThrow('expected at most 1000');
  });
});

const manifest: Manifest = { seeds: '1-3', shards: 2, files: [], runs: '', code: 'abc' };

describe('the manifest', () => {
  test('a blob is named by its shard and by all that its cases depend on', () => {
    const others = [{ seeds: '1-4' }, { shards: 3 }, { files: ['p4'] }, { runs: '10' }, { code: 'abd' }];
    const names = [manifest, ...others.map((change) => ({ ...manifest, ...change }))].map((m) => blobName(m, 1));
    expect(new Set(names).size).toBe(names.length);
    expect(blobName(manifest, 2)).toMatch(/^campaign-[0-9a-f]{8}-shard-2-of-2\.json$/);
  });

  test('all claims of the register are expected, or those of the files', () => {
    expect(expectedClaims(manifest)).toEqual(register);
    const some = expectedClaims({ ...manifest, files: ['p4', 'a2-g'] }).map(({ id }) => id);
    expect(some).toEqual(register.filter(({ id }) => /^(P4|A2)/.test(id)).map(({ id }) => id));
  });
});

const claim = register[0];
const seedRun = (change: Partial<ClaimRun>, passed = true): SeedRun => ({
  run: {
    ...claim,
    outcome: claim.expected,
    cases: 100,
    met: 100,
    undecided: 1,
    assumptions: {},
    regions: {},
    seed: 1,
    milliseconds: 1,
    ...change,
  },
  passed,
});
const slack = (worst: number) => ({ slack: { worst, at: '', decades: [] } });

describe('the table over all seeds', () => {
  test('cases and doubts are added, and the worst slack is the largest', () => {
    // an infinite slack is null once it was written to a blob
    const infinite = JSON.parse(JSON.stringify(slack(-Infinity))) as ReturnType<typeof slack>;
    const found = [slack(0.25), slack(0.5), infinite].map((own, k) => seedRun({ seed: k + 1, ...own }));
    const summary = summarise(claim, [1, 2, 3], found);
    expect(summary).toMatchObject({ runs: 3, cases: 300, undecided: 3, slack: 0.5, outcome: 'holds', without: [] });
    expect(summary.asExpected).toBe(true);
    expect(withoutRuns([summary])).toEqual([]);
    expect(summarise(claim, [1], [seedRun(infinite)])).not.toHaveProperty('slack');
  });

  test('every other outcome is named with its seeds, and marked', () => {
    const found = [
      seedRun({ seed: 4 }),
      seedRun({ seed: 3, outcome: 'refuted' }, false),
      seedRun({ seed: 2, outcome: 'refuted' }, false),
      seedRun({ seed: 1, outcome: 'undecided' }, false),
      seedRun({ seed: 5 }, false),
    ];
    const summary = summarise(claim, [1, 2, 3, 4, 5], found);
    expect(summary.outcome).toBe('refuted (seeds 2-3), undecided (seed 1), failed (seed 5)');
    expect(summaryTable([summary])).toMatch(new RegExp(`\n! +${claim.id} +5 +500 +5 +refuted`));
    expect(summaryTable([summarise(claim, [4], found.slice(0, 1))])).toMatch(new RegExp(`\n +${claim.id} +1 .*holds`));
  });

  test('seeds without a run are named', () => {
    const partly = summarise(claim, [1, 2, 3], [seedRun({ seed: 2 })]);
    const never = summarise(register[1], [1, 2, 3], []);
    expect(never).toMatchObject({ outcome: 'did not run', runs: 0 });
    const other = { ...never, id: 'other' };
    expect(withoutRuns([partly, never, other])).toEqual([
      `claims without runs from seeds 1,3: ${claim.id}`,
      `claims without runs from seeds 1-3: ${register[1].id}, other`,
    ]);
    expect(withoutRuns([never, other])).toEqual(['claims without runs from seeds 1-3: all 2']);
  });
});

describe('progress', () => {
  test('the time left goes by the claims of the shards that are still to run', () => {
    const written: string[] = [];
    const stream = { isTTY: false, columns: 80, write: (text: string) => written.push(text) };
    const progress = new Progress(stream, 40, 4, 1, 3);
    expect(progress.line(5)).toBe('1 of 4 shards done, 0 cases in 5 s');
    progress.update(2, { claims: 5, cases: 700, whole: false });
    expect(progress.line(10)).toBe('1 of 4 shards done, 700 cases in 10 s, about 50 s left');
    progress.update(2, { claims: 10, cases: 1400, whole: true });
    progress.finish(2);
    expect(progress.line(60)).toBe('2 of 4 shards done, 1400 cases in 60 s, about 2 min left');
    progress.update(3, { claims: 5, cases: 100, whole: false });
    progress.fail(3, 'shard 3 did not come to its end');
    expect(progress.line(60)).toBe('2 of 4 shards done, 1400 cases in 60 s, about 2 min left');
    for (const shard of [3, 4]) {
      progress.update(shard, { claims: 10, cases: 50, whole: true });
      progress.finish(shard);
    }
    progress.end();
    const one = new Progress(stream, 40, 4, 1, 1);
    one.update(2, { claims: 5, cases: 700, whole: false });
    one.end();
    expect(one.line(10)).toBe('1 of 4 shards done, 700 cases in 10 s, about 10 s left');
    expect(progress.line(120)).toBe('4 of 4 shards done, 1500 cases in 2 min');
    expect(written[1]).toBe('shard 3 did not come to its end\n');
  });

  test('on a terminal one line changes, and is no longer than it', () => {
    const written: string[] = [];
    const stream = { isTTY: true, columns: 30, write: (text: string) => written.push(text) };
    const progress = new Progress(stream, 1, 1, 0, 1);
    progress.update(1, { claims: 1, cases: 12, whole: true });
    progress.finish(1);
    progress.end();
    expect(written).toEqual(['\r\x1b[K1 of 1 shards done, 12 cases ', '\r\x1b[K']);
  });
});
