import * as Plot from '@observablehq/plot';
import type { FlowResult } from '../../flow/flow.js';
import { toReal, type Dataset } from '../../model/dataset.js';
import type { LinearMargin } from '../../oracle/linear-margin.js';
import type { NetworkMargin } from '../../oracle/network/bracket.js';
import type { OneNeuronMargin } from '../../oracle/network/width-margin.js';
import type { Figure } from '../figure.js';
import { boundary } from './boundary.js';
import { plain, significant } from './numbers.js';
import { lineAcross, plane, STROKES, type Curve } from './plane.js';
import { canvas, COLOUR, FONT, panel, stack } from './style.js';

/** What `check` finds of one dataset. */
export interface MarginResults {
  readonly dataset: Dataset;
  readonly linear: LinearMargin;
  readonly oneNeuron: OneNeuronMargin | undefined;
  readonly network: NetworkMargin;
  readonly flow: FlowResult;
}

interface Row {
  readonly name: string;
  readonly low: number;
  readonly high: number;
  readonly value: string;
  readonly symbol: Plot.SymbolType;
  readonly colour: string;
}

const linearNetMargin = ({ linear, flow }: MarginResults): number | undefined =>
  linear.separable ? ((1 + flow.theta.leak) / 4) * linear.gamma : undefined;

const flowName = ({ flow }: MarginResults): string =>
  flow.status === 'converged' ? "flow's limit" : `flow, ${flow.status}`;

function rowsOf(results: MarginResults): Row[] {
  const { oneNeuron, network, flow } = results;
  const { lower, upper, closed } = network;
  const pair = linearNetMargin(results);
  const at = (name: string, margin: number, symbol: Plot.SymbolType, colour: string): Row => ({
    name,
    low: margin,
    high: margin,
    value: significant(margin),
    symbol,
    colour,
  });
  return [
    {
      name: 'best net, every width',
      low: lower,
      high: upper,
      symbol: 'square',
      colour: COLOUR.orange,
      value: closed ? significant(lower) : `${significant(lower)} to ${significant(upper)}`,
    },
    at(flowName(results), flow.margin, 'circle', COLOUR.fg),
    ...(oneNeuron === undefined ? [] : [at('best single neuron', oneNeuron.margin, 'triangle', COLOUR.purple)]),
    ...(pair === undefined ? [] : [at('best linear net', pair, 'diamond', COLOUR.green)]),
  ];
}

const ROW = 40;
const MARGIN = { marginLeft: 226, marginRight: 152, marginTop: 6, marginBottom: 50 };

/** Normalised margins on one axis from 0: a stem for each, an interval for the best net. */
function dotPlot(rows: readonly Row[], alt: string): string {
  const most = Math.max(0, ...rows.map(({ high }) => high));
  const least = Math.min(0, ...rows.map(({ low }) => low));
  const room = 0.06 * (most - least || 1);
  const [begin, end] = [least < 0 ? least - room : 0, most + room];
  const height = MARGIN.marginTop + ROW * rows.length + MARGIN.marginBottom;
  const place = (_: Row, k: number): number => k + 0.62;
  const text = { fontSize: FONT.text, textAnchor: 'end' } as const;
  return stack(
    [
      canvas(4, []),
      panel(height, {
        ...MARGIN,
        x: {
          domain: [begin, end],
          grid: true,
          ticks: 3,
          tickFormat: (t: number) => plain(t),
          label: 'normalised margin',
          labelAnchor: 'center',
          labelArrow: 'none',
          labelOffset: 44,
        },
        y: { domain: [0, rows.length], axis: null, reverse: true },
        marks: [
          Plot.ruleX([0], { stroke: COLOUR.muted }),
          Plot.link(rows, {
            x1: 0,
            x2: 'low',
            y1: place,
            y2: place,
            stroke: 'colour',
            strokeWidth: 2,
            strokeOpacity: 0.6,
          }),
          Plot.link(rows, { x1: 'low', x2: 'high', y1: place, y2: place, stroke: 'colour', strokeWidth: 9 }),
          ...rows.map(({ low, high, symbol, colour }, k) =>
            Plot.dot([...new Set([low, high])], {
              x: (t: number) => t,
              y: k + 0.62,
              symbol,
              r: 6.5,
              stroke: colour,
              fill: COLOUR.bg,
              strokeWidth: 3,
            }),
          ),
          Plot.text(rows, { ...text, x: begin, y: place, dx: -12, text: 'name' }),
          Plot.text(rows, { ...text, x: end, y: place, dx: 146, text: 'value', fontVariant: 'tabular-nums' }),
        ],
      }),
    ],
    alt,
  );
}

/** The data in the plane, with the boundaries of the nets whose margins are compared. */
function planeFigure(results: MarginResults): Figure {
  const { dataset, linear, network, flow } = results;
  const pair = linearNetMargin(results);
  const curves: Curve[] = [
    {
      rays: boundary(network.network),
      style: STROKES.best,
      name: 'best net found',
      value: significant(network.lower),
    },
    ...(linear.separable && pair !== undefined
      ? [
          {
            rays: lineAcross(linear.separator),
            style: STROKES.linear,
            name: 'linear max margin w*, as a linear net',
            value: significant(pair),
          },
        ]
      : []),
    { rays: boundary(flow.theta), style: STROKES.flow, name: flowName(results), value: significant(flow.margin) },
  ];
  const alt = `The data in the plane (n = ${dataset.x.length}) with the decision boundaries of ${curves.map(({ name, value }) => `${name} (margin ${value})`).join(', ')}.`;
  const heading = 'The data and the decision boundaries';
  return {
    id: 'boundaries',
    title: heading,
    alt,
    caption:
      "Shaded: the two sides of the flow's net. Boundaries are exact rays from the origin; an arrow marks a point out of view.",
    frames: [
      { label: '', svg: plane({ dataset: toReal(dataset), hints: [], heading, curves, shaded: flow.theta, alt }) },
    ],
  };
}

/** Margins of one dataset beside each other, and for points of the plane the data with the decision boundaries. */
export function marginFigures(results: MarginResults): Figure[] {
  const rows = rowsOf(results);
  const alt = `Normalised margins: ${rows.map(({ name, value }) => `${name} ${value}`).join(', ')}.`;
  const margins: Figure = {
    id: 'margins',
    title: 'The margins on one axis',
    caption: `The best net's margin is ${results.network.closed ? 'proved to nine digits' : 'between two proved ends'}${
      results.linear.separable
        ? '; the linear net is (1 + leak)/4 \u03b3* of the max-margin separator.'
        : '. No linear net separates the data.'
    }`,
    alt,
    frames: [{ label: '', svg: dotPlot(rows, alt) }],
  };
  return results.dataset.x[0].length === 2 ? [margins, planeFigure(results)] : [margins];
}
