/// <reference lib="dom" />
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { page as pageOf } from '../../src/report/page.js';
import { isAsExpected } from '../../src/report/standing.js';
import { accessibility } from './accessibility.js';
import { launch } from './chromium.js';
import { layoutFaults } from './layout.js';
import { FIGURES, madeReport } from './made-report.js';

const CLAIMS = 40;
const MEGABYTE = 2 ** 20;
const report = madeReport(CLAIMS);
const text = pageOf(report, FIGURES);

let folder: string;
let url: string;
let browser: Browser;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'margin-laws-page-'));
  writeFileSync(join(folder, 'report.html'), text);
  url = pathToFileURL(join(folder, 'report.html')).href;
  browser = await launch();
});

afterAll(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true });
});

test(`a page of ${CLAIMS} claims is below 2 MB`, () => {
  expect(Buffer.byteLength(text)).toBeLessThan(2 * MEGABYTE);
});

test('without a script the page shows all claims and no filter', async () => {
  const page = await browser.newPage({ javaScriptEnabled: false });
  await page.goto(url);
  expect(await page.locator('.filter').isVisible()).toBe(false);
  expect(await page.locator('tr.claim:visible').count()).toBe(
    report.claims.filter((c) => c.twinOf === undefined).length,
  );
  await page.close();
});

const views = (['light', 'dark'] as const).flatMap((scheme) => [1280, 390].map((width) => ({ scheme, width })));

describe.each(views)('the page in $scheme at $width px', ({ scheme, width }) => {
  let page: Page;
  let requests: string[];
  let complaints: string[];

  beforeEach(async () => {
    page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme: scheme });
    [requests, complaints] = [[], []];
    page.on('request', (request) => requests.push(request.url()));
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(String(error)));
    await page.goto(url);
  });

  afterEach(async () => {
    await page.close();
    expect(requests).toEqual([url]);
    expect(complaints).toEqual([]);
  });

  /** Opens one in so many of the claims, and all that is in them. */
  const open = (every: number): Promise<void> =>
    page.evaluate((step) => {
      [...document.querySelectorAll('tr.claim')].forEach((row, i) => {
        for (const details of row.querySelectorAll('details')) details.open = i % step === 0;
      });
    }, every);
  const visibleRows = (): Promise<number> => page.locator('tr.claim:visible').count();

  test('follows the theme', async () => {
    const paper = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const [red] = (paper.match(/\d+/) ?? []).map(Number);
    expect(red > 128).toBe(scheme === 'light');
  });

  test.each([1, CLAIMS])(
    'has no text outside, none on another one, and does not scroll sideways (one in %s claims open)',
    async (every) => {
      await open(every);
      const { outside, overlapping, texts } = await page.evaluate(layoutFaults);
      expect(texts).toBeGreaterThan(every === 1 ? 1000 : 100);
      expect(outside).toEqual([]);
      expect(overlapping).toEqual([]);
      const { scrollWidth, clientWidth } = await page.evaluate(() => ({
        scrollWidth: document.documentElement.scrollWidth,
        clientWidth: document.documentElement.clientWidth,
      }));
      expect(scrollWidth).toBeLessThanOrEqual(clientWidth);
    },
  );

  test('gives axe nothing serious to say, with every other claim open', async () => {
    await open(2);
    const { grave, passed } = await accessibility(page);
    expect(grave).toEqual([]);
    expect(passed).toContain('color-contrast');
  });

  test('says at the top what broke and what did not run', async () => {
    const head = await page.locator('header').innerText();
    const fine = report.claims.filter(isAsExpected).length;
    expect(head).toContain(`${fine} of ${CLAIMS} claims as expected`);
    for (const id of report.run.missing) expect(head).toContain(id);
  });

  test('moves through the frames of a figure by arrow keys', async () => {
    const slider = page.getByRole('slider');
    const figure = page.locator('figure', { has: slider });
    const seen = async () => [
      await figure.locator('output').innerText(),
      await slider.getAttribute('aria-valuetext'),
      await figure.locator('.frame').evaluateAll((all) => all.findIndex((frame) => frame.checkVisibility())),
    ];
    await slider.focus();
    expect(await seen()).toEqual(['3 sides', '3 sides', 0]);
    await page.keyboard.press('ArrowRight');
    await expect.poll(seen).toEqual(['4 sides', '4 sides', 1]);
    await page.keyboard.press('End');
    await expect.poll(seen).toEqual(['5 sides', '5 sides', 2]);
    await page.keyboard.press('ArrowLeft');
    await expect.poll(seen).toEqual(['4 sides', '4 sides', 1]);
  });

  test('filters by text and by outcome', async () => {
    const all = await visibleRows();
    await page.getByLabel('Find').fill('claim 15:');
    expect(await visibleRows()).toBe(1);
    expect(await page.locator('h2:visible').count()).toBe(2);
    expect(await page.locator('#shown').innerText()).toBe(`1 of ${all} rows`);
    await page.getByLabel('Find').fill('no such claim');
    expect(await visibleRows()).toBe(0);
    await page.getByLabel('Find').fill('');
    await page.getByLabel('Outcome', { exact: true }).selectOption('missing');
    const missing = report.claims.filter(({ found }) => found === undefined);
    expect(await visibleRows()).toBe(new Set(missing.map(({ id, twinOf }) => twinOf ?? id)).size);
    await page.getByLabel('Outcome', { exact: true }).selectOption('');
    expect(await visibleRows()).toBe(all);
  });

  test('opens a claim by Enter, and its twin by the link below it', async () => {
    const details = page.locator('tr.claim details:not(.twin)').first();
    const body = details.locator('> .body');
    expect(await body.isVisible()).toBe(false);
    await details.locator('> summary').focus();
    await page.keyboard.press('Enter');
    await expect.poll(() => body.isVisible()).toBe(true);
    const link = page.locator('.twins a:visible').first();
    const twin = page.locator(`[id="${(await link.getAttribute('href'))?.slice(1)}"]`);
    expect(await twin.isVisible()).toBe(false);
    await link.focus();
    await page.keyboard.press('Enter');
    await expect.poll(() => twin.locator('> .body').isVisible()).toBe(true);
  });
});
