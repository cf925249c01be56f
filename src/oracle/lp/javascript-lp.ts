import solver from 'javascript-lp-solver';
import type { LinearProgram, Proposal } from './program.js';

class PivotCap extends Error {}

/** Simplex needs a few pivots a row; a run beyond this many is taken for a loop (there are some, see fixtures/lp-traps). */
export const pivotCap = (rows: number, columns: number): number => 50 * (rows + columns);

/** The library's own zero, below which it prunes reduced costs: smaller than its default of 1e-8, which loses margins. */
const PRECISION = 1e-12;

/** A model of javascript-lp-solver; its fluent methods and its tableau are public. */
export type Model = InstanceType<typeof solver.Model>;

/**
 * Solves a model in place; false when it is infeasible or unbounded, or when it takes more than `cap` pivots. The library is
 * synchronous and ignores its own time limit, so counting pivots is what ends a loop.
 */
export function solveWithin(cap: number, model: Model): boolean {
  const { tableau } = model;
  const pivot = tableau.pivot.bind(tableau);
  let left = cap;
  tableau.pivot = (row, column) => {
    if (left-- === 0) throw new PivotCap();
    pivot(row, column);
  };
  try {
    const { feasible, bounded } = model.solve() as { feasible: boolean; bounded: boolean };
    return feasible && bounded;
  } catch (error) {
    if (error instanceof PivotCap) return false;
    throw error;
  }
}

/**
 * What javascript-lp-solver proposes, or undefined when it finds the program infeasible or unbounded or goes round in
 * circles. Values are read from its tableau, where they are not rounded and where the dual ones are to be had.
 */
export function proposeByJavascriptLp(program: LinearProgram): Proposal | undefined {
  const model = new solver.Model(PRECISION);
  model.usePresolve = false;
  const variables = program.c.map((cost) => model.addVariable(cost));
  const constraints = program.rows.map((row, i) => {
    const constraint = model.greaterThan(program.b[i]);
    row.forEach((t, j) => constraint.addTerm(t, variables[j]));
    return constraint;
  });
  if (!solveWithin(pivotCap(program.rows.length, program.c.length), model)) return undefined;
  const { tableau } = model;
  const basic = (index: number): number => {
    const row = tableau.rowByVarIndex[index];
    return row === -1 ? 0 : tableau.matrix[row * tableau.width + tableau.rhsColumn];
  };
  const reducedCost = (index: number): number => {
    const column = tableau.colByVarIndex[index];
    return column === -1 ? 0 : -tableau.matrix[tableau.costRowIndex * tableau.width + column];
  };
  return {
    x: variables.map(({ index }) => basic(index)),
    y: constraints.map(({ slack }) => reducedCost(slack.index)),
  };
}
