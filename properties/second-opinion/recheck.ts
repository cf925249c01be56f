import { branching } from './branching.js';
import { certified } from './certified.js';
import { disagreement, fails, type Check } from './comparison.js';
import type { Witness } from './data.js';
import { earlyPhase } from './early-phase.js';
import { embedding } from './embedding.js';
import { ends } from './ends.js';
import { hints } from './hints.js';
import { homogeneity } from './homogeneity.js';
import { limits } from './limits.js';
import { phaseOne } from './phase-one.js';
import { seededStarts } from './seeded-starts.js';
import { separators } from './separators.js';
import { simplicity } from './simplicity.js';
import { trajectories } from './trajectories.js';
import { wrongAssumptions } from './assumptions.js';

export type { Witness };

const CHECKS: readonly Check[] = [
  ...homogeneity,
  ...separators,
  ...phaseOne,
  ...embedding,
  ...branching,
  ...hints,
  ...certified,
  ...ends,
  ...limits,
  ...earlyPhase,
  ...trajectories,
  ...simplicity,
  ...seededStarts,
];

/** The check of this comparison, and what its pattern caught: of several, that of the longest law. */
function find({ claim, what }: Witness): { found: Check; match: string[] } | undefined {
  const fitting = CHECKS.flatMap((found) => {
    const ofLaw = found.law === '' || claim === found.law || claim.startsWith(`${found.law}-`);
    const match = typeof found.what === 'string' ? (found.what === what ? [what] : null) : found.what.exec(what);
    return ofLaw && match !== null ? [{ found, match: [...match] }] : [];
  });
  return fitting.sort((a, b) => b.found.law.length - a.found.law.length)[0];
}

/** Undefined where both sides were computed anew, agree with the frozen ones and break the relation, and the assumptions are as the claim says; otherwise what is wrong. */
export async function recheck(witness: Witness): Promise<string | undefined> {
  const known = find(witness);
  if (known === undefined) return `no check for ${witness.claim}: ${witness.what}`;
  const { relation, sides } = known.found;
  if (witness.relation !== undefined && witness.relation !== relation) {
    return `the relation is ${relation}, not ${witness.relation}`;
  }
  const own = await sides(witness.instance, known.match, witness);
  if (typeof own === 'string') return own;
  const wrong = disagreement('left', witness.left, own.left) ?? disagreement('right', witness.right, own.right);
  if (wrong !== undefined) return wrong;
  if (!fails(relation, own)) return `${witness.left} ${relation} ${witness.right} does not certainly fail`;
  return wrongAssumptions(witness);
}
