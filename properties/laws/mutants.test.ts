import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { explain, nameOf } from '../mutation/equivalents.js';
import { describeMutants } from '../mutation/mutant.js';
import { summary } from '../mutation/summary.js';

const root = mkdtempSync(join(tmpdir(), 'mutants-'));
const fileName = join(root, 'sign.ts');
writeFileSync(fileName, 'const sign = (t) => {\n  return t > 0 || t > 0;\n};\n');
afterAll(() => rmSync(root, { recursive: true }));

type Status = 'Killed' | 'Survived' | 'Timeout' | 'NoCoverage';
const at = (line: number, from: number, to: number, replacement: string, status: Status, toLine = line) => ({
  id: '1',
  fileName,
  mutatorName: 'x',
  replacement,
  status,
  location: { start: { line: line + 1, column: from + 1 }, end: { line: toLine + 1, column: to + 1 } },
  ...(status === 'Killed' && { killedBy: ['laws/sign.test.ts#the sign', 'another'] }),
});
const run = [
  at(1, 18, 23, 't >= 0', 'Survived'),
  at(1, 9, 14, 't >= 0', 'Killed'),
  at(0, 20, 1, '{}', 'NoCoverage', 2),
  at(1, 9, 23, 'true', 'Timeout'),
];
const mutants = describeMutants(run, root);
const line = 'return t > 0 || t > 0;';
const because = 'nobody asks';

describe('mutants are named by their words', () => {
  test('in the order of the code, the second of two alike by its number', () => {
    expect(mutants.map((m) => [m.file, m.lineNumber, m.line, nameOf(m), m.killer])).toEqual([
      ['sign.ts', 1, 'const sign = (t) => {', '{ return t > 0 || t > 0; } -> {}', undefined],
      ['sign.ts', 2, line, 't > 0 -> t >= 0', 'laws/sign.test.ts#the sign'],
      ['sign.ts', 2, line, 't > 0 || t > 0 -> true', undefined],
      ['sign.ts', 2, line, 't > 0 -> t >= 0 (2)', undefined],
    ]);
  });

  test('of one place, alike but for what is cut off, in whatever order they were run', () => {
    const long = ['>= 1', '<= 1'].map((end, i) =>
      at(1, 9, 14, `${'t'.repeat(60)} ${end}`, i === 0 ? 'Survived' : 'Killed'),
    );
    for (const order of [long, long.toReversed()])
      expect(describeMutants(order, root).map(({ nth, status }) => [nth, status])).toEqual([
        [1, 'Killed'],
        [2, 'Survived'],
      ]);
  });

  test('the list explains survivors, and what of it is killed, gone or in another file is told apart', () => {
    const listed = {
      'sign.ts': [{ line, mutants: ['t > 0 -> t >= 0 (2)', 't > 0 -> t >= 0', 't > 0 -> false'], because }],
      'other.ts': [{ line, mutants: ['1 -> 2'], because }],
    };
    const explained = explain(mutants, listed);
    expect(explained.equivalent.map(nameOf)).toEqual(['t > 0 -> t >= 0 (2)']);
    expect(explained.survivors.map(nameOf)).toEqual(['{ return t > 0 || t > 0; } -> {}']);
    expect(explained.stale).toEqual([
      'sign.ts:2: t > 0 -> t >= 0 was killed by laws/sign.test.ts#the sign',
      `sign.ts: there is no t > 0 -> false in ${line}`,
    ]);
  });

  test('the summary counts them, names who kills and what survives', () => {
    const text = summary(mutants, explain(mutants, {}));
    expect(text).toMatch(/all +│ 4 +│ 1 +│ 1 +│ 50\.0% +│ 0 +│ 2 /);
    expect(text).toContain('    1  laws/sign.test.ts\n    the sign');
    expect(text).toContain(`survived: sign.ts:2: t > 0 -> t >= 0 (2)\n    in ${line}`);
  });
});
