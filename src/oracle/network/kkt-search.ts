import { toReal, type Dataset } from '../../model/dataset.js';
import { normals } from '../../model/initialisation.js';
import type { Network } from '../../model/network.js';
import { kktReport } from './kkt.js';
import { marginProblem, type Direction } from './problem.js';
import { marginInCells } from './width-margin.js';

/** Of a KKT direction that is found: Newton's method ends at rounding. */
export const KKT_FOUND = 1e-9;
/** Margins, relative, that count as one. */
const SAME_MARGIN = 1e-6;

export interface KktDirection {
  readonly network: Network<number>;
  readonly margin: number;
}

/**
 * KKT directions of (P) of a given width, best first, one for each margin: the optimum in the cells of random directions is one where it lies inside
 * them, or on a kink that holds it. Local maxima of (M) and saddles both; deterministic for a seed.
 */
export async function kktDirections(
  dataset: Dataset,
  leak: number,
  width: number,
  { trials = 200, seed = 1 }: { readonly trials?: number; readonly seed?: number } = {},
): Promise<KktDirection[]> {
  const problem = marginProblem(dataset, leak);
  const data = toReal(dataset);
  const draw = normals(seed);
  const found: KktDirection[] = [];
  for (let trial = 0; trial < trials; trial++) {
    const set = Array.from({ length: width }, (): Direction => {
      const v = data.x[0].map(() => draw());
      const length = Math.hypot(...v);
      return { sign: draw() > 0 ? 1 : -1, u: v.map((t) => t / length) };
    });
    const { network } = await marginInCells(problem, set);
    const report = kktReport(data, network);
    if (report === undefined || report.stationarity > KKT_FOUND) continue;
    if (found.every(({ margin }) => Math.abs(margin - report.margin) > SAME_MARGIN * margin))
      found.push({ network, margin: report.margin });
  }
  return found.sort((a, b) => b.margin - a.margin);
}
