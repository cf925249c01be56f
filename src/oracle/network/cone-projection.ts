import { solveReals } from '../../numeric/elimination.js';

/** Violations of <a_l, r> >= 0, relative, that are rounding. */
const VIOLATION = 2 ** -46;

/** r = c + sum_l nu_l a_l, the point of the cone {u : <a_l, u> >= 0} nearest to c, and nu >= 0. */
export interface Projection {
  readonly r: number[];
  readonly nu: readonly number[];
}

const inner = (u: readonly number[], v: readonly number[]): number => {
  let sum = 0;
  for (let j = 0; j < u.length; j++) sum += u[j] * v[j];
  return sum;
};

/**
 * Projects c onto the cone {u : <a_l, u> >= 0 for all l} by the active-set method of Lawson and Hanson on its polar cone: min over nu >= 0 of
 * |c + sum_l nu_l a_l|. The a_l have length 1. In doubles: where rounding stops it early, nu >= 0 holds still and |r| is larger
 * than the least, never smaller, up to the rounding of the sum itself.
 */
export function projectOntoCone(c: readonly number[], a: readonly (readonly number[])[]): Projection {
  const nu = new Array<number>(a.length).fill(0);
  let active: number[] = [];
  let r = [...c];
  const size = Math.sqrt(inner(c, c));
  for (let round = 0; round <= 3 * a.length; round++) {
    let worst = -1;
    let least = -VIOLATION * size;
    for (let l = 0; l < a.length; l++) {
      const t = inner(a[l], r);
      if (t < least && !active.includes(l)) [worst, least] = [l, t];
    }
    if (worst < 0) break;
    active.push(worst);
    for (;;) {
      const wanted = solveReals(
        active.map((k) => active.map((l) => inner(a[k], a[l]))),
        active.map((k) => -inner(a[k], c)),
      );
      if (wanted === undefined || !wanted.every(Number.isFinite)) {
        active = active.filter((l) => l !== worst);
        return { r, nu };
      }
      if (wanted.every((t) => t > 0)) {
        active.forEach((l, s) => (nu[l] = wanted[s]));
        break;
      }
      // towards `wanted` until a first weight is 0
      let share = 1;
      active.forEach((l, s) => {
        if (wanted[s] <= 0) share = Math.min(share, nu[l] / (nu[l] - wanted[s]));
      });
      active.forEach((l, s) => (nu[l] += share * (wanted[s] - nu[l])));
      const blocked = active.filter((l, s) => wanted[s] <= 0 && nu[l] <= 2 ** -50 * size);
      for (const l of blocked) nu[l] = 0;
      active = active.filter((l) => !blocked.includes(l));
      if (blocked.length === 0) return { r, nu };
    }
    r = [...c];
    for (const l of active) for (let j = 0; j < r.length; j++) r[j] += nu[l] * a[l][j];
  }
  return { r, nu };
}
