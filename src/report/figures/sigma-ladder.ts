import * as Plot from '@observablehq/plot';
import { distanceM, phaseOne, stateAt } from '../../claims/a4-phase-one.js';
import type { FlowStart } from '../../claims/claim.js';
import { embed, twoNeuronStart } from '../../model/embedding.js';
import { squaredMNorm } from '../../model/network.js';
import { real } from '../../numeric/field.js';
import type { Figure } from '../figure.js';
import { powerOfTen } from './numbers.js';
import { canvas, COLOUR, FONT, panel, stack } from './style.js';

/** One rung: a small parameter and a distance in M-norm, relative to the limit. */
interface Rung {
  readonly size: number;
  readonly error: number;
}

export interface Ladder {
  /** (4): phi(r theta-hat, T_2(r) + t) to its limit, against r. */
  readonly inR: readonly Rung[];
  /** (5): theta(T_12 + t) to the embedded limit, against sigma sqrt m |theta-bar_0|_M. */
  readonly inSigma: readonly Rung[];
}

const LOG_R = [-1, -2, -3, -4, -5, -6, -7, -8];
const LOG_SIGMA = [-2, -4, -6, -8, -10, -12, -14, -16, -18];
/** ln of the r whose flow stands for the limit: its own distance is of the order r^2 = 1e-14. */
const LIMIT = -16;

/** The ladder of Lemma 5.4 at t = 0. Throws RangeError where a flow ends before T_12. */
export async function sigmaErrors(start: FlowStart): Promise<Ladder> {
  const { bar, b, muBar, lambda0, size } = phaseOne(start);
  const hat = embed(real, b, twoNeuronStart(real, bar.leak, b, muBar));
  const at = async (net: typeof bar, logSize: number, logScale: number) => {
    const theta = await stateAt(start, net, logScale, -logSize / lambda0);
    if (theta === undefined)
      throw new RangeError(`the flow from e^${logScale} ends before T_12, expected it to reach it`);
    return theta;
  };
  const limit = await at(hat, LIMIT, LIMIT);
  const unit = Math.sqrt(squaredMNorm(real, limit));
  const inR: Rung[] = [];
  for (const log of LOG_R) inR.push({ size: Math.exp(log), error: distanceM(await at(hat, log, log), limit) / unit });
  const inSigma: Rung[] = [];
  for (const log of LOG_SIGMA) {
    inSigma.push({ size: Math.exp(log), error: distanceM(await at(bar, log, log - Math.log(size)), limit) / unit });
  }
  return { inR, inSigma };
}

/** Slope of the least-squares line through the logarithms. */
export function slopeOf(rungs: readonly Rung[]): number {
  const points = rungs.map(({ size, error }) => [Math.log(size), Math.log(error)]);
  const mean = (j: number): number => points.reduce((sum, p) => sum + p[j], 0) / points.length;
  const [mx, my] = [mean(0), mean(1)];
  const over = points.reduce((sum, [x, y]) => sum + (x - mx) * (y - my), 0);
  return over / points.reduce((sum, [x]) => sum + (x - mx) ** 2, 0);
}

/** Through the middle rung, with the slope expected. */
function expected(rungs: readonly Rung[], slope: number): [number, number][] {
  const { size, error } = rungs[Math.floor(rungs.length / 2)];
  return [rungs[0], rungs[rungs.length - 1]].map((end) => [end.size, error * (end.size / size) ** slope]);
}

const MARGIN = { marginLeft: 70, marginRight: 24, marginTop: 34, marginBottom: 52 };

const decades = (values: readonly number[]): number[] => {
  const [low, high] = [Math.floor(Math.log10(Math.min(...values))), Math.ceil(Math.log10(Math.max(...values)))];
  return Array.from({ length: high - low + 1 }, (_, k) => low + k);
};

/** Error against sigma and r, on log-log axes, with the slopes that linear algebra predicts. */
export async function sigmaLadder(start: FlowStart): Promise<Figure> {
  const ladder = await sigmaErrors(start);
  const d = start.dataset.x[0].length;
  const series = [
    {
      rungs: ladder.inSigma,
      slope: d === 1 ? 2 : 1,
      colour: COLOUR.vermillion,
      dash: '9 5',
      symbol: 'square',
      name: '(5): flow to the embedded limit, against \u03c3',
    },
    {
      rungs: ladder.inR,
      slope: 2,
      colour: COLOUR.blue,
      dash: '2 5',
      symbol: 'circle',
      name: '(4): two neurons to their limit, against r',
    },
  ] as const;
  const all = series.flatMap(({ rungs }) => rungs);
  const [xs, ys] = [decades(all.map((p) => p.size)), decades(all.map((p) => p.error))];
  const log = (powers: readonly number[], every: number) => ({
    type: 'log' as const,
    domain: [10 ** powers[0], 10 ** powers[powers.length - 1]],
    ticks: powers.filter((k) => k % every === 0).map((k) => 10 ** k),
    tickFormat: (t: number) => powerOfTen(Math.round(Math.log10(t))),
    grid: true,
    labelArrow: 'none' as const,
  });
  const drawing = panel(430, {
    ...MARGIN,
    x: { ...log(xs, 1), label: '\u03c3 \u221am |\u03b8\u0304\u2080|_M, and r', labelAnchor: 'center', labelOffset: 46 },
    y: { ...log(ys, 2), label: 'distance to the limit in M-norm, relative' },
    marks: series.flatMap(({ rungs, slope, colour, dash, symbol }) => [
      Plot.line(expected(rungs, slope), { stroke: colour, strokeWidth: 2.5, strokeDasharray: dash }),
      Plot.dot(rungs, { x: 'size', y: 'error', symbol, r: 6, stroke: colour, fill: COLOUR.bg, strokeWidth: 2.5 }),
    ]),
  });
  const key = series.flatMap(({ rungs, slope, colour, dash, symbol, name }, k) => {
    const y = 22 + 50 * k;
    const text = (dy: number, words: string, fill: string): Plot.Markish =>
      Plot.text([[MARGIN.marginLeft + 62, y + dy]], {
        text: () => words,
        textAnchor: 'start',
        fontSize: FONT.text,
        fill,
      });
    return [
      Plot.link([[MARGIN.marginLeft, y, MARGIN.marginLeft + 50, y]], {
        x1: '0',
        y1: '1',
        x2: '2',
        y2: '3',
        stroke: colour,
        strokeWidth: 2.5,
        strokeDasharray: dash,
      }),
      Plot.dot([[MARGIN.marginLeft + 25, y]], { symbol, r: 6, stroke: colour, fill: COLOUR.bg, strokeWidth: 2.5 }),
      text(0, name, COLOUR.fg),
      text(22, `slope ${slope} expected (line), ${slopeOf(rungs).toFixed(3)} measured`, COLOUR.muted),
    ];
  });
  const alt = `Log-log plot of the distances of Lemma 5.4: against sigma they fall with slope ${slopeOf(ladder.inSigma).toFixed(3)}, against r with slope ${slopeOf(ladder.inR).toFixed(3)}.`;
  return {
    id: 'sigma-ladder',
    title: 'Lemma 5.4: the limits of small initialisation, with their rates',
    caption: `At time T\u2081\u2082 (t = 0). What of the start is across \u03bc neither grows nor decays near zero: it is ${d === 1 ? 'absent in dimension 1, and what is left is of the order \u03c3\u00b2' : 'still of the order \u03c3 beside a net of the order 1, hence slope 1'}. A start along the top eigenvector misses only what the loss does before r, of the order r\u00b2.`,
    alt,
    frames: [{ label: '', svg: stack([canvas(106, key), drawing], alt) }],
  };
}
