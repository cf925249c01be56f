/** Named hard regions of a quantifier, each with its membership. */
export type Regions<C> = Readonly<Record<string, (instance: C) => boolean | Promise<boolean>>>;

/** A run fails when a hard region has a smaller share of its cases. */
export const COVERAGE_FLOOR = 0.02;

/**
 * The share that each generator gives its hard regions at least. It is three times the floor, so that a run of
 * CASES_FOR_COVERAGE cases falls below the floor by chance with a probability below FALSE_ALARM (derived: the binomial
 * tail, checked in the harness's laws).
 */
export const DESIGN_SHARE = 0.06;
export const CASES_FOR_COVERAGE = 1400;
export const FALSE_ALARM = 1e-9;

/** Regions below the floor. */
export const uncovered = (cases: number, counts: Readonly<Record<string, number>>): string[] =>
  Object.entries(counts)
    .filter(([, count]) => count < COVERAGE_FLOOR * cases)
    .map(([region, count]) => `${region} (${count} of ${cases} cases, floor ${100 * COVERAGE_FLOOR}%)`);
