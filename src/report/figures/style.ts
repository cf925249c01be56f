import * as Plot from '@observablehq/plot';
import { parseHTML } from 'linkedom';

/** Width of every picture, in units of its viewBox; a phone shows 1.7 of them a pixel. */
export const WIDTH = 640;
/** Font sizes in the same units. */
export const FONT = { title: 18, text: 16, tick: 15 } as const;

/** Colours that a page may set for dark and light; the hues are those of Okabe and Ito. */
export const COLOUR = {
  fg: 'var(--fg, #1b1f24)',
  bg: 'var(--bg, #ffffff)',
  muted: 'var(--muted, #57606a)',
  grid: 'var(--grid, #d0d7de)',
  blue: 'var(--blue, #0072b2)',
  vermillion: 'var(--vermillion, #d55e00)',
  orange: 'var(--orange, #e69f00)',
  green: 'var(--green, #009e73)',
  purple: 'var(--purple, #b5548b)',
} as const;

/** What is used of an element of the DOM. */
interface Drawn {
  readonly innerHTML: string;
  querySelector(selector: string): Drawn | null;
  querySelectorAll(selector: string): Iterable<Drawn>;
  getAttribute(name: string): string | null;
  setAttribute(name: string, value: string): void;
  removeAttribute(name: string): void;
  remove(): void;
}

/** A part of a picture, over its whole width. */
export interface Panel {
  readonly height: number;
  readonly element: Drawn;
}

const { document } = parseHTML('<!doctype html><html><body></body></html>');

/** A plot of the full width, to be stacked. */
export function panel(height: number, options: Plot.PlotOptions): Panel {
  const element = Plot.plot({ document, width: WIDTH, height, ...options }) as unknown as Drawn;
  return { height, element };
}

/** A panel without axes, whose x and y are units of the viewBox, from the top left. */
export const canvas = (height: number, marks: readonly Plot.Markish[]): Panel =>
  panel(height, {
    margin: 0,
    x: { axis: null, domain: [0, WIDTH], range: [0, WIDTH] },
    y: { axis: null, domain: [0, height], range: [0, height] },
    marks: [...marks],
  });

/** Of texts that lie on lines: a rim in the colour of the ground. */
export const RIM = { fill: COLOUR.fg, stroke: COLOUR.bg, strokeWidth: 5, paintOrder: 'stroke' } as const;

/** Places to which coordinates are rounded. */
const PLACES = 2;
const GEOMETRY = ['d', 'x', 'y', 'x1', 'y1', 'x2', 'y2', 'cx', 'cy', 'r', 'width', 'height', 'transform', 'points'];

const rounded = (text: string): string =>
  text.replace(/-?\d*\.\d+(e[-+]?\d+)?/g, (t) => String(Number(Number(t).toFixed(PLACES))));

/** Rounds the coordinates of all elements below, and keeps what Plot calls its marks where it is no label: of an image only the whole may have one. */
function compact(element: Drawn): void {
  for (const one of element.querySelectorAll('*')) {
    const mark = one.getAttribute('aria-label');
    if (mark !== null) {
      one.removeAttribute('aria-label');
      one.setAttribute('data-mark', mark);
    }
    for (const name of GEOMETRY) {
      const value = one.getAttribute(name);
      if (value !== null) one.setAttribute(name, rounded(value));
    }
  }
}

const escaped = (text: string): string =>
  text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');

/** Panels, from top to bottom, as the text of one SVG; `alt` says what is to be seen. */
export function stack(panels: readonly Panel[], alt: string): string {
  let y = 0;
  const parts = panels.map(({ height, element }) => {
    element.querySelector('style')?.remove();
    compact(element);
    const part = `<g transform="translate(0,${y})">${element.innerHTML}</g>`;
    y += height;
    return part;
  });
  const size = `viewBox="0 0 ${WIDTH} ${y}" width="${WIDTH}" height="${y}" style="max-width:100%;height:auto"`;
  const font = `font-family="system-ui, 'Segoe UI', 'Liberation Sans', sans-serif" font-size="${FONT.tick}"`;
  const ground = `<rect width="${WIDTH}" height="${y}" fill="${COLOUR.bg}"/>`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" ${size} role="img" aria-label="${escaped(alt)}" ${font}`,
    ` text-anchor="middle" fill="${COLOUR.fg}" color="${COLOUR.fg}">${ground}${parts.join('')}</svg>`,
  ].join('');
}
