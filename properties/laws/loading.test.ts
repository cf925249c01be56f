import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from '../harness/program.js';

/** The packages that a module loads at once, by the imports of the files behind it; what it imports when it is asked is not followed. */
function packagesOf(module: string): string[] {
  const seen = new Set<string>();
  const packages = new Set<string>();
  const visit = (file: string): void => {
    if (seen.has(file)) return;
    seen.add(file);
    const text = readFileSync(file, 'utf8');
    for (const [, from] of text.matchAll(/^(?:(?:import|export|\}) (?!type )[^;]*?from|import) '([^']+)';$/gm)) {
      if (!from.startsWith('.')) packages.add(from);
      else visit(join(dirname(file), from.replace(/\.js$/, '.ts')));
    }
  };
  visit(`${root}${module}`);
  return [...packages].filter((name) => !name.startsWith('node:')).sort();
}

/** What takes long to load, and most commands do without. */
const HEAVY = ['highs', 'ml-matrix', 'katex', 'linkedom', '@observablehq/plot', 'mathjs', 'cli-table3'];

test.each([
  ['src/cli/main.ts', ['commander']],
  ['src/cli/batch.ts', ['@humanwhocodes/momoa', 'csv-parse/sync', 'fraction.js']],
  ['src/cli/margin.ts', ['@humanwhocodes/momoa', 'csv-parse/sync', 'fraction.js', 'javascript-lp-solver']],
])('%s loads %j and no more', (module, wanted) => {
  expect(packagesOf(module)).toEqual(wanted);
});

test.each(['network-margin', 'flow-command', 'check-command', 'claims', 'start-work'])(
  '%s loads no page and no plot before it is asked for one',
  (module) => {
    const file = `src/cli/${module}.ts`;
    expect(existsSync(root + file)).toBe(true);
    // the flow's own SVD
    expect(packagesOf(file).filter((name) => HEAVY.includes(name) && name !== 'ml-matrix')).toEqual([]);
  },
);
