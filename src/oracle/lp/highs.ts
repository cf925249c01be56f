import type { Highs } from 'highs';
import type { LinearProgram, Proposal } from './program.js';

/** Seconds after which HiGHS gives up; it does honour its limit. */
const TIME_LIMIT = 30;
/** HiGHS prunes matrix entries below its default of 1e-9 and caps accuracy at its tolerances: ask for its finest. */
const OPTIONS = {
  output_flag: false,
  time_limit: TIME_LIMIT,
  small_matrix_value: 1e-12,
  primal_feasibility_tolerance: 1e-10,
  dual_feasibility_tolerance: 1e-10,
} as const;

/** Loaded at the first call that needs it: most never do. */
let runtime: Promise<Highs> | undefined;
const load = async (): Promise<Highs> => (await import('highs')).default();

/** What HiGHS proposes, or undefined when it reaches no optimum. */
export async function proposeByHighs({ c, rows, b }: LinearProgram): Promise<Proposal | undefined> {
  const highs = await (runtime ??= load());
  const entries = rows.map((row) => row.flatMap((t, j) => (t === 0 ? [] : [{ t, j }])));
  const starts = [0];
  for (const row of entries) starts.push(starts[starts.length - 1] + row.length);
  const source = {
    numCols: c.length,
    numRows: rows.length,
    colCost: c,
    colLower: c.map(() => 0),
    colUpper: c.map(() => highs.infinity),
    rowLower: b,
    rowUpper: b.map(() => highs.infinity),
    matrix: {
      format: 'csr' as const,
      numRows: rows.length,
      numCols: c.length,
      starts,
      indices: entries.flat().map(({ j }) => j),
      values: entries.flat().map(({ t }) => t),
    },
  };
  try {
    return highs.withModel(source, (model) => {
      for (const [name, value] of Object.entries(OPTIONS)) model.options.set(name, value);
      model.run();
      if (model.getModelStatus() !== highs.constants.modelStatus.optimal) return undefined;
      const { colValue, rowDual } = model.getSolution();
      return { x: [...colValue], y: [...rowDual] };
    });
  } catch (error) {
    // a native status: numbers beyond what it takes (passModel), or trouble on the way (run); a malformed model would be a fault of ours
    if (error instanceof highs.errors.HighsError && !(error instanceof highs.errors.HighsValidationError))
      return undefined;
    throw error;
  }
}
