/// <reference lib="dom" />
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createDataset, type Dataset } from '../../src/model/dataset.js';
import { check, checkPage } from '../../src/cli/check.js';
import { readStart } from '../../src/cli/flow-options.js';
import { readDataset } from '../../src/cli/read-dataset.js';
import { accessibility } from './accessibility.js';
import { launch } from './chromium.js';
import { layoutFaults } from './layout.js';

/** Points that fill a box, by the fractional parts of multiples of irrationals, and the side of a plane that each is on. */
function boxed(n: number, d: number): Dataset {
  const x = Array.from({ length: n }, (_, i) =>
    Array.from({ length: d }, (__, j) => 2 * (((i + 1) * Math.sqrt(j + 2)) % 1) - 1),
  );
  return createDataset(
    x,
    x.map(([first, second]) => (first + second / 2 > 0 ? 1 : -1)),
  );
}

const DATA: Readonly<Record<string, () => Dataset | Promise<Dataset>>> = {
  separable: () => readDataset('fixtures/datasets/figure-1-right.svm'),
  'no line separates': () => createDataset([[1, 0], [0, 1], [1, 1], [-1, -0.5], [0.3, 0.1]], [1, 1, -1, -1, 1]), // prettier-ignore
  'no net fits': () => createDataset([[1], [1]], [1, -1]),
  'one point': () => createDataset([[0.123456789]], [1]),
  'd = 5, n = 60': () => boxed(60, 5),
};

const names = Object.keys(DATA);
const views = (['light', 'dark'] as const).flatMap((scheme) => [1280, 390].map((width) => ({ scheme, width })));

let folder: string;
let browser: Browser;
const urls = new Map<string, string>();

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'margin-laws-data-page-'));
  browser = await launch();
  for (const [k, name] of names.entries()) {
    const dataset = await DATA[name]();
    const file = join(folder, `${k}.html`);
    writeFileSync(
      file,
      await checkPage(`${name.replaceAll(' ', '-')}.csv`, await check(dataset, readStart({ leak: 0.5 }, dataset))),
    );
    urls.set(name, pathToFileURL(file).href);
  }
});

afterAll(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true });
});

describe.each(names)('the page of a dataset: %s', (name) => {
  test.each(views)('has nothing outside, overlapping or to scroll for in $scheme at $width px', async (view) => {
    const { scheme, width } = view;
    const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme: scheme });
    await page.goto(urls.get(name) ?? '');
    const { outside, overlapping, texts } = await page.evaluate(layoutFaults);
    expect(texts).toBeGreaterThan(80);
    expect(outside).toEqual([]);
    expect(overlapping).toEqual([]);
    const scrolled = await page.evaluate(() =>
      [document.documentElement, ...document.querySelectorAll('.scroll, .formula, .frame')]
        .filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth)
        .map(({ localName, className, scrollWidth, clientWidth }) =>
          [localName, className, scrollWidth, clientWidth].join(' '),
        ),
    );
    expect(scrolled).toEqual([]);
    await page.close();
  });

  test.each(['light', 'dark'] as const)('gives axe nothing serious to say in %s', async (colorScheme) => {
    const page = await browser.newPage({ colorScheme });
    await page.goto(urls.get(name) ?? '');
    const { grave, passed } = await accessibility(page);
    expect(grave).toEqual([]);
    expect(passed).toContain('color-contrast');
    await page.close();
  });
});
