import { CsvError, parse, type InfoRecord } from 'csv-parse/sync';
import { InputError, quote } from '../../model/input-error.js';
import { checkWidth, coordinate, label, type Cell, type Table } from './table.js';

/** CSV: numeric columns, the last one the label; `#` starts a comment. @throws InputError with line and column */
export function parseCsv(text: string): Table {
  const rows = split(text);
  const width = rows[0]?.cells.length ?? 0;
  if (width === 1) {
    const { text: only, line } = rows[0].cells[0];
    throw new InputError(
      'ragged',
      `line ${line}: ${quote(only)} is one cell of CSV, expected coordinates and a label, separated by commas`,
    );
  }
  const table: Table = { x: [], y: [] };
  for (const { cells, line } of rows) {
    checkWidth(cells.length, width, line, rows[0].line);
    table.x.push(cells.slice(0, -1).map(coordinate));
    table.y.push(label(cells[cells.length - 1]));
  }
  return table;
}

function split(text: string): { cells: Cell[]; line: number }[] {
  const options = {
    bom: true,
    comment: '#',
    record_delimiter: '\n',
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    trim: true,
  } as const;
  try {
    // csv-parse takes the line end of the first line for that of all, and would let a comment run on to the next such end
    const records = parse(text.replace(/\r\n?/g, '\n'), options) as unknown as { info: InfoRecord; record: string[] }[];
    return records.map(({ info, record }) => ({
      line: info.lines,
      cells: record.map((cell, j) => ({ text: cell, line: info.lines, column: j + 1 })),
    }));
  } catch (error) {
    if (error instanceof CsvError) throw new InputError('csv', `${error.message}, expected CSV`);
    throw error;
  }
}
