import type { Claim, Evidence } from '../../src/claims/claim.js';
import { encodeInstance } from '../../src/claims/instance-json.js';
import { claims } from '../../src/claims/register.js';
import { search, type Draw, type Findings, type Quantifier } from './search.js';
import { settings } from './settings.js';

/** Of the seeds that are asked for, one in so many: what a witness costs to find and to shrink. */
const SHARE: Readonly<Record<Evidence, number>> = { exact: 1, certified: 5, limit: 20, trend: 20, statistical: 20 };

/**
 * A generator that breaks an assumption, held against the full claim: the claim is refuted, by a witness that breaks that assumption and no
 * other. Misprints, which drop nothing, are searched as they are. From one seed after the other, to see how many simplest witnesses there are.
 */
export async function ablation<C>(twin: Claim<C>, quantifier: Quantifier<C>, draw: Draw): Promise<Findings<C>> {
  const full = claims.find(({ id }) => id === twin.twinOf) as Claim<C> | undefined;
  const minima = new Set<string>();
  let first: Findings<C> | undefined;
  for (let k = 0; k < Math.max(1, Math.round(settings.ablate / SHARE[twin.evidence])); k++) {
    const found = await search(full ?? twin, quantifier, { ...draw, seed: draw.seed + k });
    first ??= found;
    minima.add(found.refutation === undefined ? 'none' : encodeInstance(found.refutation.instance));
  }
  const { run, refutation, problems: found } = first as Findings<C>;
  const problems: string[] = [];
  if (refutation === undefined) problems.push(`${twin.id}: no counterexample found in ${run.met} cases`);
  else if (run.outcome !== 'refuted') problems.push(...found);
  else if (full !== undefined && refutation.broken.join() !== twin.dropped) {
    problems.push(`the witness breaks ${refutation.broken.join(', ')}, expected ${twin.dropped} alone`);
  }
  const { id, source, statement, evidence, expected, file } = twin;
  const own = {
    id,
    source,
    statement,
    evidence,
    expected,
    file,
    ...(twin.dropped !== undefined && { dropped: twin.dropped }),
  };
  return { run: { ...run, ...own, minima: minima.size }, problems, ...(refutation !== undefined && { refutation }) };
}
