import type { Readable, Writable } from 'node:stream';
import { once } from 'node:events';
import { InputError, quote } from '../model/input-error.js';
import { DRAWN } from './defaults.js';
import { members, parseJson } from './formats/json.js';
import { plural, type Io } from './output.js';
import { createProgress } from './progress.js';
import { decode, MAX_BYTES } from './read-dataset.js';

type Handler = (fields: Record<string, unknown>) => Promise<Record<string, unknown>>;

/** The commands of a line, the keys that each takes beside id and command, and who answers: loaded by the first line that asks. */
const COMMANDS: Readonly<Record<string, { readonly keys: readonly string[]; load(): Promise<Handler> }>> = {
  margin: { keys: ['dataset'], load: async () => (await import('./margin.js')).answerMargin },
  'network-margin': {
    keys: ['dataset', 'leak', 'gap'],
    load: async () => (await import('./network-margin.js')).answerNetworkMargin,
  },
  check: {
    keys: ['dataset', 'leak', ...DRAWN, 'initial'],
    load: async () => (await import('./check.js')).answerCheck,
  },
  flow: {
    keys: ['dataset', 'leak', ...DRAWN, 'initial'],
    load: async () => (await import('./flow.js')).answerFlow,
  },
};

/** Answers one line: a result, or an error; always one line of JSON with the line's own id (null where it has none). */
export async function answerLine(line: string | Uint8Array): Promise<string> {
  let id = 'null';
  try {
    if (line.length > MAX_BYTES) throw new InputError('too-large', `the line has more than ${MAX_BYTES} bytes`);
    const document = parseJson(typeof line === 'string' ? line : decode(line));
    // a carriage return may stand between tokens; some readers would see two lines
    id = document.source('id')?.replaceAll('\r', ' ') ?? id;
    return join(id, await answer(document.value()));
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const { code, message, path } = error;
    return join(id, { error: { code, message, path } });
  }
}

/** {"id": ..., ...body}, with the id's own text, so that no number in it is rounded. */
const join = (id: string, body: Record<string, unknown>): string => `{"id":${id},${JSON.stringify(body).slice(1)}`;

async function answer(value: unknown): Promise<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new InputError('type', `the line is ${quote(value)}, expected an object with id, command and dataset`);
  }
  const { command } = value as Record<string, unknown>;
  const names = Object.keys(COMMANDS).join(', ');
  if (typeof command !== 'string' || !Object.hasOwn(COMMANDS, command)) {
    throw new InputError('command', `command is ${quote(command)}, expected one of ${names}`, 'command');
  }
  const { keys, load } = COMMANDS[command];
  const handle = await load();
  return handle(members(value, ['id', 'command', ...keys], ''));
}

const NEWLINE = 10;

/** Lines of a stream as bytes, without "\n"; of a line over MAX_BYTES only a little more than that is kept. */
async function* lines(input: Readable): AsyncGenerator<Uint8Array> {
  let parts: Uint8Array[] = [];
  let length = 0;
  const keep = (part: Uint8Array): void => {
    if (length <= MAX_BYTES) parts.push(part);
    length += part.length;
  };
  for await (const chunk of input) {
    let rest = Buffer.from(chunk as Uint8Array);
    for (let end = rest.indexOf(NEWLINE); end >= 0; end = rest.indexOf(NEWLINE)) {
      keep(rest.subarray(0, end));
      yield Buffer.concat(parts);
      [parts, length] = [[], 0];
      rest = rest.subarray(end + 1);
    }
    keep(rest);
  }
  if (length > 0) yield Buffer.concat(parts);
}

/** Answers NDJSON line by line, in order, each answer written before the next line is read. A bad line never ends the stream. */
export async function batch(input: Readable, output: Writable, onAnswer?: (answered: number) => void): Promise<void> {
  let answered = 0;
  for await (const line of lines(input)) {
    if (!output.write(`${await answerLine(line)}\n`)) await once(output, 'drain');
    onAnswer?.(++answered);
  }
}

/** What `batch` does. Where the answers themselves are on a terminal, they are what tells how far it is. */
export async function runBatch({ stdin, stdout, stderr }: Io): Promise<void> {
  if (stdout.isTTY === true) return batch(stdin, stdout);
  const progress = createProgress(stderr);
  progress.begin('batch');
  const begun = performance.now();
  try {
    await batch(stdin, stdout, (answered) =>
      progress.at(() => ({ where: answeredSoFar(answered, (performance.now() - begun) / 1000) })),
    );
  } finally {
    progress.end();
  }
}

/** How many lines are still to come is not known of a stream: their rate is. */
const answeredSoFar = (answered: number, seconds: number): string => {
  const rate = answered / seconds;
  return `${plural(answered, 'line')} answered, ${rate < 10 ? rate.toPrecision(2) : Math.round(rate)} a second`;
};
