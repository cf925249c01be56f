import { factorLU, solveLU } from '../../numeric/lu.js';
import { inner, type Direction, type MarginProblem } from './problem.js';
import type { Measure } from './restricted-program.js';

/** |<u, x_i>| / |x_i| below which u lies on the hyperplane of x_i: projections put it there to rounding. */
const ON_HYPERPLANE = 2 ** -36;
/** Lengths, relative, of a hyperplane's normal that is new in a span. */
const INDEPENDENT = 2 ** -30;
const MAX_NEWTON_STEPS = 20;
/** Residual, relative, at which Newton's method has done what it can. */
const SOLVED = 2 ** -50;
const NEARLY_SOLVED = 2 ** -30;
/** Added to the diagonal, relative: where the optimum is not unique, the system is singular. */
const REGULARISATION = 2 ** -46;

/** All directions of one cell or face, which have one maximiser there. */
interface Face {
  readonly sign: 1 | -1;
  readonly tag: { cell?: number };
  /** Slopes of phi at the points; 0 for those on whose hyperplanes the face lies. */
  readonly slopes: readonly number[];
  /** An orthonormal basis of the normals of those hyperplanes. */
  readonly normals: readonly (readonly number[])[];
  readonly mass: number;
}

/**
 * The optimum near a measure, to rounding, if its support is the right one up to some too many: Newton's method on the optimality conditions of
 * min t subject to |B_j lambda| <= t for the faces j, sum lambda = 1, where B_j lambda is the projection of the gradient
 * sum_i lambda_i y_i slope_i x_i onto face j; their multipliers are the masses. Undefined where it does not converge.
 */
export function polish(
  problem: MarginProblem,
  directions: readonly Direction[],
  { masses, lambda }: Measure,
): { directions: Direction[]; measure: Measure } | undefined {
  let faces = facesOf(problem, directions, masses);
  let support = [...lambda.keys()].filter((i) => lambda[i] > 0);
  // in units of the points' lengths, so that all gains are of the order of 1
  let weights = support.map((i) => lambda[i] * problem.lengths[i]);
  while (support.length > 0) {
    const solution = newton(problem, faces, support, weights);
    if (solution === undefined) return undefined;
    const least = Math.min(...solution.weights);
    const lightest = Math.min(...solution.masses);
    if (least >= 0 && lightest >= 0) {
      const full = lambda.map(() => 0);
      support.forEach((i, k) => (full[i] = solution.weights[k] / problem.lengths[i]));
      return {
        directions: faces.map(({ sign, tag }, j) => ({ sign, u: solution.u[j], ...tag })),
        measure: { masses: solution.masses, lambda: full },
      };
    }
    if (least < lightest) {
      const gone = solution.weights.indexOf(least);
      support = support.filter((_, k) => k !== gone);
      weights = solution.weights.filter((_, k) => k !== gone).map((t) => Math.max(t, 0));
    } else {
      const gone = solution.masses.indexOf(lightest);
      faces = faces.map((face, j) => ({ ...face, mass: Math.max(solution.masses[j], 0) })).filter((_, j) => j !== gone);
      weights = solution.weights.map((t) => Math.max(t, 0));
    }
  }
  return undefined;
}

function facesOf(
  { directions: units, leak }: MarginProblem,
  directions: readonly Direction[],
  masses: readonly number[],
) {
  const faces = new Map<string, Face>();
  directions.forEach(({ sign, u, cell }, j) => {
    if (masses[j] === 0) return;
    const along = units.map((x) => inner(u, x));
    const on = along.map((t) => Math.abs(t) < ON_HYPERPLANE);
    const slopes = along.map((t, i) => (on[i] ? 0 : t > 0 ? 1 : leak));
    // with leak 0 a slope does not tell a hyperplane from the side where phi vanishes
    const key = [sign, cell, ...slopes, ...on].join();
    const known = faces.get(key);
    const normals = known?.normals ?? orthonormal(units.filter((_, i) => on[i]));
    faces.set(key, {
      sign,
      tag: cell === undefined ? {} : { cell },
      slopes,
      normals,
      mass: (known?.mass ?? 0) + masses[j],
    });
  });
  return [...faces.values()];
}

function orthonormal(vectors: readonly (readonly number[])[]): number[][] {
  const basis: number[][] = [];
  for (const v of vectors) {
    const rest = without(without(v, basis), basis);
    const length = Math.sqrt(inner(rest, rest));
    if (length > INDEPENDENT) basis.push(rest.map((t) => t / length));
  }
  return basis;
}

/** v's part orthogonal to an orthonormal basis. */
function without(v: readonly number[], basis: readonly (readonly number[])[]): number[] {
  const rest = [...v];
  for (const b of basis) {
    const along = inner(b, rest);
    for (let j = 0; j < rest.length; j++) rest[j] -= along * b[j];
  }
  return rest;
}

interface Solution {
  readonly weights: number[];
  readonly masses: number[];
  readonly u: number[][];
}

/**
 * Unknowns weights (of unit vectors x_i / |x_i|), masses, t and the common value theta of all q_i; equations q_i = theta, |B_j| = t, sum lambda = 1, sum masses = 1.
 * The matrix is the symmetric one of a saddle point, regularised; the right-hand side is exact, so only the speed depends on that.
 */
function newton(
  { directions: units, y, lengths }: MarginProblem,
  faces: readonly Face[],
  support: readonly number[],
  start: readonly number[],
): Solution | undefined {
  const [N, M] = [support.length, faces.length];
  const size = N + M + 2;
  const [atT, atTheta] = [N + M, N + M + 1];
  const columns = faces.map(({ sign, slopes, normals }) =>
    support.map((i) =>
      without(
        units[i].map((t) => sign * y[i] * slopes[i] * t),
        normals,
      ),
    ),
  );
  const inverse = support.map((i) => 1 / lengths[i]);
  const total = start.reduce((sum, t, k) => sum + t * inverse[k], 0);
  const weights = start.map((t) => t / total);
  const mass = faces.reduce((sum, face) => sum + face.mass, 0);
  const masses = faces.map((face) => face.mass / mass);
  let [t, theta] = [0, 0];
  let last = Infinity;
  for (let step = 0; step <= MAX_NEWTON_STEPS; step++) {
    const vectors = columns.map((B) => B[0].map((_, j) => B.reduce((sum, b, k) => sum + weights[k] * b[j], 0)));
    const values = vectors.map((v) => Math.sqrt(inner(v, v)));
    const u = vectors.map((v, j) => v.map((e) => e / values[j]));
    if (step === 0) t = theta = Math.max(...values);
    const K = columns.map((B, j) => B.map((b) => inner(u[j], b)));
    const A = new Float64Array(size * size);
    const b = new Float64Array(size);
    for (let k = 0; k < N; k++) {
      let q = 0;
      for (let j = 0; j < M; j++) {
        q += masses[j] * K[j][k];
        A[k * size + N + j] = A[(N + j) * size + k] = K[j][k];
      }
      b[k] = theta * inverse[k] - q;
      A[k * size + atTheta] = -inverse[k];
      A[atT * size + k] = inverse[k];
      for (let l = 0; l <= k; l++) {
        let h = 0;
        for (let j = 0; j < M; j++)
          h += (masses[j] * (inner(columns[j][k], columns[j][l]) - K[j][k] * K[j][l])) / values[j];
        A[k * size + l] = A[l * size + k] = h;
      }
      A[k * size + k] += REGULARISATION;
    }
    for (let j = 0; j < M; j++) {
      b[N + j] = t - values[j];
      A[(N + j) * size + atT] = -1;
      A[atTheta * size + N + j] = 1;
      A[(N + j) * size + N + j] -= REGULARISATION;
    }
    b[atT] = 1 - weights.reduce((sum, w, k) => sum + w * inverse[k], 0);
    b[atTheta] = 1 - masses.reduce((sum, m) => sum + m, 0);
    const residual = b.reduce((most, v) => Math.max(most, Math.abs(v)), 0) / Math.max(t, Number.MIN_VALUE);
    // it falls to rounding, and then stands there
    if (residual <= SOLVED || (residual <= NEARLY_SOLVED && residual >= last / 2)) return { weights, masses, u };
    last = residual;
    const pivots = new Int32Array(size);
    // nor is there a factor where a face sees none of the points: all entries are then NaN
    if (!factorLU(A, 0, size, pivots, 0)) return undefined;
    solveLU(A, 0, size, pivots, 0, b);
    for (let k = 0; k < N; k++) weights[k] += b[k];
    for (let j = 0; j < M; j++) masses[j] += b[N + j];
    t += b[atT];
    theta += b[atTheta];
  }
  return undefined;
}
