import { parse, type ArrayNode, type ObjectNode, type StringNode, type ValueNode } from '@humanwhocodes/momoa';
import { MAX_COORDINATES } from '../../model/dataset.js';
import { InputError, quote } from '../../model/input-error.js';

/** Coordinates, labels and the commas between rows: three a coordinate when d = 1. */
const MAX_VALUES = 3 * MAX_COORDINATES;

export interface JsonDocument {
  /** Objects have no prototype, so no key is special. @throws InputError for a key that stands twice */
  value(): unknown;
  /** "line 3, column 7" of the value at a path such as `x[1][0]`, if it is there. */
  locate(path: string): string | undefined;
  /** The text of the value at a path, as it was written. */
  source(path: string): string | undefined;
}

/** Parses JSON; its value refuses what JSON.parse lets through, a key that stands twice. @throws InputError with line and column */
export function parseJson(text: string): JsonDocument {
  const root = parseTree(text);
  const find = (path: string): ValueNode | undefined => descend(root, path.match(/[^.[\]]+/g) ?? []);
  return {
    value: () => valueOf(root, ''),
    locate: (path) => {
      const node = find(path);
      return node && `line ${node.loc.start.line}, column ${node.loc.start.column}`;
    },
    source: (path) => {
      const node = find(path);
      return node && text.slice(node.loc.start.offset, node.loc.end.offset);
    },
  };
}

/** A dataset nests three deep; deeper trees would only try the stack. */
const MAX_DEPTH = 64;

/** Refuses JSON that is too deep or has too many values to be a dataset, before a tree is built of it. @throws InputError */
function checkSize(text: string): void {
  let [depth, values, quoted] = [0, 0, false];
  for (let i = 0; i < text.length; i++) {
    const c = text[i];
    if (quoted && c === '\\') i++;
    else if (c === '"') quoted = !quoted;
    else if (quoted) continue;
    else if (c === '[' || c === '{') depth++;
    else if (c === ']' || c === '}') depth--;
    else if (c === ',') values++;
    if (depth > MAX_DEPTH)
      throw new InputError('json', `the JSON is nested more than ${MAX_DEPTH} deep, expected a dataset`);
  }
  if (values > MAX_VALUES)
    throw new InputError('too-large', `the JSON has ${values} commas, expected at most ${MAX_VALUES}`);
}

function parseTree(text: string): ValueNode {
  checkSize(text);
  try {
    return parse(text, { mode: 'json' }).body;
  } catch (error) {
    throw new InputError('json', syntaxProblem(text) ?? String(error));
  }
}

/** Where and why text is no JSON, in the words of the platform's own parser, which are better than the tree's. */
function syntaxProblem(text: string): string | undefined {
  try {
    JSON.parse(text);
    return undefined;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const position = /at position (\d+)/.exec(message)?.[1];
    const before = text.slice(0, position === undefined ? text.length : Number(position)).split('\n');
    const reason = message
      .replace(/,? (in JSON )?at position .*$/s, '')
      .replace(/, "?[^"]*"?\.{0,3} is not valid JSON$/s, '');
    return `line ${before.length}, column ${before[before.length - 1].length + 1}: not JSON (${reason})`;
  }
}

const nameOf = (key: StringNode | { type: 'Identifier'; name: string }): string =>
  key.type === 'String' ? key.value : key.name;

function valueOf(node: ValueNode, path: string): unknown {
  switch (node.type) {
    case 'Object':
      return objectOf(node, path);
    case 'Array':
      return node.elements.map(({ value }, i) => valueOf(value, `${path}[${i}]`));
    case 'Null':
      return null;
    case 'String':
    case 'Number':
    case 'Boolean':
      return node.value;
    case 'NaN':
    case 'Infinity':
      throw new InputError('json', `${path} is ${node.type}, expected JSON`, path);
  }
}

function objectOf(node: ObjectNode, path: string): Record<string, unknown> {
  const result = Object.create(null) as Record<string, unknown>;
  for (const { name, value } of node.members) {
    const key = nameOf(name);
    const below = path === '' ? key : `${path}.${key}`;
    if (key in result) {
      const { line, column } = name.loc.start;
      throw new InputError(
        'duplicate-key',
        `line ${line}, column ${column}: the key ${quote(key)} stands twice, expected once`,
        below,
      );
    }
    result[key] = valueOf(value, below);
  }
  return result;
}

function descend(node: ValueNode | undefined, steps: readonly string[]): ValueNode | undefined {
  if (node === undefined || steps.length === 0) return node;
  const [step, ...rest] = steps;
  if (node.type === 'Array') return descend(element(node, step), rest);
  if (node.type === 'Object') return descend(node.members.find(({ name }) => nameOf(name) === step)?.value, rest);
  return undefined;
}

const element = (node: ArrayNode, step: string): ValueNode | undefined => node.elements[Number(step)]?.value;

/** The members of an object, none beyond `known`. @throws InputError */
export function members(value: unknown, known: readonly string[], path: string): Record<string, unknown> {
  const what = path === '' ? 'the JSON' : path;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new InputError('type', `${what} is ${quote(value)}, expected an object with ${known.join(', ')}`, path);
  }
  const unknown = Object.keys(value).find((key) => !known.includes(key));
  if (unknown !== undefined) {
    const below = path === '' ? unknown : `${path}.${unknown}`;
    throw new InputError(
      'unknown-key',
      `${what} has the key ${quote(unknown)}, expected only ${known.join(', ')}`,
      below,
    );
  }
  return value as Record<string, unknown>;
}
