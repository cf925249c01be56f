import { encodeInstance } from '../../src/claims/instance-json.js';
import type { Outcome } from '../../src/verdict.js';
import { mend } from './mend.js';
import { isWellFormed, type Instance } from './instance.js';
import { REDUCTIONS } from './reductions.js';
import { isSimpler } from './simplicity.js';

/** Evaluations of a law that shrinking may cost; what it has reached by then is the witness. */
export const MOST_EVALUATIONS = 300;
/** An undecided one counts as so many: a flow that ends in doubt has taken all the steps that it may. */
const DOUBT_COSTS = 20;

export interface Shrinking<C> {
  /** Whether a candidate may be looked at: the claim's domain, and the assumptions that the witness has to keep. */
  readonly allowed: (candidate: C) => boolean | Promise<boolean>;
  /** What the law says there; it is this that is counted. */
  readonly outcome: (candidate: C) => Outcome | Promise<Outcome>;
  readonly most?: number;
}

export interface Shrunk<C> {
  readonly witness: C;
  readonly evaluations: number;
  /** Whether no reduction of the witness refutes: false where the evaluations ran out first. */
  readonly minimal: boolean;
}

/**
 * The simplest refuting instance that reductions reach: fewer points, a lower dimension, a narrower net, points on axes, balanced neurons,
 * then simpler numbers. Works on the value alone, so that it needs no generator. Each accepted candidate is simpler than the last in a
 * well-founded order, so it ends; candidates are never evaluated twice.
 */
export async function shrink<C>(
  instance: C,
  { allowed, outcome, most = MOST_EVALUATIONS }: Shrinking<C>,
): Promise<Shrunk<C>> {
  let witness = instance as Instance;
  let evaluations = 0;
  const seen = new Set<string>([encodeInstance(witness)]);
  const better = async (candidate: Instance): Promise<boolean> => {
    if (!isSimpler(candidate, witness) || !isWellFormed(candidate)) return false;
    const text = encodeInstance(candidate);
    if (seen.has(text)) return false;
    seen.add(text);
    if (!(await allowed(candidate as C))) return false;
    const found = await outcome(candidate as C);
    evaluations += found === 'undecided' ? DOUBT_COSTS : 1;
    return found === 'refuted';
  };
  /** The candidate if it is better, or else what it is when mended. */
  const betterOf = async (candidate: Instance): Promise<Instance | undefined> => {
    if (await better(candidate)) return candidate;
    if (!isSimpler(candidate, witness) || !isWellFormed(candidate)) return undefined;
    const mended = await mend(candidate);
    return mended !== candidate && (await better(mended)) ? mended : undefined;
  };
  /** The first candidate of a kind that is better; undefined where none is, or where the evaluations have run out. */
  const next = async (reduction: (typeof REDUCTIONS)[number]): Promise<Instance | undefined> => {
    for (const candidate of reduction(witness)) {
      if (evaluations >= most) return undefined;
      const found = await betterOf(candidate);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  for (let kind = 0; kind < REDUCTIONS.length && evaluations < most;) {
    const found = await next(REDUCTIONS[kind]);
    if (found === undefined) kind++;
    else {
      witness = found;
      // what was in the way of fewer points may be gone
      kind = 0;
    }
  }
  return { witness: witness as C, evaluations, minimal: evaluations < most };
}
