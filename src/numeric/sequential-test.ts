/**
 * A sequential test of "each of these independent trials succeeds with probability exactly p0", with a stated error
 * probability whatever the number of trials (Ville's inequality for non-negative martingales of mean 1).
 */
export interface SequentialResult {
  readonly outcome: 'holds' | 'refuted' | 'undecided';
  readonly trials: number;
  readonly successes: number;
}

export interface SequentialPlan {
  readonly p0: number;
  /** How far a wrong probability is from p0 at least: what "holds" rules out. */
  readonly margin: number;
  /** Bounds, each, the probability of "refuted" when p = p0 and of "holds" when |p - p0| >= margin (half for each side). */
  readonly error: number;
  readonly maxTrials: number;
}

/**
 * Runs trials until one of three martingales is large. Against p = p0: the mixture of all likelihoods under a uniform
 * prior, built up from Laplace's rule of succession (s + 1)/(n + 2). Against p >= p0 + margin and p <= p0 - margin: the
 * likelihood ratio of p0 to the nearest such p, a supermartingale for all of them. An alternative outside [0, 1] is void.
 */
export function testProbability(
  { p0, margin, error, maxTrials }: SequentialPlan,
  trial: () => boolean,
): SequentialResult {
  const threshold = -Math.log(error);
  const alternatives = [p0 + margin, p0 - margin].filter((p) => p >= 0 && p <= 1);
  const ruledOut = alternatives.map(() => 0);
  let againstNull = 0;
  let successes = 0;
  for (let trials = 1; trials <= maxTrials; trials++) {
    const success = trial();
    const likelihood = (p: number): number => Math.log(success ? p : 1 - p);
    const predicted = (success ? successes + 1 : trials - successes) / (trials + 1);
    if (success) successes++;
    againstNull += Math.log(predicted) - likelihood(p0);
    alternatives.forEach((p, k) => (ruledOut[k] += likelihood(p0) - likelihood(p)));
    if (againstNull >= threshold) return { outcome: 'refuted', trials, successes };
    if (ruledOut.every((e) => e >= threshold + Math.LN2)) return { outcome: 'holds', trials, successes };
  }
  return { outcome: 'undecided', trials: maxTrials, successes };
}
