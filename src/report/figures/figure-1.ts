import { linearMargin } from '../../oracle/linear-margin.js';
import { kktDirections } from '../../oracle/network/kkt-search.js';
import { networkMargin } from '../../oracle/network/network-margin.js';
import { toReal, type Dataset } from '../../model/dataset.js';
import { balancedInitialisation, gaussianInitialisation } from '../../model/initialisation.js';
import type { Network } from '../../model/network.js';
import type { Figure } from '../figure.js';
import { boundary } from './boundary.js';
import { recordFlow, type Moment } from './flow-record.js';
import { telling } from './frames.js';
import { fromLog, significant } from './numbers.js';
import { lineAcross, plane, STROKES, type Curve } from './plane.js';

/** The datasets of the three panels of Figure 1. */
export interface Panels {
  readonly left: Dataset;
  readonly middle: Dataset;
  readonly right: Dataset;
}

const LEAK = 0.5;
const LOG_SIGMA = -40;
const SHAPE = { d: 2, m: 4, leak: LEAK };
/** Frames before the limit. */
const FRAMES = 13;

interface PanelText {
  readonly title: string;
  readonly caption: string;
  readonly hints: readonly number[];
  readonly net: Network<number>;
  /** Width in which a KKT direction of smaller margin is sought, to be drawn beside the others. */
  readonly kktWidth?: number;
}

const TEXTS: Readonly<Record<keyof Panels, PanelText>> = {
  left: {
    title: 'Figure 1, left: symmetric data, and the flow ends at the global max margin',
    caption:
      'There is a KKT direction with a bent decision boundary and a smaller margin, but from a small start gradient flow ends at the max-margin linear classifier, which no two-layer net exceeds (Theorem 4.3).',
    hints: [],
    net: gaussianInitialisation({ ...SHAPE, seed: 1 }),
    kktWidth: 3,
  },
  middle: {
    title: 'Figure 1, middle: without symmetry the flow ends at a linear classifier of much smaller margin',
    caption:
      'A net of three neurons has nearly four times the margin, with a bent boundary. Gradient flow from a small start still ends at a linear decision boundary.',
    hints: [],
    net: balancedInitialisation({ ...SHAPE, seed: 1 }),
  },
  right: {
    title: 'Figure 1, right: three hints keep the flow from the best margin',
    caption:
      'Four points and the three hints of Definition 6.1: every linear classifier is suboptimal now, and gradient flow from a small balanced start still ends at one (Theorem 6.2).',
    hints: [0, 1, 2],
    net: balancedInitialisation({ ...SHAPE, seed: 1 }),
  },
};

/** A moment as a frame says it. */
const described = ({ phase, logTime, logLoss }: Moment): string =>
  `Phase ${phase} \u00b7 ${logTime === -Infinity ? 't = 0' : `ln t = ${significant(logTime, 3)}`} \u00b7 loss ${fromLog(logLoss)}`;

/** One panel: the frames from the start to the certified limit. Throws where the flow or the bracket stays open. */
async function panelFigure(name: keyof Panels, dataset: Dataset): Promise<Figure> {
  const { title, caption, hints, net, kktWidth } = TEXTS[name];
  const data = toReal(dataset);
  const linear = await linearMargin(dataset);
  if (!linear.separable) throw new RangeError(`figure 1, ${name}: the data are not separable, expected Assumption 3.2`);
  const best = await networkMargin(dataset, LEAK, { linear });
  const bent = (kktWidth === undefined ? [] : await kktDirections(dataset, LEAK, kktWidth)).find(
    ({ network, margin }) => margin < 0.999 * best.lower && isBent(network),
  );
  const { moments, result } = await recordFlow(data, net, LOG_SIGMA);
  if (result.status !== 'converged')
    throw new RangeError(`figure 1, ${name}: the flow is ${result.status}, expected a limit`);
  const fixed: Curve[] = [
    {
      rays: boundary(best.network),
      style: STROKES.best,
      name: 'best net of every width',
      value: significant(best.lower),
    },
    ...(bent === undefined
      ? []
      : [
          {
            rays: boundary(bent.network),
            style: STROKES.kkt,
            name: 'another KKT direction',
            value: significant(bent.margin),
          },
        ]),
    {
      rays: lineAcross(linear.separator),
      style: STROKES.linear,
      name: 'linear max margin w*, as a linear net',
      value: significant(((1 + LEAK) / 4) * linear.gamma),
    },
  ];
  const frame = (heading: string, curveName: string, theta: Network<number>, margin: number) => ({
    label: `${heading} \u00b7 margin ${significant(margin, 3)}`,
    svg: plane({
      dataset: data,
      hints,
      heading,
      shaded: theta,
      curves: [...fixed, { rays: boundary(theta), style: STROKES.flow, name: curveName, value: significant(margin) }],
      alt: `${title}. ${heading}: the flow's net has the normalised margin ${significant(margin)}, the best net ${significant(best.lower)}.`,
    }),
  });
  return {
    id: `figure-1-${name}`,
    title,
    caption: `${caption} Boundaries are exact: f is piecewise linear, and they are rays from the origin. Start: e^${LOG_SIGMA} times a net of 4 neurons. Phase I lasts while |\u03b8| is small, Phase III begins with L < ln 2/n. An arrow marks a point out of view.`,
    alt: `${title}. ${caption}`,
    frames: [
      ...telling(moments, FRAMES).map((one) => frame(described(one), 'gradient flow', one.theta, one.margin)),
      frame('Limit, certified (t \u2192 \u221e)', "gradient flow's limit", result.theta, result.margin),
    ],
  };
}

/** More or fewer than the two rays of a line, or two that are not opposed. */
function isBent(net: Network<number>): boolean {
  const rays = boundary(net);
  return rays.length !== 2 || Math.hypot(rays[0][0] + rays[1][0], rays[0][1] + rays[1][1]) > 0.01;
}

/** The three panels of Figure 1 from the small start to the certified limit. */
export const figure1 = async (panels: Panels): Promise<Figure[]> => [
  await panelFigure('left', panels.left),
  await panelFigure('middle', panels.middle),
  await panelFigure('right', panels.right),
];
