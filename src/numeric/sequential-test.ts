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
export function testProbability(plan: SequentialPlan, trial: () => boolean): SequentialResult {
  const test = new SequentialTest(plan);
  for (;;) {
    const result = test.add(trial());
    if (result !== undefined) return result;
  }
}

/** The same for trials that take their time. */
export async function testProbabilityOf(
  plan: SequentialPlan,
  trial: () => Promise<boolean>,
): Promise<SequentialResult> {
  const test = new SequentialTest(plan);
  for (;;) {
    const result = test.add(await trial());
    if (result !== undefined) return result;
  }
}

class SequentialTest {
  private readonly alternatives: readonly number[];
  private readonly ruledOut: number[];
  private againstNull = 0;
  private trials = 0;
  private successes = 0;

  constructor(private readonly plan: SequentialPlan) {
    const { p0, margin } = plan;
    this.alternatives = [p0 + margin, p0 - margin].filter((p) => p >= 0 && p <= 1);
    this.ruledOut = this.alternatives.map(() => 0);
  }

  /** The result, once there is one. */
  add(success: boolean): SequentialResult | undefined {
    const { p0, error, maxTrials } = this.plan;
    const threshold = -Math.log(error);
    const likelihood = (p: number): number => Math.log(success ? p : 1 - p);
    this.trials++;
    const predicted = (success ? this.successes + 1 : this.trials - this.successes) / (this.trials + 1);
    if (success) this.successes++;
    this.againstNull += Math.log(predicted) - likelihood(p0);
    this.alternatives.forEach((p, k) => (this.ruledOut[k] += likelihood(p0) - likelihood(p)));
    const { trials, successes } = this;
    if (this.againstNull >= threshold) return { outcome: 'refuted', trials, successes };
    if (this.ruledOut.every((e) => e >= threshold + Math.LN2)) return { outcome: 'holds', trials, successes };
    return trials >= maxTrials ? { outcome: 'undecided', trials, successes } : undefined;
  }
}
