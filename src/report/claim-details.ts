import { regionTable, slackFigure } from './coverage.js';
import { html, type Html } from './html.js';
import { outcomeMark, wordOf } from './outcome.js';
import type { AssumptionReport, ClaimReport } from './report.js';
import { count, isAsExpected, outcomeOf } from './standing.js';
import { refutationBlock, witnessBlock } from './witness.js';

const seconds = (milliseconds: number): string =>
  milliseconds < 1000 ? `${milliseconds} ms` : `${(milliseconds / 1000).toFixed(1)} s`;

const fact = (name: string, value: Html | string | undefined): Html | undefined =>
  value === undefined
    ? undefined
    : html`<div>
        <dt>${name}</dt>
        <dd>${value}</dd>
      </div>`;

function casesOf({ found }: ClaimReport): string | undefined {
  if (found === undefined) return undefined;
  const { cases, met, undecided } = found;
  const lost = met === cases ? '' : `, ${met.toLocaleString('en')} with all assumptions met`;
  const doubts = undecided === 0 ? '' : `, ${undecided} undecided`;
  return `${count(cases, 'case')}${lost}${doubts}`;
}

const facts = (claim: ClaimReport): Html =>
  html`<dl class="run">
    ${fact('Source', claim.source)}${fact('Drawn', casesOf(claim))}
    ${fact('Seed', claim.found && String(claim.found.seed))}${fact('Time', claim.found && seconds(claim.found.milliseconds))}
  </dl>`;

const problemsOf = ({ problems, found }: ClaimReport): Html | undefined =>
  problems.length === 0 && found !== undefined
    ? undefined
    : html`<div class="problems">
        <p class="label">${found === undefined ? 'It did not run' : 'What its test says'}</p>
        ${problems.map((problem) => html`<pre>${problem}</pre>`)}
      </div>`;

/** The command, with its last argument kept together where it fits. */
function replayBlock({ replay, found }: ClaimReport): Html {
  const [test, ...names] = replay.split(/ (?=-t )/);
  const seed = found === undefined ? '' : `FC_SEED=${found.seed} `;
  return html`<pre>${seed}${test}${names.map((name) => html` <span class="argument">${name}</span>`)}</pre>`;
}

/** What is wrong with a claim in this run, if anything. */
const faults = (claim: ClaimReport): Html =>
  html`${problemsOf(claim)}${claim.found?.refutation && refutationBlock(claim.found.refutation, 'Found and shrunk in this run')}`;

/** All of a claim that is its own: why it is false, what was drawn, how to repeat it. */
const ownPart = (claim: ClaimReport): Html =>
  html`${witnessBlock(claim.witness)}${facts(claim)}
    ${claim.found && regionTable(claim.found.regions)}${slackFigure(claim.found?.slack)}
    <p class="label">Repeat it</p>
    ${replayBlock(claim)}`;

/** A claim without one of its assumptions, to be opened. */
const twinDetails = (twin: ClaimReport): Html =>
  html`<details class="twin" id="${twin.id}">
    <summary>without it: ${outcomeMark(twin)} <code>${twin.id}</code></summary>
    <div class="body">${faults(twin)}${ownPart(twin)}</div>
  </details>`;

const metIn = (met: number | undefined, cases: number | undefined): Html | undefined =>
  met === undefined || cases === undefined
    ? undefined
    : html`<span class="met">met in ${met.toLocaleString('en')} of ${count(cases, 'case')}</span>`;

const assumption = (
  { id, statement, met }: AssumptionReport,
  claim: ClaimReport,
  twins: readonly ClaimReport[],
): Html =>
  html`<li>
    <p><b>${id}</b>: ${statement} ${metIn(met, claim.found?.cases)}</p>
    ${twins.filter(({ dropped }) => dropped === id).map(twinDetails)}
  </li>`;

/** Everything that the report knows of a claim and of its twins. */
export const claimDetails = (claim: ClaimReport, twins: readonly ClaimReport[]): Html =>
  html`<div class="body">
    ${faults(claim)}
    ${
      claim.assumptions.length === 0
        ? undefined
        : html`<p class="label">Assumptions</p>
            <ul class="assumptions">
              ${claim.assumptions.map((a) => assumption(a, claim, twins))}
            </ul>`
    }
    ${ownPart(claim)}
  </div>`;

/** The twins of a claim on one line, each with a link to it. */
export const twinLine = (twins: readonly ClaimReport[]): Html | undefined =>
  twins.length === 0
    ? undefined
    : html`<ul class="twins" aria-label="Without one assumption">
        ${twins.map(
          (twin) =>
            html`<li>
              <a href="#${twin.id}" class="${outcomeOf(twin)}${isAsExpected(twin) ? '' : ' broke'}"
                >${wordOf(twin)} without ${twin.dropped}</a
              >
            </li>`,
        )}
      </ul>`;
