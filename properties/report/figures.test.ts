import { parseHTML } from 'linkedom';
import { beforeAll, describe, expect, test } from 'vitest';
import { check } from '../../src/cli/check.js';
import { readStart } from '../../src/cli/flow-options.js';
import { readDataset } from '../../src/cli/read-dataset.js';
import { createDataset, toReal, type Dataset } from '../../src/model/dataset.js';
import type { Figure } from '../../src/report/figure.js';
import { ablationMatrix, type AblationCell } from '../../src/report/figures/ablation-matrix.js';
import { exampleStart } from '../../src/report/figures/example-start.js';
import { figure1 } from '../../src/report/figures/figure-1.js';
import { marginFigures } from '../../src/report/figures/margins.js';
import { sigmaLadder } from '../../src/report/figures/sigma-ladder.js';
import { slackDistribution } from '../../src/report/figures/slack-distribution.js';
import { trajectoryFigure } from '../../src/report/figures/trajectory.js';
import { claims } from '../../src/claims/register.js';
import { clashes, textsOf } from '../reference/svg-texts.js';
import { notWellFormed } from '../reference/well-formed.js';

const panels: Readonly<Record<string, Dataset>> = Object.fromEntries(
  await Promise.all(
    ['left', 'middle', 'right'].map(async (name) => [
      name,
      await readDataset(`fixtures/datasets/figure-1-${name}.svm`),
    ]),
  ),
);
const { left, middle, right } = panels;

/** Twins of the register, and one cell of each other outcome. */
const cells: AblationCell[] = [
  ...claims.flatMap(({ twinOf, dropped, expected }): AblationCell[] =>
    twinOf === undefined || dropped === undefined
      ? []
      : [
          {
            claim: twinOf,
            assumption: dropped,
            outcome: expected === 'refuted' ? 'refuted' : 'none',
            witness: '"<&>"',
          },
        ],
  ),
  { claim: 'X1', assumption: 'an-assumption', outcome: 'undecided' },
  { claim: 'X1', assumption: 'another', outcome: 'unsearched' },
];

const counts = (...last: number[]): number[] => [...new Array<number>(13 - last.length).fill(0), ...last];
/** Of those that the figure shows. */
const LONGEST_ID = claims
  .filter(({ expected }) => expected === 'holds')
  .map(({ id }) => id)
  .reduce((a, b) => (b.length > a.length ? b : a));
const runs = [
  { id: 'K1', slack: { worst: -Infinity, at: 'fall', decades: [40, ...new Array<number>(12).fill(0)] } },
  { id: 'P5-mu', slack: { worst: 0.9, at: 'margin < limit & more', decades: counts(7, 5, 0, 1) } },
  { id: LONGEST_ID, slack: { worst: 2e-7, at: 'norm', decades: [3, 0, 0, 0, 0, 9, ...new Array<number>(7).fill(0)] } },
];

const userData = async (dataset: Dataset): Promise<Figure[]> =>
  marginFigures(await check(dataset, readStart({ leak: 0.5, init: 'balanced', logSigma: -40 }, dataset)));

const made: Record<string, Figure> = {};
beforeAll(async () => {
  const all = [
    ...(await figure1({ left, middle, right })),
    await trajectoryFigure(exampleStart()),
    await sigmaLadder(exampleStart()),
    ablationMatrix(cells),
    slackDistribution(runs),
    ...(await userData(await readDataset('fixtures/datasets/figure-1-right.svm'))),
  ];
  for (const figure of all) made[figure.id] = figure;
}, 120_000);

const ids = [
  ...['figure-1-left', 'figure-1-middle', 'figure-1-right', 'trajectory', 'sigma-ladder'],
  ...['ablation-matrix', 'slack-distribution', 'margins', 'boundaries'],
];

const svgs = (id: string): string[] => made[id].frames.map(({ svg }) => svg);
const words = (svg: string): string[] => textsOf(svg).map(({ text }) => text);
const attribute = (svg: string, name: string): string | undefined =>
  new RegExp(`^<svg[^>]* ${name}="([^"]*)"`).exec(svg)?.[1];

test('these are all', () => {
  expect(Object.keys(made).sort()).toEqual([...ids].sort());
});

describe.each(ids)('%s', (id) => {
  test('is well-formed XML without a number that is none', () => {
    for (const svg of svgs(id)) {
      expect(notWellFormed(svg)).toBeUndefined();
      expect(svg).not.toMatch(/NaN|Infinity|undefined|null/);
    }
  });

  test('is an image with an alternative text, of one size in all frames', () => {
    for (const svg of svgs(id)) {
      expect(attribute(svg, 'role')).toBe('img');
      expect(attribute(svg, 'aria-label')?.length).toBeGreaterThan(20);
      expect(attribute(svg, 'viewBox')).toBe(attribute(svgs(id)[0], 'viewBox'));
      expect(attribute(svg, 'viewBox')).toMatch(/^0 0 640 \d+(\.\d+)?$/);
    }
    for (const text of [made[id].title, made[id].caption, made[id].alt]) expect(text.length).toBeGreaterThan(10);
  });

  test('has texts of 13 px or more that neither overlap nor leave the picture', () => {
    for (const svg of svgs(id)) {
      expect(textsOf(svg).length).toBeGreaterThan(5);
      for (const { size } of textsOf(svg)) expect(size).toBeGreaterThanOrEqual(13);
      expect(clashes(svg)).toEqual([]);
    }
  });

  test('has colours that follow the page, and coordinates of two decimals', () => {
    for (const svg of svgs(id)) {
      for (const [, colour] of svg.matchAll(/ (?:fill|stroke|color)="([^"]*)"/g)) {
        expect(colour).toMatch(/^(none|currentColor|var\(--[a-z]+, #[0-9a-f]{6}\))$/);
      }
      for (const [, path] of svg.matchAll(/ (?:d|transform|x1|y1|cx|cy)="([^"]*)"/g))
        expect(path).not.toMatch(/\.\d{3}/);
    }
  });
});

test('all figures together take less than 600 kB', () => {
  const bytes = ids.flatMap(svgs).reduce((sum, svg) => sum + Buffer.byteLength(svg), 0);
  expect(bytes).toBeLessThan(600_000);
});

/** Where the markers of the points are, kind by kind. */
const markersOf = (svg: string): [x: number, y: number][] => {
  const { document } = parseHTML(svg);
  return [...document.querySelectorAll('circle, path')].flatMap((one): [number, number][] => {
    if (one.getAttribute('data-mark')?.startsWith('point, ') !== true) return [];
    const [, x, y] = /translate\(([-\d.]+),([-\d.]+)\)/.exec(one.getAttribute('transform') ?? '') ?? [];
    return [[Number(one.getAttribute('cx') ?? x), Number(one.getAttribute('cy') ?? y)]];
  });
};

test.each(['left', 'middle'])('figure 1, %s, shows the points where they are, on axes of one scale', (name) => {
  const { x, y } = toReal(panels[name]);
  const points = [1, -1].flatMap((label) => x.filter((_, i) => y[i] === label));
  const places = markersOf(svgs(`figure-1-${name}`)[0]);
  const spread = (all: readonly (readonly number[])[]): number => Math.max(...all.map(([u]) => u - all[0][0]));
  const unit = spread(places) / spread(points);
  expect(unit).toBeGreaterThan(10);
  points.forEach(([u, v], i) => {
    expect(places[i][0] - places[0][0]).toBeCloseTo(unit * (u - points[0][0]), 1);
    expect(places[i][1] - places[0][1]).toBeCloseTo(-unit * (v - points[0][1]), 1);
  });
});

describe.each(['left', 'middle', 'right'])('figure 1, %s', (name) => {
  test('shows all points in every frame', () => {
    for (const svg of svgs(`figure-1-${name}`)) expect(markersOf(svg)).toHaveLength(panels[name].x.length);
  });

  test('ends at the certified limit, with the margins in its legend', () => {
    const { frames } = made[`figure-1-${name}`];
    expect(frames.length).toBeGreaterThanOrEqual(12);
    expect(frames[frames.length - 1].label).toMatch(/^Limit, certified/);
    for (const { svg } of frames) {
      for (const text of ['normalised margin', 'best net of every width', 'y = 1', 'y = \u22121']) {
        expect(words(svg)).toContain(text);
      }
    }
    expect(frames[0].label).toMatch(/^Phase I .* t = 0/);
    for (const phase of ['Phase I ', 'Phase II ', 'Phase III ']) {
      expect(frames.some(({ label }) => label.startsWith(phase))).toBe(true);
    }
  });
});

test('the margins of the last frames are those of the claims', () => {
  const last = (name: string): string => svgs(`figure-1-${name}`).at(-1) ?? '';
  // F1: (1 + leak)/4 gamma* is the best; F2, F3: the limit is 1/8
  expect(words(last('left')).filter((text) => text === '0.6101')).toHaveLength(3);
  for (const name of ['middle', 'right']) expect(words(last(name))).toContain('0.1250');
});

test('the trajectory names its phases and its axes', () => {
  const [svg] = svgs('trajectory');
  for (const text of ['Phase I', 'Phase II', 'Phase III', 'normalised margin', 't, linear', 'T\u2081']) {
    expect(words(svg)).toContain(text);
  }
});

test('the ladder measures the slopes that it expects', () => {
  const measured = words(svgs('sigma-ladder')[0]).flatMap((text) => {
    const match = /^slope (\d) expected \(line\), ([\d.]+) measured$/.exec(text);
    return match === null ? [] : [[Number(match[1]), Number(match[2])]];
  });
  expect(measured).toHaveLength(2);
  for (const [expected, found] of measured) expect(Math.abs(found - expected)).toBeLessThan(0.05);
});

test('the matrix has a mark for each cell, and a row for each claim', () => {
  const [svg] = svgs('ablation-matrix');
  const { document } = parseHTML(svg);
  expect(document.querySelectorAll('g[data-mark="dot"] title')).toHaveLength(cells.length);
  for (const { claim, assumption } of cells) {
    expect(words(svg)).toContain(claim);
    expect(words(svg)).toContain(assumption);
  }
});

test('slack is sorted by the worst', () => {
  const shown = words(svgs('slack-distribution')[0]).filter((text) => runs.some(({ id }) => id === text));
  expect(shown).toEqual(['P5-mu', LONGEST_ID, 'K1']);
  expect(() => slackDistribution([])).toThrow('there are 0 runs with a slack, expected at least one');
});

test('data of more than two dimensions have margins and no plane', async () => {
  const dataset = createDataset([[1, 0, 0], [0, 1, 1], [-1, -1, 0], [0, -1, -2]], [1, 1, -1, -1]); // prettier-ignore
  expect((await userData(dataset)).map(({ id }) => id)).toEqual(['margins']);
});
