import { factorLU, solveLU } from '../numeric/lu.js';

/** The convex program of `limit.ts`: max sum lambda_i subject to |C_g' lambda| <= 1 for each group g, lambda >= 0. */
export interface CellProgram {
  readonly n: number;
  readonly d: number;
  /** C_g, n x d, of each group. */
  readonly rows: readonly Float64Array[];
}

/** What the interior-point method ends with: which inequalities hold with equality, and a solution to about the root of LAST_MU. */
export interface CentralPoint {
  readonly lambda: Float64Array;
  readonly r: Float64Array;
  /** Points with q_i = 1. */
  readonly active: readonly number[];
  /** Groups with |h_g| = 1. */
  readonly live: readonly number[];
}

/**
 * lambda_i (q_i - 1) and r_g (1 - |h_g|^2)/2 at the end, on average: of each pair, one is then far larger than the other. Dependent
 * points may end the path before, since their system becomes singular to rounding; what is told by then is proposed.
 */
const [LAST_MU, ENOUGH_MU] = [1e-13, 1e-6];
/** Of q_i at the end, in units of its terms: rounding is far below. */
const LAST_RESIDUAL = 1e-9;
const MAX_ITERATIONS = 100;
/** Of the way to the boundary. */
const TO_BOUNDARY = 0.95;
/** By what mu should shrink in a step: after a long one, and after one that is neither long nor short; after a short one, by nothing. */
const [LONG_STEP, SHORT_STEP] = [0.9, 0.2];
const [FAST, SLOW] = [0.01, 0.2];

/**
 * Follows the central path lambda_i (q_i - 1) = mu = r_g (1 - |h_g|^2)/2 from the weights p to mu = LAST_MU, strictly inside all
 * inequalities (primal-dual, Boyd and Vandenberghe 2004, 11.7). Undefined where it does not get there: the program is unbounded
 * when no net of these cells separates the data.
 */
export function centralPoint(program: CellProgram, p: ArrayLike<number>): CentralPoint | undefined {
  const path = new CentralPath(program, p);
  let mu = path.mu();
  for (
    let iteration = 0;
    iteration < MAX_ITERATIONS && !(mu < LAST_MU && path.residual() < LAST_RESIDUAL);
    iteration++
  ) {
    if (!path.step(mu)) break;
    mu = path.mu();
  }
  return mu < ENOUGH_MU && path.residual() < ENOUGH_MU ? path.end() : undefined;
}

/** A point strictly inside all inequalities, and its way along the path. */
export class CentralPath {
  readonly lambda: Float64Array;
  readonly r: Float64Array;
  private readonly h: Float64Array;
  /** Towards q_i - 1. */
  readonly slack: Float64Array;
  /** (1 - |h_g|^2)/2. */
  readonly room: Float64Array;
  private readonly q: Float64Array;
  /** <c_gi, h_g>, groups x n. */
  private readonly along: Float64Array;
  /** The length of the longest c_gi of each point, or 1: q_i rounds by that many ulps. */
  private readonly length: Float64Array;
  /** C_g C_g', the lower triangle, of each group. */
  private readonly grams: readonly Float64Array[];
  /** How much of the last move was taken. */
  reach = 0;

  constructor(
    private readonly program: CellProgram,
    p: ArrayLike<number>,
  ) {
    const { n, d, rows } = program;
    const groups = rows.length;
    this.lambda = Float64Array.from(p, (t) => t + 1e-3 / n);
    this.r = new Float64Array(groups).fill(1 / groups);
    this.h = new Float64Array(groups * d);
    this.slack = new Float64Array(n).fill(1);
    this.room = new Float64Array(groups);
    this.q = new Float64Array(n);
    this.along = new Float64Array(groups * n);
    this.grams = rows.map((c) => lowerGram(c, n, d));
    this.length = Float64Array.from({ length: n }, (_, i) =>
      Math.sqrt(Math.max(1, ...this.grams.map((gram) => gram[i * n + i]))),
    );
    const scale = 0.7 / this.longestPull();
    for (const i of this.lambda.keys()) this.lambda[i] *= scale;
    this.longestPull();
    this.couple();
  }

  /** h and room, from lambda; returns max |h_g|. */
  private longestPull(): number {
    const { lambda, h, room } = this;
    const { n, d, rows } = this.program;
    h.fill(0);
    let longest = 0;
    for (const [g, c] of rows.entries()) {
      let squared = 0;
      for (let i = 0; i < n; i++) for (let j = 0; j < d; j++) h[g * d + j] += lambda[i] * c[i * d + j];
      for (let j = 0; j < d; j++) squared += h[g * d + j] * h[g * d + j];
      room[g] = (1 - squared) / 2;
      longest = Math.max(longest, squared);
    }
    return Math.sqrt(longest);
  }

  /** q, from h and r. */
  private couple(): void {
    const { r, h, q, along } = this;
    const { n, d, rows } = this.program;
    q.fill(0);
    for (const [g, c] of rows.entries()) {
      for (const i of q.keys()) {
        let sum = 0;
        for (let j = 0; j < d; j++) sum += c[i * d + j] * h[g * d + j];
        along[g * n + i] = sum;
        q[i] += r[g] * sum;
      }
    }
  }

  mu(): number {
    const { lambda, slack, r, room } = this;
    let sum = 0;
    for (let i = 0; i < lambda.length; i++) sum += lambda[i] * slack[i];
    for (let g = 0; g < r.length; g++) sum += r[g] * room[g];
    return sum / (lambda.length + r.length);
  }

  residual(): number {
    const { slack, q, length } = this;
    return q.reduce((most, t, i) => Math.max(most, Math.abs(1 + slack[i] - t) / length[i]), 0);
  }

  /** A Newton step towards a smaller mu; false when there is none. With what belongs to slack and r eliminated, it is a system in lambda. */
  step(before: number): boolean {
    const { lambda, r, slack, room, along } = this;
    const n = lambda.length;
    const mu = (this.reach > LONG_STEP ? FAST : this.reach > SHORT_STEP ? SLOW : 1) * before;
    const move = this.moveOfLambda(mu);
    if (move === undefined) return false;
    const moveOfSlack = move.map((t, i) => (mu - slack[i] * t) / lambda[i] - slack[i]);
    const moveOfR = r.map((t, g) => {
      let fall = 0;
      for (let i = 0; i < n; i++) fall += along[g * n + i] * move[i];
      return (mu + t * fall) / room[g] - t;
    });
    let reach = Math.min(1, inside(lambda, move), inside(slack, moveOfSlack), inside(r, moveOfR));
    const start = lambda.slice();
    for (; ; reach /= 2) {
      if (!(reach > Number.EPSILON)) return false;
      lambda.set(start.map((t, i) => t + reach * move[i]));
      if (this.longestPull() < 1) break;
    }
    this.reach = reach;
    moveOfSlack.forEach((t, i) => (slack[i] += reach * t));
    moveOfR.forEach((t, g) => (r[g] += reach * t));
    this.couple();
    return true;
  }

  /** (diag(slack/lambda) + sum_g r_g C C' + r_g/room_g (C h)(C h)') move = 1 + mu/lambda - q - sum_g (mu/room_g - r_g) C h. */
  private moveOfLambda(mu: number): Float64Array | undefined {
    const { lambda, r, slack, room, q, along, grams } = this;
    const n = lambda.length;
    const matrix = new Float64Array(n * n);
    const rhs = lambda.map((t, i) => 1 + mu / t - q[i]);
    for (const [g, gram] of grams.entries()) {
      const factor = r[g] / room[g];
      const pull = mu / room[g] - r[g];
      const at = g * n;
      for (const i of rhs.keys()) {
        rhs[i] -= pull * along[at + i];
        const scaled = factor * along[at + i];
        for (let k = 0; k <= i; k++) matrix[i * n + k] += r[g] * gram[i * n + k] + scaled * along[at + k];
      }
    }
    for (let i = 0; i < n; i++) {
      for (let k = 0; k < i; k++) matrix[k * n + i] = matrix[i * n + k];
      matrix[i * n + i] += slack[i] / lambda[i];
    }
    const pivots = new Int32Array(n);
    if (!factorLU(matrix, 0, n, pivots, 0)) return undefined;
    solveLU(matrix, 0, n, pivots, 0, rhs);
    return rhs;
  }

  /** Pairs are compared in units in which each point is as long as the pulls, so that a far point's small multiplier counts. */
  end(): CentralPoint {
    const { lambda, r, slack, room, length } = this;
    return {
      lambda,
      r,
      active: [...lambda.keys()].filter((i) => lambda[i] * length[i] > slack[i] / length[i]),
      live: [...r.keys()].filter((g) => r[g] > room[g]),
    };
  }
}

/** How much of the move keeps x > 0. */
const inside = (x: Float64Array, move: Float64Array): number =>
  x.reduce((most, t, i) => Math.min(most, (TO_BOUNDARY * t) / Math.max(0, -move[i])), Infinity);

function lowerGram(c: Float64Array, n: number, d: number): Float64Array {
  const gram = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let k = 0; k <= i; k++) {
      let sum = 0;
      for (let j = 0; j < d; j++) sum += c[i * d + j] * c[k * d + j];
      gram[i * n + k] = sum;
    }
  }
  return gram;
}
