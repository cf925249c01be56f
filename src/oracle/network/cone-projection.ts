import { solveReals } from '../../numeric/elimination.js';
import { inner } from './problem.js';

/** Violations of the conditions on <a_l, r>, relative, that are rounding. */
const VIOLATION = 2 ** -46;

/** r = c + sum_l nu_l a_l with 0 <= nu_l <= most_l. */
export interface Projection {
  readonly r: number[];
  readonly nu: readonly number[];
}

/**
 * The shortest r = c + sum_l nu_l a_l with 0 <= nu_l <= most_l, by an active-set method (Lawson and Hanson's; with upper bounds, Stark and Parker's). Without upper
 * bounds r is the projection of c onto the cone {u : <a_l, u> >= 0 for all l}. The a_l have length 1. In doubles: where rounding stops it early, the bounds
 * hold still and |r| is larger than the least, never smaller, up to the rounding of the sum itself. It ends early, too, where |r| has fallen below `enough`.
 */
export function projectOntoCone(
  c: readonly number[],
  a: readonly (readonly number[])[],
  most: readonly number[] = a.map(() => Infinity),
  enough = 0,
): Projection {
  const nu = a.map(() => 0);
  let free: number[] = [];
  let r = [...c];
  const size = Math.sqrt(inner(c, c)) + most.reduce((sum, t) => sum + (t < Infinity ? t : 0), 0);
  for (let round = 0; round <= 3 * a.length; round++) {
    const entering = worst(a, r, nu, most, free, VIOLATION * size);
    if (entering < 0) break;
    free.push(entering);
    settle(c, a, nu, most, free);
    free = free.filter((l) => nu[l] > 0 && nu[l] < most[l]);
    r = combine(c, a, nu);
    if (Math.sqrt(inner(r, r)) < enough) return { r, nu };
  }
  refine(r, a, nu, most, free);
  return { r: combine(c, a, nu), nu };
}

/** One step of iterative refinement of the free variables: the normal equations square what vectors in nearly one direction lose. */
function refine(
  r: readonly number[],
  a: readonly (readonly number[])[],
  nu: number[],
  most: readonly number[],
  free: readonly number[],
): void {
  const step = solveReals(
    free.map((k) => free.map((l) => inner(a[k], a[l]))),
    free.map((k) => -inner(a[k], r)),
  );
  if (step === undefined) return;
  const refined = step.map((t, s) => nu[free[s]] + t);
  if (refined.every((t, s) => t >= 0 && t <= most[free[s]])) free.forEach((l, s) => (nu[l] = refined[s]));
}

/** The bound variable whose release would shorten r most, or -1: at 0 where <a_l, r> < 0, at most_l where <a_l, r> > 0. */
function worst(
  a: readonly (readonly number[])[],
  r: readonly number[],
  nu: readonly number[],
  most: readonly number[],
  free: readonly number[],
  noise: number,
): number {
  let found = -1;
  let largest = noise;
  for (let l = 0; l < a.length; l++) {
    if (free.includes(l)) continue;
    const t = inner(a[l], r);
    const gain = nu[l] >= most[l] ? t : -t;
    if (gain > largest) [found, largest] = [l, gain];
  }
  return found;
}

/** Moves the free variables to their joint optimum, fixing each that meets a bound on the way; where rounding forbids it, they stay. */
function settle(
  c: readonly number[],
  a: readonly (readonly number[])[],
  nu: number[],
  most: readonly number[],
  all: readonly number[],
): void {
  const bounded = (l: number, t: number): number => Math.min(Math.max(t, 0), most[l]);
  let free = [...all];
  for (;;) {
    const fixed = combine(
      c,
      a,
      nu.map((t, l) => (free.includes(l) ? 0 : t)),
    );
    const wanted = solveReals(
      free.map((k) => free.map((l) => inner(a[k], a[l]))),
      free.map((k) => -inner(a[k], fixed)),
    );
    if (wanted === undefined || !wanted.every(Number.isFinite)) return;
    const goal = new Map(free.map((l, s) => [l, wanted[s]]));
    const at = (l: number): number => goal.get(l) ?? 0;
    const leaving = free.filter((l) => at(l) !== bounded(l, at(l)));
    if (leaving.length === 0) {
      for (const l of free) nu[l] = at(l);
      return;
    }
    // towards the goal until a first variable meets its bound, which is then met whatever rounding leaves of it
    const shares = leaving.map((l) => (bounded(l, at(l)) - nu[l]) / (at(l) - nu[l]));
    const share = Math.min(...shares);
    for (const l of free) nu[l] = bounded(l, nu[l] + share * (at(l) - nu[l]));
    const met = leaving.filter((_, s) => shares[s] === share);
    for (const l of met) nu[l] = bounded(l, at(l));
    free = free.filter((l) => !met.includes(l));
  }
}

function combine(c: readonly number[], a: readonly (readonly number[])[], nu: readonly number[]): number[] {
  const r = [...c];
  nu.forEach((t, l) => {
    for (let j = 0; j < r.length; j++) r[j] += t * a[l][j];
  });
  return r;
}
