import { test } from 'vitest';
import type { Claim } from '../../src/claims/claim.js';
import { ablation } from './ablation.js';
import { replayCommand, testName } from './name.js';
import { search, type Quantifier } from './search.js';
import { casesFor, DEFAULT_RUNS, isShort, settings } from './settings.js';
import { keepFailure, storedFaults } from './store.js';
import { draftWitness, witnessFaults } from './witness.js';

/** Twins whose cases are those of the full claim, each changed at random until it breaks the dropped assumption alone. */
interface Ablated<C> {
  readonly twins: readonly Claim<C>[];
  readonly runs?: number;
}

/**
 * Turns a claim into one test. Expected to hold: no stored failure and no generated case refutes it, none is undecided, every case meets the
 * assumptions, and the hard regions are covered; what refutes it is shrunk and stored. Expected to be refuted: the frozen witness refutes it, and
 * random search finds a witness of its own, which keeps the other assumptions. `npm run ablate` runs twins another way, see below.
 */
export function theorem<C>(claim: Claim<C>, quantifier: Quantifier<C>, ablated?: Ablated<C>): void {
  const { instances } = quantifier;
  for (const twin of ablated?.twins ?? []) {
    theorem(twin, { instances, breaks: twin, ...(ablated?.runs !== undefined && { runs: ablated.runs }) });
  }
  const refuted = claim.expected === 'refuted';
  test(testName(claim), async ({ task }) => {
    const { seed, runs, ablate, stores } = settings;
    const known = refuted ? await witnessFaults(claim) : await storedFaults(claim);
    const usual = quantifier.runs ?? DEFAULT_RUNS;
    const draw = { seed, runs: refuted ? usual : casesFor(usual), short: isShort };
    // a twin's frozen witness is the one to read: another one is shrunk only where it is asked for
    const look = ablate > 0 && refuted ? ablation : search;
    const found = await look(claim, quantifier, refuted && ablate === 0 ? { ...draw, shrinks: 0 } : draw);
    task.meta.claim = found.run;
    const { refutation } = found;
    if (ablate > 0 && refuted && refutation !== undefined)
      draftWitness(claim.id, refutation.instance, refutation.verdict);
    if (known.length + found.problems.length === 0) return;
    const stored =
      stores && !refuted && refutation?.broken.length === 0
        ? [
            `stored in fixtures/failures/${keepFailure(claim, refutation.instance, refutation.verdict)}: it runs first from now on`,
          ]
        : [];
    const replay = replayCommand(claim);
    const again =
      stored.length > 0 ? replay : `FC_SEED=${seed} ${runs === undefined ? '' : `FC_NUM_RUNS=${runs} `}${replay}`;
    const said = [`claim: ${claim.statement} (${claim.source})`, ...stored, `replay: ${again}`];
    const failure = new Error([...known, ...found.problems, ...said].join('\n  '));
    // where in the harness it was thrown tells nobody anything
    failure.stack = failure.message;
    throw failure;
  });
}
