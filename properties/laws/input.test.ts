import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { formatRational, fromDouble } from '../../src/numeric/rational.js';
import { createDataset } from '../../src/model/dataset.js';
import { parseDataset, readDataset } from '../../src/cli/read-dataset.js';
import { finiteDoubles } from '../arbitraries/double.js';
import { law } from '../harness/law.js';

const shown = (text: string, file?: string) => {
  const { x, y } = parseDataset(text, file);
  return { x: x.map((row) => row.map(formatRational)), y };
};

const tables = fc
  .integer({ min: 1, max: 4 })
  .chain((d) =>
    fc.array(
      fc.record({ row: fc.array(finiteDoubles(), { minLength: d, maxLength: d }), label: fc.constantFrom(1, -1) }),
      { minLength: 1, maxLength: 6 },
    ),
  );

describe('one dataset in three formats', () => {
  law(
    'every double survives CSV, svmlight and JSON exactly',
    tables,
    (rows) => {
      const wanted = {
        x: rows.map(({ row }) => row.map((t) => formatRational(fromDouble(t)))),
        y: rows.map(({ label }) => label),
      };
      expect(shown(rows.map(({ row, label }) => [...row, label].join(',')).join('\n'))).toEqual(wanted);
      expect(
        shown(rows.map(({ row, label }) => [label, ...row.map((t, j) => `${j + 1}:${t}`)].join(' ')).join('\n')),
      ).toEqual(wanted);
      expect(
        shown(
          JSON.stringify({ x: rows.map(({ row }) => row), y: rows.map(({ label }) => label) }).replaceAll('null', '0'),
        ),
      ).toEqual(wanted);
    },
    300,
  );

  test('comments, blank lines, byte-order mark, DOS line ends and quotes', () => {
    const wanted = {
      x: [
        ['1/2', '-1/4'],
        ['3', '1/3'],
      ],
      y: [1, -1],
    };
    expect(shown('\uFEFF# a comment\r\n"0.5", -0.25, +1\r\n\r\n3,1/3,-1\r\n')).toEqual(wanted);
    expect(shown('# a comment\r\n+1 1:0.5 2:-.25 # more\r\n\r\n-1 1:3 2:1/3\r\n')).toEqual(wanted);
    expect(shown(' {"x": [[0.5, "-0.25"], ["3", "1/3"]], "y": [1, -1]}\n')).toEqual(wanted);
  });

  test('line ends of all kinds in one file', () => {
    const wanted = { x: [['1'], ['-1'], ['5'], ['7']], y: [1, 1, -1, 1] };
    expect(shown('1,1\r\n# note\n-1,1\r5,-1\n#\r\n7,1')).toEqual(wanted);
    expect(shown('1 1:1\r\n# note\n1 1:-1\r-1 1:5\n#\r\n1 1:7')).toEqual(wanted);
  });

  test('absent features are 0, and a feature may be absent everywhere but at the end', () => {
    expect(shown('+1 3:1\n-1 1:2')).toEqual({
      x: [
        ['0', '0', '1'],
        ['2', '0', '0'],
      ],
      y: [1, -1],
    });
  });

  test('strings are exact decimals, numbers are doubles', () => {
    expect(shown('{"x":[["0.1"]],"y":[1]}').x).toEqual([['1/10']]);
    expect(shown('0.1,1').x).toEqual([['3602879701896397/36028797018963968']]);
  });
});

describe('bad input is one sentence with its place', () => {
  test.each([
    ['', 'the input is empty, expected at least one point'],
    ['1,2,1\n1,1', 'line 2, column 3: the row has 2 cells, expected 3 as on line 1'],
    ['1,2,1\n1,2,3,1', 'line 2, column 4: the row has 4 cells, expected 3 as on line 1'],
    ['1\n2', 'line 1: "1" is one cell of CSV, expected coordinates and a label, separated by commas'],
    ['1\t2\n', 'line 1: "1\\t2" is one cell of CSV, expected coordinates and a label, separated by commas'],
    ['1,2,1\r\n# note\n-1,-2,x\r\n', 'line 3, column 3: the label is "x", expected 1 or -1'],
    [
      '1,2,1\n\n# x\n1,abc,1',
      'line 4, column 2: "abc" is not a number, expected a finite number or a fraction like "1/3"',
    ],
    ['1,,1', 'line 1, column 2: "" is not a number, expected a finite number or a fraction like "1/3"'],
    ['0x10,1', 'line 1, column 1: "0x10" is not a number, expected a finite number or a fraction like "1/3"'],
    ['1e999,1', 'line 1, column 1: "1e999" is beyond the range of doubles, expected a finite number'],
    ['1/0,1', 'line 1, column 1: "1/0" is not a number, expected a finite number or a fraction like "1/3"'],
    ['NaN,1', 'line 1, column 1: "NaN" is not a number, expected a finite number or a fraction like "1/3"'],
    ['1,2,0', 'line 1, column 3: the label is "0", expected 1 or -1'],
    ['+1 1:1\n2 1:1', 'line 2, column 1: the label is "2", expected 1 or -1'],
    ['+1 1:x', 'line 1, column 6: "x" is not a number, expected a finite number or a fraction like "1/3"'],
    ['+1 0:1', 'line 1, column 4: "0:1" is not a feature, expected index:value with 1 <= index <= 1000000'],
    ['+1 2:1 1:1', 'line 1, column 8: feature 1 follows feature 2, expected ascending indices'],
    ['+1 1:1 1:1', 'line 1, column 8: feature 1 follows feature 1, expected ascending indices'],
    ['+1 qid:3 1:1', 'line 1, column 4: "qid:3" is not a feature, expected index:value with 1 <= index <= 1000000'],
    [
      '+1 99999999999:1',
      'line 1, column 4: "99999999999:1" is not a feature, expected index:value with 1 <= index <= 1000000',
    ],
    ['+1 999999:1\n+1 1:1', '2 points with features up to 999999, expected at most 1000000 coordinates'],
    ['{"x":[[1]],"y":[1]', "line 1, column 19: not JSON (Expected ',' or '}' after property value)"],
    ['{', "line 1, column 2: not JSON (Expected property name or '}')"],
    ['[[1,2,1]]', 'line 1, column 1: the JSON is [[1,2,1]], expected an object with x, y'],
    [`[${'0,'.repeat(3_000_001)}0]`, 'the JSON has 3000001 commas, expected at most 3000000'],
    ['{"x":[[1]],"x":[[2]],"y":[1]}', 'line 1, column 12: the key "x" stands twice, expected once'],
    ['{"x":[[1]],"y":[1],"z":1}', 'line 1, column 24: the JSON has the key "z", expected only x, y'],
    ['{"__proto__":{"x":[[1]]},"y":[1]}', 'line 1, column 14: the JSON has the key "__proto__", expected only x, y'],
    ['{"x":[[1],\n [1,2]],"y":[1,1]}', 'line 2, column 2: dataset.x[1] has 2 coordinates, expected 1 as in row 0'],
    [
      '{"x":[[1]],"y":[1,1]}',
      'line 1, column 16: dataset.x has 1 points and dataset.y has 2 labels, expected one label a point',
    ],
    ['{"x":[[1e999]],"y":[1]}', 'line 1, column 8: dataset.x[0][0] is Infinity, expected a finite number'],
    [
      '{"x":[["1e5000"]],"y":[1]}',
      'line 1, column 8: dataset.x[0][0] is "1e5000", expected a finite number or a string with an exact decimal or fraction',
    ],
    [
      '{"x":[[null]],"y":[1]}',
      'line 1, column 8: dataset.x[0][0] is null, expected a finite number or a string with an exact decimal or fraction',
    ],
    ['{"x":[[1]],"y":["1"]}', 'line 1, column 17: dataset.y[0] is "1", expected a label 1 or -1'],
    ['{"x":[[]],"y":[1]}', 'line 1, column 7: dataset.x[0] is empty, expected at least one coordinate'],
    ['{"x":[],"y":[]}', 'line 1, column 6: dataset.x is empty, expected at least one point'],
    ['{"x":1,"y":[]}', 'line 1, column 6: dataset.x is 1, expected an array of points'],
    ['1,'.repeat(4_000_001), 'the input has 4000001 separators, expected at most 4000000'],
    ['1 '.repeat(4_000_001), 'the input has 4000001 separators, expected at most 4000000'],
    ['{"y":[1]}', 'dataset.x is undefined, expected an array of points'],
    [`{"x":${'['.repeat(3000)}${']'.repeat(3000)}}`, 'the JSON is nested more than 64 deep, expected a dataset'],
    [`{"x":${'['.repeat(100_000)}`, 'the JSON is nested more than 64 deep, expected a dataset'],
  ])('case %#', (text, message) => {
    let said = 'nothing';
    try {
      parseDataset(text);
    } catch (error) {
      said = (error as Error).message;
    }
    expect(said).toBe(message);
  });

  law(
    'any text is a dataset or one sentence',
    fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: fc.constantFrom(...'0123456789.,:+-eE/ \n#"{}[]xy') })),
    (text) => {
      try {
        expect(parseDataset(text).x.length).toBeGreaterThan(0);
      } catch (error) {
        if (!(error instanceof Error) || error.name !== 'InputError') throw error;
        expect(error.message).not.toBe('');
      }
    },
  );

  test('a million coordinates are the most', () => {
    const row = new Array<number>(1_000_001).fill(1);
    expect(() => createDataset([row], [1])).toThrow('dataset.x has 1 x 1000001 coordinates, expected at most 1000000');
  });

  test('data is frozen', () => {
    const { x, y } = createDataset([[1]], [1]);
    expect(Object.isFrozen(x) && Object.isFrozen(x[0]) && Object.isFrozen(y)).toBe(true);
    expect(() => createDataset([[{ n: 1n, d: 1n }]], [1])).toThrow('dataset.x[0][0] is ');
  });
});

describe('files', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'margin-laws-'));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });
  const write = (name: string, content: string | Uint8Array): string => {
    const file = join(folder, name);
    writeFileSync(file, content);
    return file;
  };

  test('the ending decides the format, and the message names the file', async () => {
    expect((await readDataset(write('a.csv', '1,2,1'))).x[0]).toHaveLength(2);
    const file = write('b.json', '1,2,1');
    await expect(readDataset(file)).rejects.toThrow(
      `${file}: line 1, column 2: not JSON (Unexpected non-whitespace character after JSON)`,
    );
  });

  test('a missing file, a folder and bytes that are no text', async () => {
    await expect(readDataset(join(folder, 'none'))).rejects.toThrow(
      'none: the file cannot be read (ENOENT), expected a dataset',
    );
    await expect(readDataset(folder)).rejects.toThrow('this is a directory, expected a file');
    await expect(readDataset(write('c.csv', new Uint8Array([0xff, 0xfe, 0x31])))).rejects.toThrow(
      'the input is not UTF-8 text',
    );
  });

  test('standard input', async () => {
    expect((await readDataset('-', Readable.from([Buffer.from('1,'), Buffer.from('1')]))).y).toEqual([1]);
    await expect(readDataset('-', Readable.from([Buffer.from('x')]))).rejects.toThrow('standard input: line 1');
  });
});
