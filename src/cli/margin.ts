import { formatRational } from '../numeric/rational.js';
import { createDataset, dimension, type Dataset } from '../model/dataset.js';
import { linearMargin, type LinearMargin } from '../oracle/linear-margin.js';
import { members } from './formats/json.js';
import { plural, print, type Io } from './output.js';
import { readDataset } from './read-dataset.js';

/** gamma* where a double holds it; null where it overflows, or underflows to 0, while gamma*^2 stays exact. */
const representable = (gamma: number): number | null => (gamma > 0 && gamma < Infinity ? gamma : null);

/** The answer of `margin` as the interface has it. */
export function marginJson(answer: LinearMargin): Record<string, unknown> {
  const certificate = { weights: answer.certificate.weights.map(String) };
  if (!answer.separable) return { separable: false, certificate };
  const { gamma, gammaSquared, separator, support } = answer;
  return {
    separable: true,
    gamma: representable(gamma),
    gammaSquared: formatRational(gammaSquared),
    separator,
    support,
    certificate,
  };
}

const weightLines = ({ certificate }: LinearMargin): string[] =>
  certificate.weights.flatMap((w, i) => (w === 0n ? [] : [`  point ${i}: ${w}`]));

/** The same for people; points are counted from 0, as in the JSON. */
export function marginText(dataset: Dataset, answer: LinearMargin): string {
  const size = `${plural(dataset.x.length, 'point')} in dimension ${dimension(dataset)}`;
  if (!answer.separable) {
    return [
      `not linearly separable: ${size}`,
      'certificate: the weighted sum of y_i x_i is exactly 0 for the weights',
      ...weightLines(answer),
    ].join('\n');
  }
  const { gamma, gammaSquared, separator, support } = answer;
  return [
    `linearly separable: ${size}`,
    `gamma*      ${representable(gamma) ?? 'beyond the range of doubles'}`,
    `gamma*^2    ${formatRational(gammaSquared)} exactly`,
    `w*          (${separator.join(', ')})`,
    `support     ${plural(support.length, 'point')}: ${support.join(', ')}`,
    'certificate: p = sum weights_i y_i x_i / sum weights_i has y_j <p, x_j> >= <p, p> = gamma*^2 for all j, with the weights',
    ...weightLines(answer),
  ].join('\n');
}

/** What `margin` does. @throws InputError */
export async function runMargin(io: Io, file: string, json: boolean | undefined): Promise<void> {
  const dataset = await readDataset(file, io.stdin);
  const answer = await linearMargin(dataset);
  print(io, marginJson(answer), () => marginText(dataset, answer), json);
}

/** The same for a line of `batch`. @throws InputError */
export async function answerMargin({ dataset }: Record<string, unknown>): Promise<Record<string, unknown>> {
  const { x, y } = members(dataset, ['x', 'y'], 'dataset');
  return marginJson(await linearMargin(createDataset(x, y)));
}
