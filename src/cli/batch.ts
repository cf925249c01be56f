import type { Readable, Writable } from 'node:stream';
import { once } from 'node:events';
import { createDataset } from '../model/dataset.js';
import { InputError, quote } from '../model/input-error.js';
import { linearMargin } from '../oracle/linear-margin.js';
import { networkMargin } from '../oracle/network/network-margin.js';
import { check, checkJson } from './check.js';
import { flowJson, runFlow } from './flow.js';
import { DRAWN, readStart } from './flow-options.js';
import { members, parseJson } from './formats/json.js';
import { marginJson } from './margin.js';
import { networkMarginJson, readNetworkMargin } from './network-margin.js';
import { decode, MAX_BYTES } from './read-dataset.js';

type Handler = (fields: Record<string, unknown>) => Promise<Record<string, unknown>>;

/** The commands of a line, and the keys that each takes beside id and command. */
const COMMANDS: Readonly<Record<string, { readonly keys: readonly string[]; readonly run: Handler }>> = {
  margin: {
    keys: ['dataset'],
    run: async ({ dataset }) => {
      const { x, y } = members(dataset, ['x', 'y'], 'dataset');
      return marginJson(await linearMargin(createDataset(x, y)));
    },
  },
  'network-margin': {
    keys: ['dataset', 'leak', 'gap'],
    run: async ({ dataset, ...fields }) => {
      const { x, y } = members(dataset, ['x', 'y'], 'dataset');
      const { leak, gap } = readNetworkMargin(fields);
      return networkMarginJson(await networkMargin(createDataset(x, y), leak, { gap }));
    },
  },
  check: {
    keys: ['dataset', 'leak', ...DRAWN, 'initial'],
    run: async ({ dataset: value, ...fields }) => {
      const { x, y } = members(value, ['x', 'y'], 'dataset');
      const dataset = createDataset(x, y);
      return checkJson(await check(dataset, readStart(fields, dataset)));
    },
  },
  flow: {
    keys: ['dataset', 'leak', ...DRAWN, 'initial'],
    run: async ({ dataset: value, ...fields }) => {
      const { x, y } = members(value, ['x', 'y'], 'dataset');
      const dataset = createDataset(x, y);
      return flowJson(await runFlow(dataset, readStart(fields, dataset)));
    },
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
  const { keys, run } = COMMANDS[command];
  return run(members(value, ['id', 'command', ...keys], ''));
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
export async function batch(input: Readable, output: Writable): Promise<void> {
  for await (const line of lines(input)) {
    if (!output.write(`${await answerLine(line)}\n`)) await once(output, 'drain');
  }
}
