import { readDataset } from '../../src/cli/read-dataset.js';
import type { Dataset } from '../../src/model/dataset.js';
import type { Figure } from '../../src/report/figure.js';
import { ablationMatrix, type AblationCell } from '../../src/report/figures/ablation-matrix.js';
import { exampleStart } from '../../src/report/figures/example-start.js';
import { figure1 } from '../../src/report/figures/figure-1.js';
import { sigmaLadder } from '../../src/report/figures/sigma-ladder.js';
import { slackDistribution } from '../../src/report/figures/slack-distribution.js';
import { trajectoryFigure } from '../../src/report/figures/trajectory.js';
import type { ClaimReport } from '../../src/report/report.js';

const panel = (name: string): Promise<Dataset> => readDataset(`fixtures/datasets/figure-1-${name}.svm`);

/** What a run found out about each claim without each of its assumptions. */
function cellOf({ twinOf, dropped, found, witness }: ClaimReport): AblationCell[] {
  if (twinOf === undefined || dropped === undefined) return [];
  const outcome = found === undefined ? 'unsearched' : found.outcome === 'holds' ? 'none' : found.outcome;
  const cell = { claim: twinOf, assumption: dropped, outcome } as const;
  return [witness === undefined ? cell : { ...cell, witness: JSON.stringify(witness.instance) }];
}

type Draw = (claims: readonly ClaimReport[]) => Promise<readonly Figure[]> | readonly Figure[];

/** The figures of a report: what the paper draws and speaks of, then what the run found out, which is nothing where there are no claims. */
export const FIGURES: Readonly<Record<string, Draw>> = {
  'Figure 1': async () =>
    figure1({ left: await panel('left'), middle: await panel('middle'), right: await panel('right') }),
  trajectory: async () => [await trajectoryFigure(exampleStart())],
  'sigma ladder': async () => [await sigmaLadder(exampleStart())],
  ablation: (claims) => {
    const cells = claims.flatMap(cellOf);
    return cells.length > 0 ? [ablationMatrix(cells)] : [];
  },
  slack: (claims) => {
    // a twin, too, has cases that hold; how closely is nobody's question
    const slacks = claims.flatMap(({ id, expected, found }) =>
      found?.slack === undefined || expected !== 'holds' ? [] : [{ id, slack: found.slack }],
    );
    return slacks.length > 0 ? [slackDistribution(slacks)] : [];
  },
};

/** All of them, in this order. */
export async function reportFigures(claims: readonly ClaimReport[]): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const draw of Object.values(FIGURES)) figures.push(...(await draw(claims)));
  return figures;
}
