import { real } from '../numeric/field.js';
import { scale } from '../numeric/vector.js';
import { dimension, toReal, type Dataset } from '../model/dataset.js';
import { normalisedMargin } from '../model/network.js';
import type { FlowResult } from '../flow/flow.js';
import type { LinearMargin } from '../oracle/linear-margin.js';
import { bundleLines } from './bundles.js';
import { plural } from './output.js';

const ratioTo = (margin: number, reference: number): string => `ratio ${(margin / reference).toPrecision(8)}`;

/** Margins that the same data give nets made of w*, beside the net's own. */
function referenceLines(dataset: Dataset, { theta, margin }: FlowResult, answer: LinearMargin): string[] {
  if (!answer.separable) return ['linear pair     none: the data is not linearly separable'];
  const { gamma, separator } = answer;
  const linear = ((1 + theta.leak) / 4) * gamma;
  if (!(linear > 0 && linear < Infinity)) return [];
  const points = toReal(dataset);
  const along = (s: number): number =>
    normalisedMargin(real, { leak: theta.leak, w: [scale(real, s, separator)], a: [s] }, points);
  const single = Math.max(along(1), along(-1));
  return [
    `linear pair     ${linear.toPrecision(10)}, ${ratioTo(margin, linear)}: (1 + leak)/4 gamma*`,
    `one neuron      ${single.toPrecision(10)}, ${ratioTo(margin, single)}: 1/2 min y phi(<w*, x>), or with -w*`,
  ];
}

/** The same for people: the limit beside the nets that are made of the max-margin linear classifier, where that is known. */
export function flowText(
  dataset: Dataset,
  described: string,
  result: FlowResult,
  answer: LinearMargin | undefined,
  columns: number,
): string {
  const { status, why, theta, margin, kkt, strict, steps, events, branches, merged } = result;
  const { logTime, logLoss, logSquaredNorm } = result;
  const ended = status === 'converged';
  const residuals = Object.entries(kkt).map(([name, t]: [string, number]) => `${name} ${t.toExponential(1)}`);
  const size = `${plural(dataset.x.length, 'point')} in dimension ${dimension(dataset)}`;
  return [
    `${status}${why === undefined ? '' : ` (${why})`}: ${size}`,
    `start           ${described}`,
    `margin          ${margin.toPrecision(10)}, normalised, of the ${ended ? 'limit' : 'direction reached'}`,
    ...(answer === undefined ? [] : referenceLines(dataset, result, answer)),
    ...(ended
      ? [
          `KKT residuals   ${residuals.join(', ')}`,
          `local maximum   ${strict ? 'strict, up to how equal neurons share their norm' : 'not strict'}`,
        ]
      : []),
    `way             ${plural(steps, 'step')}, ${plural(events, 'kink event')} (${branches} branching), ${plural(merged, 'neuron')} merged`,
    `stopped at      ln t ${logTime.toPrecision(5)}, ln loss ${logLoss.toPrecision(5)}, ln |theta|^2 ${logSquaredNorm.toPrecision(5)}`,
    `${ended ? 'limit' : 'direction reached'}, neurons by their share of |theta|^2:`,
    ...bundleLines(theta, answer?.separable === true ? answer.separator : undefined, columns),
  ].join('\n');
}
