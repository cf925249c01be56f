import { parse, type ArrayNode, type ObjectNode, type StringNode, type ValueNode } from '@humanwhocodes/momoa';
import { InputError, quote } from '../../model/input-error.js';

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

function parseTree(text: string): ValueNode {
  try {
    return parse(text, { mode: 'json' }).body;
  } catch (error) {
    if (error instanceof RangeError) throw new InputError('json', 'the JSON is nested too deeply to be a dataset');
    if (!(error instanceof Error)) throw error;
    const [, reason = error.message, line = '', column = ''] = /^(.*?)\.? \((\d+):(\d+)\)$/s.exec(error.message) ?? [];
    const place = line === '' ? '' : `line ${line}, column ${column}: `;
    throw new InputError('json', `${place}${reason}, expected JSON`);
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
