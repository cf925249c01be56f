import { basename } from 'node:path';
import type { Dataset } from '../model/dataset.js';
import { InputError, quote } from '../model/input-error.js';
import { writeWhole } from '../report/write-whole.js';
import { DEFAULT_LEAK, optionOf } from './defaults.js';
import { readStart, type Start } from './flow-options.js';
import type { Io } from './output.js';
import { createProgress, type Progress } from './progress.js';
import { readDataset } from './read-dataset.js';

/** What a command does that follows gradient flow: what is found, with progress on standard error, and then what is said of it. */
export interface StartWork<T> {
  find(dataset: Dataset, start: Start, progress: Progress): Promise<T>;
  say(io: Io, found: T, context: { dataset: Dataset; start: Start; json: boolean }): void | Promise<void>;
  /** What was found as a page, for a file of this name. */
  page?(found: T, name: string): Promise<string>;
}

/** @throws InputError */
export async function runStart<T>(
  io: Io,
  file: string,
  { json, html, ...fields }: { readonly json?: boolean; readonly html?: string },
  { find, say, page }: StartWork<T>,
): Promise<void> {
  const dataset = await readDataset(file, io.stdin);
  const start = readStart({ leak: DEFAULT_LEAK, ...fields }, dataset, optionOf);
  const progress = createProgress(io.stderr);
  try {
    const found = await find(dataset, start, progress);
    progress.end();
    // the page comes last: where it cannot be written, nothing that was found is lost
    await say(io, found, { dataset, start, json: json === true });
    if (html !== undefined && page !== undefined) {
      progress.begin('the page');
      writePage(html, await page(found, basename(file)));
    }
  } finally {
    progress.end();
  }
}

/** @throws InputError where the file cannot be written */
function writePage(file: string, text: string): void {
  try {
    writeWhole(file, text);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const why = `--html is ${quote(file)}, which cannot be written (${code ?? message})`;
    throw new InputError('output', `${why}, expected a file that can be`, '--html');
  }
}
