import { readdirSync, readFileSync } from 'node:fs';
import type { Witness } from './data.js';
import { recheck } from './recheck.js';

/** Rechecks all frozen witnesses, or those whose names start with an argument: a line each, exit code 1 where one is wrong. */
const folder = new URL('../../fixtures/counterexamples/', import.meta.url);
const wanted = process.argv.slice(2);
const files = readdirSync(folder).filter(
  (file) => file.endsWith('.json') && (wanted.length === 0 || wanted.some((name) => file.startsWith(name))),
);
let faults = 0;
for (const file of files) {
  const wrong = await recheck(JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as Witness);
  if (wrong !== undefined) faults++;
  console.log(
    `${wrong === undefined ? 'ok   ' : 'FAULT'} ${file.replace('.json', '')}${wrong === undefined ? '' : `: ${wrong}`}`,
  );
}
console.log(`${files.length - faults} of ${files.length} witnesses confirmed`);
if (faults > 0) process.exitCode = 1;
