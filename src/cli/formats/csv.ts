import { CsvError, parse, type InfoRecord } from 'csv-parse/sync';
import { InputError } from '../../model/input-error.js';
import { checkWidth, coordinate, label, type Cell, type Table } from './table.js';

/** CSV: numeric columns, the last one the label; `#` starts a comment. @throws InputError with line and column */
export function parseCsv(text: string): Table {
  const rows = split(text);
  const width = rows[0]?.cells.length ?? 0;
  if (width === 1) {
    throw new InputError(
      'ragged',
      `line ${rows[0].line}: the row has 1 cell, expected coordinates and a label, separated by commas`,
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
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    trim: true,
  } as const;
  try {
    const records = parse(text, options) as unknown as { info: InfoRecord; record: string[] }[];
    return records.map(({ info, record }) => ({
      line: info.lines,
      cells: record.map((cell, j) => ({ text: cell, line: info.lines, column: j + 1 })),
    }));
  } catch (error) {
    if (error instanceof CsvError) throw new InputError('csv', `${error.message}, expected CSV`);
    throw error;
  }
}
