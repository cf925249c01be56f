/**
 * The order conditions of Rosenbrock methods (Hairer and Wanner, Solving ODEs II, section IV.7): one for each rooted tree.
 * A vertex with one child sums over beta = alpha + gamma, a vertex with several over alpha. Explicit methods have no gamma.
 */
export interface RosenbrockMethod {
  readonly order: number;
  readonly embeddedOrder: number;
  readonly gamma: number;
  /** Strictly lower triangular, the stage values y + sum_j a_ij k_j. */
  readonly a: readonly (readonly number[])[];
  /** Strictly lower triangular, the stage equations (1/(gamma h) - J) k_i = f + sum_j c_ij k_j / h. */
  readonly c: readonly (readonly number[])[];
  /** y_1 = y_0 + sum m_i k_i. */
  readonly m: readonly number[];
  /** The embedded solution, of a lower order. */
  readonly embedded: readonly number[];
}

type Tree = readonly Tree[];

/** All rooted trees with n vertices, each once. */
function rootedTrees(n: number): Tree[] {
  const forests = (vertices: number, largest = vertices): Tree[][] => {
    if (vertices === 0) return [[]];
    const found: Tree[][] = [];
    for (let size = Math.min(vertices, largest); size >= 1; size--) {
      const trees = rootedTrees(size);
      trees.forEach((tree, index) => {
        for (const rest of forests(vertices - size, size)) {
          // within one size, in one order only
          const next = rest[0];
          if (next !== undefined && weight(next) === size && indexOf(trees, next) < index) continue;
          found.push([tree, ...rest]);
        }
      });
    }
    return found;
  };
  return forests(n - 1);
}

const code = (tree: Tree): string => `(${tree.map(code).join('')})`;
const indexOf = (trees: readonly Tree[], tree: Tree): number => trees.findIndex((t) => code(t) === code(tree));
const weight = (tree: Tree): number => 1 + tree.reduce((sum, t) => sum + weight(t), 0);
const density = (tree: Tree): number => tree.reduce((product, t) => product * density(t), weight(tree));

/** Lower triangular inverse. */
function invertLower(l: readonly (readonly number[])[]): number[][] {
  const inverse = l.map(() => l.map(() => 0));
  for (let j = 0; j < l.length; j++) {
    for (let i = j; i < l.length; i++) {
      let sum = i === j ? 1 : 0;
      for (let k = j; k < i; k++) sum -= l[i][k] * inverse[k][j];
      inverse[i][j] = sum / l[i][i];
    }
  }
  return inverse;
}

const times = (a: readonly (readonly number[])[], b: readonly (readonly number[])[]): number[][] =>
  a.map((row) => b[0].map((_, j) => row.reduce((sum, t, k) => sum + t * b[k][j], 0)));

export interface Residual {
  readonly tree: string;
  readonly order: number;
  /** |sum_i b_i Phi_i - 1/density|. */
  readonly main: number;
  readonly embedded: number;
}

/** A one-step method: stage values y + h sum_j alpha_ij k_j, beta = alpha + gamma (alpha itself where it is explicit), and weights. */
export interface Scheme {
  readonly alpha: readonly (readonly number[])[];
  readonly beta: readonly (readonly number[])[];
  readonly weights: readonly number[];
  readonly embedded: readonly number[];
}

/** By how much it misses each condition up to an order. */
export function conditionResiduals({ alpha, beta, weights, embedded }: Scheme, order: number): Residual[] {
  const through = (matrix: readonly (readonly number[])[], v: readonly number[]): number[] =>
    matrix.map((row) => row.reduce((sum, t, j) => sum + t * v[j], 0));
  const phi = (tree: Tree): number[] => {
    if (tree.length === 1) return through(beta, phi(tree[0]));
    const children = tree.map((t) => through(alpha, phi(t)));
    return Array.from(alpha, (_, i) => children.reduce((product, v) => product * v[i], 1));
  };
  const residuals: Residual[] = [];
  for (let n = 1; n <= order; n++) {
    for (const tree of rootedTrees(n)) {
      const values = phi(tree);
      const miss = (w: readonly number[]): number =>
        Math.abs(w.reduce((sum, t, i) => sum + t * values[i], 0) - 1 / density(tree));
      residuals.push({ tree: code(tree), order: n, main: miss(weights), embedded: miss(embedded) });
    }
  }
  return residuals;
}

/** By how much a method misses each condition up to its order. */
export function orderResiduals({ order, gamma, a, c, m, embedded }: RosenbrockMethod): Residual[] {
  const stages = a.length;
  const square = (rows: readonly (readonly number[])[], diagonal: number, sign: number): number[][] =>
    rows.map((row, i) => Array.from({ length: stages }, (_, j) => (i === j ? diagonal : sign * (row[j] ?? 0))));
  const Gamma = invertLower(square(c, 1 / gamma, -1));
  const alpha = times(square(a, 0, 1), Gamma);
  const beta = alpha.map((row, i) => row.map((t, j) => t + Gamma[i][j]));
  const [weights, embeddedWeights] = [m, embedded].map((row) => times([row], Gamma)[0]);
  return conditionResiduals({ alpha, beta, weights, embedded: embeddedWeights }, order);
}

/**
 * The coefficients are given to 16 digits, and the stage matrices have entries near 150 that cancel: a slip of one digit
 * shows as 1e-7 or more, rounding stays below this (observed: 1.5e-14).
 */
export const CONDITION_ROUNDING = 1e-12;

/** Throws RangeError for a method that misses a condition of its order, or whose last stage is not its solution (stiff accuracy). */
export function checkedMethod(method: RosenbrockMethod): RosenbrockMethod {
  for (const { tree, order, main, embedded } of orderResiduals(method)) {
    const missed = main > CONDITION_ROUNDING || (order <= method.embeddedOrder && embedded > CONDITION_ROUNDING);
    if (missed) throw new RangeError(`the coefficients miss the condition of the tree ${tree}: ${main}, ${embedded}`);
  }
  const last = method.a.length - 1;
  const stifflyAccurate = method.m.every((t, i) => t === (i === last ? 1 : method.a[last][i]));
  if (!stifflyAccurate) throw new RangeError('the last stage is not the solution: the method is not stiffly accurate');
  return method;
}
