import * as Plot from '@observablehq/plot';
import type { Dataset } from '../../model/dataset.js';
import type { Network } from '../../model/network.js';
import { sectors, type Point } from './boundary.js';
import { boxAround, contains, corners, exit, regions, type Box } from './box.js';
import { plain, powerOfTen } from './numbers.js';
import { COLOUR, FONT, RIM, WIDTH, canvas, panel, stack, type Panel } from './style.js';

/** How a decision boundary is drawn. */
export interface Stroke {
  readonly stroke: string;
  readonly strokeWidth: number;
  readonly strokeDasharray?: string;
}

/** A decision boundary, as rays from the origin, and what its row of the legend says. */
export interface Curve {
  readonly rays: readonly Point[];
  readonly style: Stroke;
  readonly name: string;
  readonly value: string;
}

/** Wide below, narrow above: boundaries that coincide are all seen, in black and white as well. */
export const STROKES = {
  best: { stroke: COLOUR.orange, strokeWidth: 9 },
  kkt: { stroke: COLOUR.purple, strokeWidth: 3.5, strokeDasharray: '2 6' },
  linear: { stroke: COLOUR.green, strokeWidth: 5, strokeDasharray: '14 7' },
  flow: { stroke: COLOUR.fg, strokeWidth: 2.5 },
} as const satisfies Record<string, Stroke>;

export interface PlaneOptions {
  readonly dataset: Dataset<number>;
  /** Points that are hints (Definition 6.1). */
  readonly hints: readonly number[];
  readonly heading: string;
  /** Lowest first. */
  readonly curves: readonly Curve[];
  /** The net whose two sides are shaded. */
  readonly shaded: Network<number>;
  readonly alt: string;
}

const MARGIN = { left: 46, right: 14, top: 10, bottom: 34 };
const HEIGHT = 430;
const ASPECT = (WIDTH - MARGIN.left - MARGIN.right) / (HEIGHT - MARGIN.top - MARGIN.bottom);
const ROW = 25;

type Kind = 'plus' | 'minus' | 'hint';
const MARKERS = {
  plus: { name: 'y = 1', symbol: 'circle', r: 6.5, fill: COLOUR.blue, stroke: COLOUR.bg, strokeWidth: 1.5 },
  minus: { name: 'y = \u22121', symbol: 'square', r: 6, fill: COLOUR.bg, stroke: COLOUR.vermillion, strokeWidth: 3 },
  hint: { name: 'hint, y = 1', symbol: 'times', r: 6.5, stroke: COLOUR.blue, strokeWidth: 4.5 },
} as const satisfies Record<Kind, Plot.DotOptions & { name: string }>;
const KINDS = ['plus', 'minus', 'hint'] as const;

const line = (from: Point, to: Point, style: Stroke): Plot.Markish =>
  Plot.link([[...from, ...to]], { x1: '0', y1: '1', x2: '2', y2: '3', strokeLinecap: 'butt', ...style });

/** The heading, a row for each curve with the normalised margin at its end, and the markers. */
function legend({ heading, curves }: PlaneOptions, kinds: readonly Kind[]): Panel {
  const first = FONT.title + 14;
  const y = (row: number): number => first + ROW * (row + 0.5);
  const shown = [...curves].reverse();
  const text = (at: Point, words: string, options: Plot.TextOptions = {}): Plot.Markish =>
    Plot.text([at], { text: () => words, textAnchor: 'start', fontSize: FONT.text, ...options });
  const end = { textAnchor: 'end', fontVariant: 'tabular-nums' } as const;
  return canvas(first + ROW * (shown.length + 2) + 4, [
    text([MARGIN.left, first / 2], heading, { fontSize: FONT.title, fontWeight: 600 }),
    text([MARGIN.left, y(0)], 'decision boundary', { fill: COLOUR.muted }),
    text([WIDTH - MARGIN.right, y(0)], 'normalised margin', { ...end, fill: COLOUR.muted }),
    ...shown.flatMap(({ style, name, value }, k) => [
      line([MARGIN.left, y(k + 1)], [MARGIN.left + 52, y(k + 1)], style),
      text([MARGIN.left + 64, y(k + 1)], name),
      text([WIDTH - MARGIN.right, y(k + 1)], value, end),
    ]),
    ...kinds.flatMap((kind, k) => {
      const x = MARGIN.left + 8 + 120 * k;
      const { name, ...style } = MARKERS[kind];
      return [Plot.dot([[x, y(shown.length + 1)]], style), text([x + 18, y(shown.length + 1)], name)];
    }),
  ]);
}

/** The power of ten in which coordinates are written: 0 where their ticks are short as they are. */
function unitOf({ x }: Dataset<number>): number {
  const decade = Math.floor(Math.log10(Math.max(...x.flat().map(Math.abs)) || 1));
  return decade >= -1 && decade <= 2 ? 0 : decade;
}

/** A point out of view stands at the border, in its own direction, with an arrow and its coordinates. */
function placed(box: Box, x: Point): { at: Point; away: boolean } {
  if (contains(box, x)) return { at: x, away: false };
  const [u, v] = exit(box, x);
  return { at: [0.93 * u, 0.93 * v], away: true };
}

/** Data in the plane, decision boundaries as rays from the origin, the two sides of a net shaded. */
export function plane(options: PlaneOptions): string {
  const { dataset, hints, curves, shaded, alt } = options;
  const decade = unitOf(dataset);
  const points = dataset.x.map(([x, y]): Point => [x / 10 ** decade, y / 10 ** decade]);
  const unit = decade === 0 ? '' : `, in units of ${powerOfTen(decade)}`;
  const kindOf = (i: number): Kind => (hints.includes(i) ? 'hint' : dataset.y[i] === 1 ? 'plus' : 'minus');
  const kinds = KINDS.filter((kind) => points.some((_, i) => kindOf(i) === kind));
  const box = boxAround(points, ASPECT);
  const places = points.map((x) => placed(box, x));
  const away = places.flatMap(({ at, away: out }, i) =>
    out ? [{ at, name: `(${points[i].map((t) => plain(t)).join(', ')})` }] : [],
  );
  const drawing = panel(HEIGHT, {
    marginLeft: MARGIN.left,
    marginRight: MARGIN.right,
    marginTop: MARGIN.top,
    marginBottom: MARGIN.bottom,
    x: { domain: [box.left, box.right], label: null, ticks: 7, tickSize: 4, tickFormat: (t: number) => plain(t) },
    y: { domain: [box.bottom, box.top], label: null, ticks: 6, tickSize: 4, tickFormat: (t: number) => plain(t) },
    marks: [
      ...regions(box, sectors(shaded, corners(box))).map(({ sign, outline }) =>
        Plot.line(outline, {
          curve: 'linear-closed',
          stroke: 'none',
          fill: sign > 0 ? COLOUR.blue : COLOUR.vermillion,
          // apart in black and white, too
          fillOpacity: sign > 0 ? 0.18 : 0.08,
        }),
      ),
      Plot.frame({ stroke: COLOUR.grid }),
      ...curves.flatMap(({ rays, style }) => rays.map((u) => line([0, 0], exit(box, u), style))),
      ...kinds.map((kind) => {
        const { name, ...style } = MARKERS[kind];
        const own = places.filter((_, i) => kindOf(i) === kind).map(({ at }) => at);
        return Plot.dot(own, { ...style, ariaLabel: () => `point, ${name}` });
      }),
      ...away.flatMap(({ at: [u, v], name }) => [
        Plot.arrow([0], {
          x1: () => u * 1.025,
          y1: () => v * 1.025,
          x2: () => u / 0.94,
          y2: () => v / 0.94,
          stroke: COLOUR.fg,
          strokeWidth: 2,
          headLength: 7,
        }),
        Plot.text([[u, v]], {
          text: () => name,
          dy: v > 0 ? 18 : -18,
          fontSize: FONT.tick,
          ...RIM,
          textAnchor: u > 0 ? 'end' : 'start',
        }),
      ]),
      Plot.text([[box.right, box.bottom]], {
        text: () => `x\u2081${unit}`,
        dx: -8,
        dy: -10,
        textAnchor: 'end',
        fontSize: FONT.text,
        fontStyle: 'italic',
        ...RIM,
      }),
      Plot.text([[box.left, box.top]], {
        text: () => `x\u2082${unit}`,
        dx: 8,
        dy: 14,
        textAnchor: 'start',
        fontSize: FONT.text,
        fontStyle: 'italic',
        ...RIM,
      }),
    ],
  });
  return stack([legend(options, kinds), drawing], alt);
}

/** Both rays of the line <w, x> = 0. */
export const lineAcross = ([x, y]: readonly number[]): Point[] => [[-y, x], [y, -x]]; // prettier-ignore
