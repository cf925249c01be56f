import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { extname } from 'node:path';
import { createDataset, MAX_COORDINATES, type Dataset } from '../model/dataset.js';
import { InputError } from '../model/input-error.js';
import { parseCsv } from './formats/csv.js';
import { members, parseJson } from './formats/json.js';
import { parseSvmlight } from './formats/svmlight.js';

/** Bytes beyond which an input, or a line of batch, is refused: it would have too many coordinates or digits. */
export const MAX_BYTES = 32 * 1024 * 1024;

type Format = 'csv' | 'json' | 'svmlight';
const FORMATS: Readonly<Record<string, Format>> = {
  '.csv': 'csv',
  '.json': 'json',
  '.svm': 'svmlight',
  '.svmlight': 'svmlight',
  '.libsvm': 'svmlight',
};

/** By the file's ending, else by its look: JSON starts with a bracket, svmlight has colons, CSV neither. */
function formatOf(file: string, text: string): Format {
  const start = text.trimStart();
  const looks = /^[[{]/.test(start) ? 'json' : /^[^#\n]*:/m.test(start) ? 'svmlight' : 'csv';
  return FORMATS[extname(file).toLowerCase()] ?? looks;
}

/** Parses a dataset's text in any of the three formats. @throws InputError with line and column */
export function parseDataset(text: string, file = '-'): Dataset {
  if (text.trim() === '') throw new InputError('empty', 'the input is empty, expected at least one point');
  const format = formatOf(file, text);
  if (format === 'json') return datasetFromJson(text);
  checkCells(text);
  const { x, y } = format === 'csv' ? parseCsv(text) : parseSvmlight(text);
  return createDataset(x, y);
}

/** A coordinate has at most a comma and a blank, or a blank and a colon, before it; labels and line ends add two a point. */
const MAX_SEPARATORS = 4 * MAX_COORDINATES;

/** Refuses a text with too many cells before it is cut into them. @throws InputError */
function checkCells(text: string): void {
  let separators = 0;
  for (let i = 0; i < text.length; i++) if (',: \t\r\n'.includes(text[i])) separators++;
  if (separators > MAX_SEPARATORS) {
    throw new InputError('too-large', `the input has ${separators} separators, expected at most ${MAX_SEPARATORS}`);
  }
}

function datasetFromJson(text: string): Dataset {
  const document = parseJson(text);
  const value = document.value();
  try {
    const { x, y } = members(value, ['x', 'y'], '');
    return createDataset(x, y);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const place = document.locate(error.path.replace(/^dataset\.?/, ''));
    throw place === undefined ? error : new InputError(error.code, `${place}: ${error.message}`, error.path);
  }
}

/** Reads and parses a dataset from a file, or from standard input for `-`. @throws InputError, its message naming the file */
export async function readDataset(file: string, stdin: AsyncIterable<Uint8Array> = process.stdin): Promise<Dataset> {
  try {
    return parseDataset(await readText(file, stdin), file);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new InputError(
      error.code,
      `${file === '-' ? 'standard input' : printable(file)}: ${error.message}`,
      error.path,
    );
  }
}

/** A file name as it is, unless a terminal would not show it so. */
const printable = (file: string): string => (/^[ -~\u00a1-\uffff]+$/.test(file) ? file : JSON.stringify(file));

async function readText(file: string, stdin: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  try {
    if (file !== '-' && (await stat(file)).isDirectory())
      throw new InputError('file', 'this is a directory, expected a file');
    const source: AsyncIterable<Uint8Array> = file === '-' ? stdin : createReadStream(file);
    for await (const part of source) {
      bytes += part.length;
      if (bytes > MAX_BYTES)
        throw new InputError('too-large', `more than ${MAX_BYTES} bytes, expected a smaller input`);
      chunks.push(part);
    }
  } catch (error) {
    if (error instanceof InputError) throw error;
    const { code, message } = error as NodeJS.ErrnoException;
    throw new InputError('file', `the file cannot be read (${code ?? message}), expected a dataset`);
  }
  return decode(Buffer.concat(chunks));
}

/** UTF-8, a byte-order mark left out. @throws InputError for bytes that are no UTF-8 */
export function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) throw new InputError('encoding', 'the input is not UTF-8 text');
    throw error;
  }
}
