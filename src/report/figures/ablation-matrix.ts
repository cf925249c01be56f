import * as Plot from '@observablehq/plot';
import type { Figure } from '../figure.js';
import { textWidth } from './numbers.js';
import { canvas, COLOUR, stack, WIDTH } from './style.js';

/** What is known of a claim without one of its assumptions. */
export interface AblationCell {
  readonly claim: string;
  readonly assumption: string;
  /** `none`: searched, and no counterexample found. */
  readonly outcome: 'refuted' | 'none' | 'undecided' | 'unsearched';
  /** The instance that refutes it, as one line. */
  readonly witness?: string;
}

type Outcome = AblationCell['outcome'];

const MARKS = {
  refuted: { name: 'counterexample', symbol: 'circle', fill: COLOUR.vermillion, stroke: COLOUR.vermillion },
  none: { name: 'none found', symbol: 'square', fill: COLOUR.bg, stroke: COLOUR.blue },
  undecided: { name: 'undecided', symbol: 'triangle', fill: COLOUR.bg, stroke: COLOUR.orange },
  unsearched: { name: 'not searched', symbol: 'times', fill: 'none', stroke: COLOUR.muted },
} as const satisfies Record<Outcome, { name: string; symbol: string; fill: string; stroke: string }>;

const OUTCOMES = ['refuted', 'none', 'undecided', 'unsearched'] as const;

/** Assumptions of so many claims have a column of their own. */
const SHARED = 6;
const SIZE = 14;
const ROW = 22;
const LEFT = 8;
const RIGHT = WIDTH - 6;
/** Between a marker's centre and its word, and between a word and the next marker. */
const [GAP, AFTER] = [9, 15];

interface Placed {
  readonly cell: AblationCell;
  readonly x: number;
  readonly line: number;
  readonly word: string;
}

/** Words in lines between `from` and the right border. */
function flowed(cells: readonly AblationCell[], from: number): Placed[] {
  let [x, line] = [from, 0];
  return cells.map((cell) => {
    const width = GAP + textWidth(cell.assumption, SIZE);
    if (x + width > RIGHT && x > from) [x, line] = [from, line + 1];
    const placed = { cell, x, line, word: cell.assumption };
    x += width + AFTER;
    return placed;
  });
}

/** Width of the legend of these outcomes. */
const legendX = (outcomes: readonly Outcome[]): number =>
  outcomes.reduce((sum, outcome) => sum + textWidth(MARKS[outcome].name, SIZE) + 36, 0);

/** How many claims have each assumption, most first. */
function counts(cells: readonly AblationCell[]): [string, number][] {
  const found = new Map<string, number>();
  for (const { assumption } of cells) found.set(assumption, (found.get(assumption) ?? 0) + 1);
  return [...found].sort((a, b) => b[1] - a[1]);
}

/** Claim by assumption: a row for each claim, columns for assumptions that many share, the others by name. Rows are in the order of the cells. */
export function ablationMatrix(cells: readonly AblationCell[]): Figure {
  const columns = counts(cells).flatMap(([id, n]) => (n >= SHARED ? [id] : []));
  const claims = [...new Set(cells.map(({ claim }) => claim))];
  const names = LEFT + Math.max(60, ...claims.map((id) => textWidth(id, SIZE))) + 14;
  const columnX = columns.map(
    (_, k) => names + columns.slice(0, k).reduce((sum, c) => sum + textWidth(c, SIZE) + 16, 0),
  );
  const rest = names + columns.reduce((sum, c) => sum + textWidth(c, SIZE) + 16, 0) + 8;
  const present = OUTCOMES.filter((outcome) => cells.some((cell) => cell.outcome === outcome));
  const top = 34 + 28;
  let y = top + ROW / 2;
  const placed: (Placed & { y: number })[] = [];
  const rows = claims.map((claim, k) => {
    const own = cells.filter((cell) => cell.claim === claim);
    const fixed = own.flatMap((cell) => {
      const at = columns.indexOf(cell.assumption);
      return at < 0 ? [] : [{ cell, x: columnX[at] + textWidth(columns[at], SIZE) / 2, line: 0, word: '' }];
    });
    const named = flowed(
      own.filter(({ assumption }) => !columns.includes(assumption)),
      rest,
    );
    for (const one of [...fixed, ...named]) placed.push({ ...one, y: y + ROW * one.line });
    const lines = 1 + Math.max(0, ...named.map(({ line }) => line));
    const row = { claim, y, top: y - ROW / 2, bottom: y + ROW * (lines - 0.5), shaded: k % 2 === 0 };
    y += ROW * lines;
    return row;
  });
  const height = y + 4;
  const text = { textAnchor: 'start', fontSize: SIZE } as const;
  const head = { ...text, fill: COLOUR.muted, fontStyle: 'italic' } as const;
  const legend = present.map((outcome, k) => ({ outcome, x: LEFT + 8 + legendX(present.slice(0, k)) }));
  const dot = (outcome: Outcome): Plot.DotOptions => {
    const { symbol, fill, stroke } = MARKS[outcome];
    return { symbol, fill, stroke, strokeWidth: 2.2, r: 4.5 };
  };
  const alt = `Matrix of ${claims.length} claims by ${new Set(cells.map(({ assumption }) => assumption)).size} assumptions: ${present
    .map((outcome) => `${cells.filter((cell) => cell.outcome === outcome).length} ${MARKS[outcome].name}`)
    .join(', ')}.`;
  const svg = stack(
    [
      canvas(height, [
        Plot.rect(
          rows.filter(({ shaded }) => shaded),
          {
            x1: 0,
            x2: WIDTH,
            y1: 'top',
            y2: 'bottom',
            fill: COLOUR.muted,
            fillOpacity: 0.08,
          },
        ),
        ...legend.flatMap(({ outcome, x }) => [
          Plot.dot([[x, 17]], { ...dot(outcome), r: 5.5 }),
          Plot.text([[x + 14, 17]], { text: () => MARKS[outcome].name, textAnchor: 'start', fontSize: SIZE }),
        ]),
        Plot.text([[LEFT, top - 12]], { ...head, text: () => 'claim' }),
        ...columns.map((id, k) => Plot.text([[columnX[k], top - 12]], { ...head, text: () => id })),
        Plot.text([[rest - GAP + 4, top - 12]], { ...head, text: () => 'other assumptions, by name' }),
        Plot.text(rows, { ...text, x: LEFT, y: 'y', text: 'claim', fontWeight: 600 }),
        ...present.map((outcome) =>
          Plot.dot(
            placed.filter(({ cell }) => cell.outcome === outcome),
            { ...dot(outcome), x: 'x', y: 'y', title: ({ cell }: Placed) => titleOf(cell) },
          ),
        ),
        Plot.text(
          placed.filter(({ word }) => word !== ''),
          { ...text, x: 'x', dx: GAP, y: 'y', text: 'word' },
        ),
      ]),
    ],
    alt,
  );
  return {
    id: 'ablation-matrix',
    title: 'What each assumption is needed for',
    caption: `Each mark is a claim without one of its assumptions, searched for a counterexample. ${cells.length} cells.`,
    alt,
    frames: [{ label: '', svg }],
  };
}

/** Characters of a witness that a tooltip shows. */
const LONGEST = 160;

function titleOf({ claim, assumption, outcome, witness }: AblationCell): string {
  const clipped = witness === undefined || witness.length <= LONGEST ? witness : `${witness.slice(0, LONGEST)}...`;
  return `${claim} without ${assumption}: ${clipped ?? MARKS[outcome].name}`;
}
