import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { extname } from 'node:path';
import type { Readable } from 'node:stream';
import { createDataset, type Dataset } from '../model/dataset.js';
import { InputError } from '../model/input-error.js';
import { parseCsv } from './formats/csv.js';
import { members, parseJson } from './formats/json.js';
import { parseSvmlight } from './formats/svmlight.js';

/** Bytes beyond which an input is refused: it would parse to more coordinates than a dataset may have. */
export const MAX_BYTES = 128 * 1024 * 1024;

type Format = 'csv' | 'json' | 'svmlight';
const FORMATS: Readonly<Record<string, Format>> = {
  '.csv': 'csv',
  '.json': 'json',
  '.svm': 'svmlight',
  '.svmlight': 'svmlight',
  '.libsvm': 'svmlight',
};

/** By the file's ending, else by its look: JSON starts with a brace, svmlight has colons, CSV neither. */
function formatOf(file: string, text: string): Format {
  const start = text.trimStart();
  const looks = start.startsWith('{') ? 'json' : /^[^#\n]*:/m.test(start) ? 'svmlight' : 'csv';
  return FORMATS[extname(file).toLowerCase()] ?? looks;
}

/** Parses a dataset's text in any of the three formats. @throws InputError with line and column */
export function parseDataset(text: string, file = '-'): Dataset {
  if (text.trim() === '') throw new InputError('empty', 'the input is empty, expected at least one point');
  const format = formatOf(file, text);
  if (format === 'json') return datasetFromJson(text);
  const { x, y } = format === 'csv' ? parseCsv(text) : parseSvmlight(text);
  return createDataset(x, y);
}

function datasetFromJson(text: string): Dataset {
  const document = parseJson(text);
  try {
    const { x, y } = members(document.value(), ['x', 'y'], '');
    return createDataset(x, y);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const place = document.locate(error.path.replace(/^dataset\.?/, ''));
    throw place === undefined ? error : new InputError(error.code, `${place}: ${error.message}`, error.path);
  }
}

/** Reads and parses a dataset from a file, or from standard input for `-`. @throws InputError, its message naming the file */
export async function readDataset(file: string, stdin: Readable = process.stdin): Promise<Dataset> {
  try {
    return parseDataset(await readText(file, stdin), file);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const name = file === '-' ? 'standard input' : file;
    throw new InputError(error.code, `${name}: ${error.message}`, error.path);
  }
}

async function readText(file: string, stdin: Readable): Promise<string> {
  if (file !== '-') await checkFile(file);
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of file === '-' ? stdin : createReadStream(file)) {
    const part = Buffer.from(chunk as Uint8Array);
    bytes += part.length;
    if (bytes > MAX_BYTES) throw new InputError('too-large', `more than ${MAX_BYTES} bytes, expected a smaller input`);
    chunks.push(part);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks));
  } catch (error) {
    if (error instanceof TypeError) throw new InputError('encoding', 'the input is not UTF-8 text');
    throw error;
  }
}

async function checkFile(file: string): Promise<void> {
  const info = await stat(file).catch((error: NodeJS.ErrnoException) => {
    throw new InputError('file', `the file cannot be read (${error.code ?? error.message}), expected a dataset`);
  });
  if (info.isDirectory()) throw new InputError('file', 'this is a directory, expected a file');
  if (info.size > MAX_BYTES)
    throw new InputError('too-large', `the file has ${info.size} bytes, expected at most ${MAX_BYTES}`);
}
