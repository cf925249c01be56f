import { MAX_COORDINATES } from '../../model/dataset.js';
import { InputError, quote } from '../../model/input-error.js';
import { coordinate, label, type Cell, type Table } from './table.js';

interface Feature {
  readonly index: number;
  readonly value: number | string;
}

/**
 * svmlight: `+1 1:0.5 2:-0.25 # comment`, indices from 1, ascending, absent ones 0. The dimension is the largest index.
 * @throws InputError with line and column
 */
export function parseSvmlight(text: string): Table {
  const rows: { features: Feature[]; y: number }[] = [];
  text.split(/\r\n|\n|\r/).forEach((lineText, i) => {
    const tokens = tokenize(lineText.replace(/#.*/, ''), i + 1);
    if (tokens.length > 0) rows.push({ y: label(tokens[0]), features: features(tokens.slice(1)) });
  });
  const d = rows.reduce((most, { features: f }) => Math.max(most, f[f.length - 1]?.index ?? 0), 0);
  if (rows.length * d > MAX_COORDINATES) {
    throw new InputError(
      'too-large',
      `${rows.length} points with features up to ${d}, expected at most ${MAX_COORDINATES} coordinates`,
    );
  }
  const x = rows.map(({ features: f }) => {
    const row: (number | string)[] = new Array<number>(d).fill(0);
    for (const { index, value } of f) row[index - 1] = value;
    return row;
  });
  return { x, y: rows.map(({ y }) => y) };
}

const tokenize = (lineText: string, line: number): Cell[] =>
  [...lineText.matchAll(/\S+/g)].map((m) => ({ text: m[0], line, column: m.index + 1 }));

function features(tokens: readonly Cell[]): Feature[] {
  let last = 0;
  return tokens.map((token) => {
    const [, digits = '', text = ''] = /^(\d+):(.*)$/.exec(token.text) ?? [];
    const index = Number(digits);
    const place = `line ${token.line}, column ${token.column}`;
    if (digits === '' || index < 1 || index > MAX_COORDINATES) {
      throw new InputError(
        'feature',
        `${place}: ${quote(token.text)} is not a feature, expected index:value with 1 <= index <= ${MAX_COORDINATES}`,
        place,
      );
    }
    if (index <= last) {
      throw new InputError(
        'feature',
        `${place}: feature ${index} follows feature ${last}, expected ascending indices`,
        place,
      );
    }
    last = index;
    return { index, value: coordinate({ ...token, text, column: token.column + digits.length + 1 }) };
  });
}
