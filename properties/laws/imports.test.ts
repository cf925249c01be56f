import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const SOURCES = fileURLToPath(new URL('../../src/', import.meta.url));

/** The files of src/ that each file of src/ imports, for types too. */
function imports(): Map<string, readonly string[]> {
  const files = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
  const importsOf = (file: string): string[] =>
    [...readFileSync(join(SOURCES, file), 'utf8').matchAll(/(?:from |import |import\()'(\.[^']+)\.js'/g)].map(
      ([, path]) => join(dirname(file), `${path}.ts`),
    );
  return new Map(files.map((file) => [file, importsOf(file)]));
}

/** A cycle of imports, first file last too, if there is one. */
function cycle(graph: ReadonlyMap<string, readonly string[]>): readonly string[] | undefined {
  const done = new Set<string>();
  const visit = (file: string, path: readonly string[]): readonly string[] | undefined => {
    if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
    if (done.has(file)) return undefined;
    for (const next of graph.get(file) ?? []) {
      const found = visit(next, [...path, file]);
      if (found !== undefined) return found;
    }
    done.add(file);
    return undefined;
  };
  for (const file of graph.keys()) {
    const found = visit(file, []);
    if (found !== undefined) return found;
  }
  return undefined;
}

test('src/ imports in one direction, also from file to file', () => {
  const graph = imports();
  expect([...graph.values()].flat().filter((file) => !graph.has(file))).toEqual([]);
  expect(cycle(graph)).toBeUndefined();
});

test('a cycle is found', () => {
  expect(
    cycle(
      new Map([
        ['a', ['b']],
        ['b', ['c', 'd']],
        ['c', []],
        ['d', ['b']],
      ]),
    ),
  ).toEqual(['b', 'd', 'b']);
});
