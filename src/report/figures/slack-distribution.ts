import * as Plot from '@observablehq/plot';
import type { Figure } from '../figure.js';
import { powerOfTen, significant } from './numbers.js';
import { canvas, COLOUR, FONT, stack, WIDTH } from './style.js';

/** How much of its bound a claim used, over the cases that hold within one. */
export interface SlackRun {
  readonly id: string;
  readonly slack: {
    /** Largest difference in units of the bound; 1 is at the bound, below 0 beyond equality. */
    readonly worst: number;
    /** What was compared there. */
    readonly at: string;
    /** Numbers of cases by ceil(log10(slack)), the last one 0, the first one all that is less. */
    readonly decades: readonly number[];
  };
}

const ROW = 34;
const TOP = 66;
/** The longest id of a claim fits to the left. */
const [LEFT, RIGHT] = [230, WIDTH - 96];
/** The least height of a bar that stands for a case. */
const LEAST = 2;

interface Bar {
  readonly x1: number;
  readonly x2: number;
  readonly y1: number;
  readonly y2: number;
}

/** Bars of one row by its numbers of cases: the largest fills the row, and none that is not 0 vanishes. */
export function bars(decades: readonly number[], bottom: number, height: number): Bar[] {
  const width = (RIGHT - LEFT) / decades.length;
  const most = Math.max(...decades);
  return decades.flatMap((n, k) => {
    if (n === 0) return [];
    const x1 = LEFT + width * k + 1;
    return [{ x1, x2: x1 + width - 2, y1: bottom - Math.max(LEAST, (height * n) / most), y2: bottom }];
  });
}

/** Where a share of the bound stands; what is less than the first decade, at its left end. */
const placeOf = (share: number, decades: number): number =>
  LEFT + (RIGHT - LEFT) * Math.max(0, 1 + Math.log10(Math.max(share, Number.MIN_VALUE)) / decades);

/** Per claim a histogram over decades of how much of the bound was used, the tightest first. Throws RangeError where there are no runs. */
export function slackDistribution(runs: readonly SlackRun[]): Figure {
  if (runs.length === 0) throw new RangeError('there are 0 runs with a slack, expected at least one');
  const sorted = [...runs].sort((a, b) => b.slack.worst - a.slack.worst);
  const decades = sorted[0].slack.decades.length;
  const height = TOP + ROW * sorted.length + 14;
  const bottom = (k: number): number => TOP + ROW * (k + 1) - 4;
  const text = { fontSize: FONT.tick } as const;
  const powers = Array.from({ length: decades + 1 }, (_, k) => k - decades).filter((k) => k % 3 === 0);
  const tickX = (k: number): number => LEFT + ((RIGHT - LEFT) * (k + decades)) / decades;
  const worst = sorted.map(({ slack }, k) => ({ x: placeOf(slack.worst, decades), y: bottom(k) - (ROW - 8) / 2 }));
  const cases = (counts: readonly number[]): number => counts.reduce((sum, n) => sum + n, 0);
  const alt = `Histograms over decades of the share of its bound that each of ${sorted.length} claims used; ${sorted[0].id} came nearest, with ${shareText(sorted[0].slack.worst)}.`;
  const marks: Plot.Markish[] = [
    Plot.text([[LEFT, 14]], { ...text, text: () => 'used of the bound, in the cases that hold', textAnchor: 'start' }),
    Plot.text([[RIGHT + 84, 14]], { ...text, text: () => 'largest', textAnchor: 'end' }),
    Plot.text(powers, {
      ...text,
      x: tickX,
      y: 42,
      fontVariant: 'tabular-nums',
      text: (k: number) => (k === 0 ? '1' : powerOfTen(k)),
    }),
    Plot.ruleX(powers, { x: tickX, y1: 54, y2: height - 10, stroke: COLOUR.grid }),
    Plot.rect(
      sorted.flatMap(({ slack }, k) => bars(slack.decades, bottom(k), ROW - 10)),
      { x1: 'x1', x2: 'x2', y1: 'y1', y2: 'y2', fill: COLOUR.blue, fillOpacity: 0.75 },
    ),
    Plot.ruleY(sorted, { y: (_: SlackRun, k: number) => bottom(k), x1: LEFT, x2: RIGHT, stroke: COLOUR.grid }),
    Plot.ruleX([RIGHT], { y1: 54, y2: height - 10, stroke: COLOUR.vermillion, strokeWidth: 3 }),
    Plot.dot(worst, { x: 'x', y: 'y', symbol: 'diamond', r: 5.5, fill: COLOUR.bg, stroke: COLOUR.fg, strokeWidth: 2 }),
    Plot.text(sorted, {
      ...text,
      x: LEFT - 10,
      y: (_: SlackRun, k: number) => bottom(k) - (ROW - 8) / 2,
      textAnchor: 'end',
      text: 'id',
      fontWeight: 600,
      title: ({ id, slack }: SlackRun) => `${id}: ${cases(slack.decades)} cases; the largest at ${slack.at}`,
    }),
    Plot.text(sorted, {
      ...text,
      x: RIGHT + 84,
      y: (_: SlackRun, k: number) => bottom(k) - (ROW - 8) / 2,
      textAnchor: 'end',
      text: ({ slack }: SlackRun) => shareText(slack.worst),
      fontVariant: 'tabular-nums',
    }),
  ];
  return {
    id: 'slack-distribution',
    title: 'How much of their bounds the claims used',
    caption:
      'Numeric claims hold within a bound. Per claim, how many cases used which share of it, by decade (bars, scaled to the fullest decade); the diamond is the largest share, and the vertical line at 1 is the bound. Cases beyond equality are in the first decade.',
    alt,
    frames: [{ label: '', svg: stack([canvas(height, marks)], alt) }],
  };
}

const shareText = (worst: number): string => {
  if (worst <= 0) return '\u2264 0';
  return worst >= 0.001
    ? significant(worst, 2)
    : `${(worst / 10 ** Math.floor(Math.log10(worst))).toFixed(1)}\u00b7${powerOfTen(Math.floor(Math.log10(worst)))}`;
};
