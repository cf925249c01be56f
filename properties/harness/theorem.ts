import { test } from 'vitest';
import type { Claim } from '../../src/claims/claim.js';
import { search, type Quantifier } from './search.js';
import { casesFor, DEFAULT_RUNS, settings } from './settings.js';
import { witnessFaults } from './witness.js';

/**
 * Turns a claim into one test. Expected to hold: no generated case refutes it, none is undecided, every case meets the
 * assumptions, and the hard regions are covered. Expected to be refuted: the frozen witness refutes it, and random
 * search finds a witness of its own, which keeps the other assumptions.
 */
export function theorem<C>(claim: Claim<C>, quantifier: Quantifier<C>): void {
  const name = claim.expected === 'holds' ? `${claim.id} holds` : `${claim.id} is refuted`;
  test(name, async ({ task }) => {
    const { seed, path, runs } = settings;
    const refuted = claim.expected === 'refuted';
    const frozen = refuted ? await witnessFaults(claim) : [];
    const usual = quantifier.runs ?? DEFAULT_RUNS;
    const cases = refuted && path === undefined ? usual : casesFor(usual);
    const draw = { seed, path, runs: cases, short: runs !== undefined };
    const found = await search(claim, quantifier, draw);
    task.meta.claim = found.run;
    if (frozen.length + found.problems.length === 0) return;
    const at = found.path === '' ? '' : ` FC_PATH='${found.path}'`;
    const replay = `FC_SEED=${seed}${at} npm test -- ${claim.file} -t '^${name}$'`;
    const lines = [...frozen, ...found.problems, `claim: ${claim.statement} (${claim.source})`, `replay: ${replay}`];
    const failure = new Error(lines.join('\n  '));
    // where in the harness it was thrown tells nobody anything
    failure.stack = failure.message;
    throw failure;
  });
}
