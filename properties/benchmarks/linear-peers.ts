/** What others make of the max-margin separator in doubles, without a proof. */
import loadHighs from 'highs';
import { toReal, signedPoints, type Dataset } from '../../src/model/dataset.js';
import { real } from '../../src/numeric/field.js';
import { proposeByJavascriptLp } from '../../src/oracle/lp/javascript-lp.js';

const highs = await loadHighs();

const rowsOf = (dataset: Dataset): number[][] => signedPoints(real, toReal(dataset)).map((z) => [...z]);

/** gamma* by HiGHS from the QP min |w|^2/2 over <w, z_i> >= 1, or undefined where it finds none. */
export function gammaByHighs(dataset: Dataset): number | undefined {
  const z = rowsOf(dataset);
  const d = z[0].length;
  const axes = Array.from({ length: d + 1 }, (_, j) => j);
  const source = {
    numCols: d,
    numRows: z.length,
    colCost: z[0].map(() => 0),
    colLower: z[0].map(() => -highs.infinity),
    colUpper: z[0].map(() => highs.infinity),
    rowLower: z.map(() => 1),
    rowUpper: z.map(() => highs.infinity),
    matrix: {
      format: 'csr' as const,
      numRows: z.length,
      numCols: d,
      starts: z.map((_, i) => i * d).concat(z.length * d),
      indices: z.flatMap((row) => row.map((_, j) => j)),
      values: z.flat(),
    },
    hessian: {
      format: 'triangular' as const,
      dimension: d,
      starts: axes,
      indices: axes.slice(0, d),
      values: z[0].map(() => 1),
    },
  };
  try {
    return highs.withModel(source, (model) => {
      model.options.set('output_flag', false);
      model.run();
      if (model.getModelStatus() !== highs.constants.modelStatus.optimal) return undefined;
      return 1 / Math.hypot(...model.getSolution().colValue);
    });
  } catch (error) {
    if (error instanceof highs.errors.HighsError) return undefined;
    throw error;
  }
}

/** The largest margin with |w|_1 <= 1 by javascript-lp-solver, w = u - v, margin = s - t: another norm, since it has no QP. */
export function margin1ByJavascriptLp(dataset: Dataset): number | undefined {
  const z = rowsOf(dataset);
  const d = z[0].length;
  const rows = [
    ...z.map((row) => [...row, ...row.map((t) => -t), -1, 1]),
    [...new Array<number>(2 * d).fill(-1), 0, 0],
  ];
  const answer = proposeByJavascriptLp({
    c: [...new Array<number>(2 * d).fill(0), -1, 1],
    rows,
    b: [...z.map(() => 0), -1],
  });
  return answer && answer.x[2 * d] - answer.x[2 * d + 1];
}
