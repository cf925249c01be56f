import type { Readable, Writable } from 'node:stream';
import { once } from 'node:events';
import { createDataset } from '../model/dataset.js';
import { InputError, quote } from '../model/input-error.js';
import { linearMargin } from '../oracle/linear-margin.js';
import { members, parseJson } from './formats/json.js';
import { marginJson } from './margin.js';
import { MAX_BYTES } from './read-dataset.js';

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
};

/** Answers one line: a result, or an error; always one line of JSON with the line's own id (null where it has none). */
export async function answerLine(line: string): Promise<string> {
  let id = 'null';
  try {
    const document = parseJson(line);
    id = document.source('id') ?? id;
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

/** Lines of a stream without their ends, "\n" or "\r\n"; a line over MAX_BYTES characters is cut short to that and one more. */
async function* lines(input: Readable): AsyncGenerator<string> {
  input.setEncoding('utf8');
  let parts: string[] = [];
  let length = 0;
  const keep = (part: string): void => {
    if (length <= MAX_BYTES) parts.push(part.slice(0, MAX_BYTES + 1 - length));
    length += part.length;
  };
  for await (const chunk of input) {
    const pieces = (chunk as string).split('\n');
    for (const piece of pieces.slice(0, -1)) {
      keep(piece);
      yield parts.join('').replace(/\r$/, '');
      [parts, length] = [[], 0];
    }
    keep(pieces[pieces.length - 1]);
  }
  if (length > 0) yield parts.join('');
}

/** Answers NDJSON line by line, in order, each answer written before the next line is read. A bad line never ends the stream. */
export async function batch(input: Readable, output: Writable): Promise<void> {
  for await (const line of lines(input)) {
    const tooLong = {
      error: { code: 'too-large', message: `the line has more than ${MAX_BYTES} characters`, path: '' },
    };
    const text = line.length > MAX_BYTES ? join('null', tooLong) : await answerLine(line);
    if (!output.write(`${text}\n`)) await once(output, 'drain');
  }
}
