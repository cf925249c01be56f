/**
 * Writes the figures of the report into reports/figures/ as SVG files and says how long each took: `npm run figures`. What a run finds out is drawn
 * from reports/report.json, the last run of everything.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createProgress } from '../../src/cli/progress.js';
import type { Figure } from '../../src/report/figure.js';
import type { Report } from '../../src/report/report.js';
import { FIGURES } from '../harness/figures.js';

const FOLDER = new URL('../../reports/figures/', import.meta.url);
const REPORT = new URL('../../reports/report.json', import.meta.url);

const claims = existsSync(REPORT) ? (JSON.parse(readFileSync(REPORT, 'utf8')) as Report).claims : [];

/** One SVG file a frame; how many bytes they are. */
function write({ id, frames }: Figure): number {
  return frames.reduce((bytes, { svg }, k) => {
    const number = frames.length === 1 ? '' : `-${String(k + 1).padStart(2, '0')}`;
    writeFileSync(new URL(`${id}${number}.svg`, FOLDER), svg);
    return bytes + Buffer.byteLength(svg);
  }, 0);
}

mkdirSync(FOLDER, { recursive: true });
const progress = createProgress(process.stderr);
progress.begin('figures');
const all = Object.entries(FIGURES);
let bytes = 0;
for (const [k, [name, draw]] of all.entries()) {
  progress.at(() => ({ where: name, done: k, total: all.length }));
  const begun = performance.now();
  const figures = await draw(claims);
  const seconds = ((performance.now() - begun) / 1000).toFixed(1);
  const size = figures.reduce((sum, figure) => sum + write(figure), 0);
  bytes += size;
  const pictures = figures.reduce((sum, { frames }) => sum + frames.length, 0);
  progress.end();
  console.log(
    figures.length === 0
      ? `${name.padEnd(24)}needs a run of everything: npm test`
      : `${name.padEnd(24)}${seconds.padStart(6)} s  ${String(pictures).padStart(3)} SVG  ${(size / 1000).toFixed(0).padStart(4)} kB`,
  );
}
console.log(`${(bytes / 1000).toFixed(0)} kB in reports/figures/`);
