/// <reference lib="dom" />
/** Size of the report's page, and the time to make and to open it: `tsx properties/benchmarks/page.ts`. Prints one line a size; it wants Chromium. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { page as pageOf } from '../../src/report/page.js';
import { launch } from '../browser/chromium.js';
import { FIGURES, madeReport } from '../browser/made-report.js';

const SIZES = [40, 160];
const REPEATS = 9;

const median = (times: number[]): string => times.sort((a, b) => a - b)[times.length >> 1].toFixed(0);

const folder = mkdtempSync(join(tmpdir(), 'margin-laws-page-'));
const browser = await launch();
console.log(`${cpus()[0].model}, node ${process.version}, Chromium ${browser.version()}; medians of ${REPEATS}`);
for (const size of SIZES) {
  const report = madeReport(size);
  const made: number[] = [];
  const opened: number[] = [];
  const file = join(folder, `${size}.html`);
  for (let k = 0; k < REPEATS; k++) {
    const start = performance.now();
    const text = pageOf(report, FIGURES);
    made.push(performance.now() - start);
    writeFileSync(file, text);
    const page = await browser.newPage();
    await page.goto(pathToFileURL(file).href);
    // from the navigation to the end of the load event and the first content on the screen, whichever is later
    await page.waitForFunction(() => performance.getEntriesByName('first-contentful-paint').length > 0);
    opened.push(
      await page.evaluate(() => {
        const [{ loadEventEnd }] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
        return Math.max(loadEventEnd, performance.getEntriesByName('first-contentful-paint')[0].startTime);
      }),
    );
    await page.close();
  }
  const kilobytes = Math.round(Buffer.byteLength(pageOf(report, FIGURES)) / 1024);
  console.log(`${size} claims: ${kilobytes} KB, made in ${median(made)} ms, opened in ${median(opened)} ms`);
}
await browser.close();
rmSync(folder, { recursive: true });
