import { html, type Html } from './html.js';
import type { ClaimReport, Report } from './report.js';
import { broken, headline, isSound } from './standing.js';

const link = (id: string): Html => html`<a href="#${id}">${id}</a>`;
const links = (ids: readonly string[]): Html =>
  html`<span class="ids">${ids.map((id, i) => html`${i === 0 ? '' : ', '}${link(id)}`)}</span>`;

const figure = (number: number, label: string): Html =>
  html`<div>
    <dt>${label}</dt>
    <dd>${number.toLocaleString('en')}</dd>
  </div>`;

/** What is not as it should be, by name. */
function faults(report: Report): Html | undefined {
  if (isSound(report)) return undefined;
  const { missing, laws, errors } = report.run;
  const wrong = broken(report).map(({ id }) => id);
  return html`<div class="faults">
    ${wrong.length > 0 ? html`<p>Not as expected: ${links(wrong)}</p>` : undefined}
    ${missing.length > 0 ? html`<p>Did not run: ${links(missing)}</p>` : undefined}
    ${laws.failed.map(
      ({ file, name, message }) =>
        html`<details>
          <summary>Law failed: ${name} (${file})</summary>
          <pre>${message}</pre>
        </details>`,
    )}
    ${errors.map((error) => html`<pre>${error}</pre>`)}
  </div>`;
}

/** The verdict of the run at a glance, and its numbers. */
export function head(report: Report): Html {
  const { run, claims } = report;
  const came = (outcome: string, of: (claim: ClaimReport) => boolean): number =>
    claims.filter((claim) => claim.found?.outcome === outcome && of(claim)).length;
  return html`<header>
    <p class="kicker">margin-laws</p>
    <h1 class="${isSound(report) ? 'sound' : 'unsound'}">
      <span aria-hidden="true">${isSound(report) ? '✓' : '✗'}</span> ${headline(report)}
    </h1>
    <p class="paper">
      The theorems of <cite>Gradient Descent on Two-layer Nets: Margin Maximization and Simplicity Bias</cite> (Lyu, Li,
      Wang, Arora 2021), checked on random data. A claim that is false without an assumption, or as printed, is expected
      to be refuted.
    </p>
    <p class="paper">
      Formulas write α for the leak, γ* and w* for the best linear margin and its separator, γ(θ) for the normalised
      margin, θ<sup>∞</sup> and f<sup>∞</sup> for the direction in which the flow ends and its function.
    </p>
    ${faults(report)}
    <dl class="numbers">
      ${figure(
        came('holds', () => true),
        'hold',
      )}${figure(
        came('refuted', ({ twinOf }) => twinOf !== undefined),
        'refuted without an assumption',
      )}${figure(
        came('refuted', ({ twinOf }) => twinOf === undefined),
        'refuted as printed',
      )}${figure(run.cases, 'cases behind those that hold')}${figure(run.laws.passed, 'tests of the core passed')}
    </dl>
    <p class="circumstances">
      ${run.startedAt.slice(0, 16).replace('T', ' ')} UTC · ${Math.round(run.milliseconds / 1000)} s · seed ${run.seed}
      · node ${run.node}
    </p>
  </header>`;
}
