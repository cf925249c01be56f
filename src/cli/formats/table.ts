import { InputError, quote } from '../../model/input-error.js';
import { parseRational } from '../../numeric/rational.js';

/** One value of a text format with its place, both counted from 1. */
export interface Cell {
  readonly text: string;
  readonly line: number;
  readonly column: number;
}

/** Rows as createDataset takes them, and the line of each. */
export interface Table {
  readonly x: (number | string)[][];
  readonly y: number[];
}

const DECIMAL = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;

const complaint = (code: string, { line, column }: Omit<Cell, 'text'>, what: string): InputError =>
  new InputError(code, `line ${line}, column ${column}: ${what}`, `line ${line}, column ${column}`);

/** A number is the double that it parses to; a fraction "1/3" stays exact, as text. @throws InputError */
export function coordinate(cell: Cell): number | string {
  const { text } = cell;
  if (DECIMAL.test(text)) {
    const value = Number(text);
    if (Number.isFinite(value)) return value;
    throw complaint('not-finite', cell, `${quote(text)} is beyond the range of doubles, expected a finite number`);
  }
  if (text.includes('/') && parseRational(text) !== undefined) return text;
  throw complaint(
    'not-a-number',
    cell,
    `${quote(text)} is not a number, expected a finite number or a fraction like "1/3"`,
  );
}

/** @throws InputError */
export function label(cell: Cell): number {
  const value = DECIMAL.test(cell.text) ? Number(cell.text) : NaN;
  if (value === 1 || value === -1) return value;
  throw complaint('label', cell, `the label is ${quote(cell.text)}, expected 1 or -1`);
}

/** @throws InputError when row `cells` has not `width` cells */
export function checkWidth(cells: number, width: number, line: number, firstLine: number): void {
  if (cells === width) return;
  const count = `the row has ${cells} cell${cells === 1 ? '' : 's'}`;
  throw complaint(
    'ragged',
    { line, column: Math.min(cells, width) + 1 },
    `${count}, expected ${width} as on line ${firstLine}`,
  );
}
