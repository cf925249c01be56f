import * as Plot from '@observablehq/plot';
import { phaseOne } from '../../claims/a4-phase-one.js';
import type { FlowStart } from '../../claims/claim.js';
import { toRealNetwork } from '../../claims/flow-case.js';
import { toReal } from '../../model/dataset.js';
import { linearMargin } from '../../oracle/linear-margin.js';
import type { Figure } from '../figure.js';
import { clockTicks, onClock, type Clock } from './clock.js';
import { recordFlow, type Moment } from './flow-record.js';
import { powerOfTen, significant } from './numbers.js';
import { canvas, COLOUR, FONT, panel, RIM, stack, WIDTH, type Panel } from './style.js';

const MARGIN = { marginLeft: 66, marginRight: 16, marginTop: 30, marginBottom: 8 };
const PHASES = [
  { name: 'Phase I', says: 'near zero' },
  { name: 'Phase II', says: 'near two neurons' },
  { name: 'Phase III', says: 'near the max margin' },
];

const degrees = (u: readonly number[], v: readonly number[]): number => {
  const dot = u.reduce((sum, t, j) => sum + t * v[j], 0) / (Math.hypot(...u) * Math.hypot(...v));
  return (Math.acos(Math.min(1, Math.max(-1, dot))) * 180) / Math.PI;
};

/** A step of the axis that the eye sees: moments closer together are left out. */
const VISIBLE = 0.006;

interface Drawn extends Moment {
  readonly at: number;
}

function thinned(moments: readonly Moment[], clock: Clock): Drawn[] {
  const kept: Drawn[] = [];
  for (const one of moments) {
    const at = onClock(clock, one.logTime);
    if (kept.length === 0 || at - kept[kept.length - 1].at >= VISIBLE) kept.push({ ...one, at });
  }
  return kept;
}

const x = { domain: [0, 3], axis: null };
const ends = Plot.ruleX([1, 2], { stroke: COLOUR.muted, strokeDasharray: '5 4' });
const zone = Plot.rect([1], { x1: 1, x2: 2, fill: COLOUR.muted, fillOpacity: 0.08 });

/** A horizontal reference with its name, right of `at`. */
const reference = (y: number, name: string, at: number, dy: number): Plot.Markish[] => [
  Plot.ruleY([y], { stroke: COLOUR.green, strokeWidth: 2, strokeDasharray: '10 5' }),
  Plot.text([[at, y]], { text: () => name, textAnchor: 'start', dy, fontSize: FONT.tick, ...RIM }),
];

const part = (height: number, label: string, y: Plot.ScaleOptions, marks: Plot.Markish[]): Panel =>
  panel(height, { ...MARGIN, x, y: { grid: true, labelArrow: 'none', label, ...y }, marks: [zone, ends, ...marks] });

function marginPanel(moments: readonly Drawn[], limit: number): Panel {
  const least = Math.max(Math.min(...moments.map(({ margin }) => margin)), -0.75 * limit);
  const shown = moments.filter(({ margin }) => margin >= least);
  return part(190, 'normalised margin', { domain: [least, 1.2 * limit], ticks: 5 }, [
    ...reference(limit, `(1 + leak)/4 \u03b3* = ${significant(limit)}`, 0.04, 13),
    Plot.line(shown, { x: 'at', y: 'margin', stroke: COLOUR.fg, strokeWidth: 2.5 }),
  ]);
}

const LOSS_TICKS = [0, 1, 3, 10, 30, 100, 300, 1000];

function lossPanel(moments: readonly Drawn[]): Panel {
  const decades = moments.map(({ at, logLoss }) => [at, -logLoss / Math.LN10] as const);
  const most = Math.max(...decades.map(([, y]) => y));
  const ticks = LOSS_TICKS.filter((k) => k <= most);
  return part(
    170,
    'loss L, decades on a log scale',
    { type: 'symlog', domain: [most * 1.1, 0], ticks, tickFormat: (k: number) => powerOfTen(-k) },
    [Plot.line(decades, { stroke: COLOUR.fg, strokeWidth: 2.5 })],
  );
}

function anglePanel(moments: readonly Drawn[], separator: readonly number[], mean: readonly number[]): Panel {
  const turned = degrees(mean, separator);
  const neurons = moments[0].theta.a.map((_, k) =>
    moments.map(({ at, theta }) => ({ at, angle: degrees(theta.w[k], separator) })),
  );
  const sign = (k: number): number => Math.sign(moments[moments.length - 1].theta.a[k]);
  return part(210, 'angle of neuron w\u2096 to w*, degrees', { domain: [0, 180], ticks: [0, 45, 90, 135, 180] }, [
    ...reference(turned, 'direction of the mean \u03bc', 1.03, -11),
    ...reference(180 - turned, '\u2212\u03bc', 1.03, 11),
    ...neurons.map((rows, k) =>
      Plot.line(rows, {
        x: 'at',
        y: 'angle',
        strokeWidth: 2.5,
        ...(sign(k) > 0 ? { stroke: COLOUR.blue } : { stroke: COLOUR.vermillion, strokeDasharray: '6 3' }),
      }),
    ),
  ]);
}

function axisPanel(clock: Clock): Panel {
  const ticks = clockTicks(clock);
  const scales = ['t, linear', 't, linear', 't, on a log scale of ln t'];
  const text = (
    rows: readonly (readonly [number, string])[],
    y: number,
    options: Plot.TextOptions = {},
  ): Plot.Markish => Plot.text(rows, { x: '0', y: () => y, text: '1', fontSize: FONT.tick, ...options });
  return panel(86, {
    ...MARGIN,
    marginTop: 0,
    marginBottom: 0,
    x,
    y: { axis: null, domain: [86, 0], range: [86, 0] },
    marks: [
      Plot.ruleX(ticks, { x: 'at', y1: 0, y2: 6 }),
      text(
        ticks.map(({ at, label }) => [at, label]),
        17,
        { fontVariant: 'tabular-nums' },
      ),
      text(
        scales.map((name, k) => [k + 0.5, name]),
        44,
        { fill: COLOUR.muted },
      ),
      text(
        [
          [1, 'T\u2081'],
          [2, 'L = ln 2/n'],
        ],
        72,
        { fontStyle: 'italic' },
      ),
      Plot.ruleX([1, 2], { y1: 0, y2: 60, stroke: COLOUR.muted, strokeDasharray: '5 4' }),
    ],
  });
}

function legend(): Panel {
  const width = (WIDTH - MARGIN.marginLeft - MARGIN.marginRight) / 3;
  const middle = (k: number): number => MARGIN.marginLeft + width * (k + 0.5);
  const key = (from: number, name: string, style: Plot.LinkOptions): Plot.Markish[] => [
    Plot.link([[from, 62, from + 44, 62]], { x1: '0', y1: '1', x2: '2', y2: '3', strokeWidth: 2.5, ...style }),
    Plot.text([[from + 54, 62]], { text: () => name, textAnchor: 'start', fontSize: FONT.text }),
  ];
  return canvas(78, [
    ...PHASES.flatMap(({ name, says }, k) => [
      Plot.text([[middle(k), 14]], { text: () => name, fontSize: FONT.title, fontWeight: 600 }),
      Plot.text([[middle(k), 35]], { text: () => says, fontSize: FONT.text, fill: COLOUR.muted }),
    ]),
    ...key(MARGIN.marginLeft, 'neuron, a\u2096 > 0 in the end', { stroke: COLOUR.blue }),
    ...key(MARGIN.marginLeft + 270, 'neuron, a\u2096 < 0 in the end', {
      stroke: COLOUR.vermillion,
      strokeDasharray: '6 3',
    }),
  ]);
}

/** ln T_1(r) of Lemma 5.2 for the least r that it allows: size = sigma sqrt m |theta-bar_0|_M = r^3. */
const logFirst = (lambda0: number, logSize: number): number => Math.log((-2 / 3) * logSize) - Math.log(lambda0);

/**
 * Margin, loss and angles of the neurons of a flow on symmetric data from a small start, against time in three phases. Throws RangeError where the
 * data are not separable or the start is not small.
 */
export async function trajectoryFigure(start: FlowStart): Promise<Figure> {
  const linear = await linearMargin(start.dataset);
  if (!linear.separable) throw new RangeError('the data are not separable, expected Assumption 3.2');
  const net = toRealNetwork(start.net);
  const {
    moments,
    starts: [, third],
  } = await recordFlow(toReal(start.dataset), net, start.logScale);
  const last = moments[moments.length - 1];
  const { muBar, lambda0, size } = phaseOne(start);
  const clock = { starts: [logFirst(lambda0, start.logScale + Math.log(size)), third], end: last.logTime } as const;
  const drawn = thinned(moments, clock);
  const limit = ((1 + net.leak) / 4) * linear.gamma;
  const alt = `Against time in three phases: the normalised margin rises to (1 + leak)/4 gamma* = ${significant(limit)}, the loss falls to e^${significant(last.logLoss, 3)}, and the ${net.a.length} neurons turn first to plus or minus the mean, then to plus or minus w*.`;
  return {
    id: 'trajectory',
    title: 'One trajectory through the three phases of section 5',
    caption: `Gradient flow on symmetric data (${start.dataset.x.length} points, dimension ${muBar.length}) from e^${start.logScale} times a net of ${net.a.length} neurons. Near zero every neuron turns to the mean \u03bc or against it (Phase I, up to T\u2081(r) of Lemma 5.2 for the least r that it allows); then the net behaves like two neurons and fits the data (Phase II, up to L = ln 2/n); then both turn to the max-margin separator w* (Phase III).`,
    alt,
    frames: [
      {
        label: '',
        svg: stack(
          [
            legend(),
            marginPanel(drawn, limit),
            lossPanel(drawn),
            anglePanel(drawn, linear.separator, muBar),
            axisPanel(clock),
          ],
          alt,
        ),
      },
    ],
  };
}
