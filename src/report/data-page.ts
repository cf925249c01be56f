import { htmlDocument } from './document.js';
import { figureBlock } from './figure-block.js';
import type { Figure } from './figure.js';
import { formulaBox } from './formula.js';
import { html, type Html } from './html.js';

/** What is said of one dataset of somebody's own. */
export interface DataReport {
  readonly name: string;
  /** The data and the start of the flow, in one sentence. */
  readonly described: string;
  /** What the flow leaves of the best margin, in a few words. */
  readonly headline: string;
  readonly assumptions: readonly { readonly meets: boolean; readonly statement: string; readonly by: string }[];
  readonly margins: readonly { readonly name: string; readonly said: string }[];
  readonly claims: readonly {
    readonly id: string;
    readonly statement: string;
    readonly formula?: string;
    readonly said: string;
  }[];
}

const table = (caption: string, columns: readonly string[], rows: readonly (readonly (Html | string)[])[]): Html =>
  html`<div class="scroll" tabindex="0" role="region" aria-label="${caption}">
    <table class="plain">
      <thead>
        <tr>
          ${columns.map((name) => html`<th scope="col">${name}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          ([first, ...rest]) =>
            html`<tr>
              <th scope="row">${first}</th>
              ${rest.map((cell) => html`<td>${cell}</td>`)}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;

/** The page of one dataset: what it meets, which claims apply, where the flow ends beside both optima. Throws as `page` does. */
export function dataPage(report: DataReport, figures: readonly Figure[]): string {
  const { name, described, headline, assumptions, margins, claims } = report;
  return htmlDocument(
    name,
    html`<a class="skip" href="#claims">To the results</a>
      <header>
        <p class="kicker">margin-laws check</p>
        <h1>${name}: ${headline}</h1>
        <p class="paper">${described}</p>
      </header>
      <main id="claims" tabindex="-1">
        <section aria-labelledby="margins-title">
          <h2 id="margins-title">Normalised margins</h2>
          ${table(
            'Margins',
            ['Net', 'Margin'],
            margins.map((row) => [row.name, row.said]),
          )}
        </section>
        <section class="figures" aria-label="Figures">${figures.map(figureBlock)}</section>
        <section aria-labelledby="assumptions-title">
          <h2 id="assumptions-title">What the data meets</h2>
          ${table(
            'Assumptions',
            ['Assumption', 'Met', 'By how much'],
            assumptions.map(({ statement, meets, by }) => [statement, meets ? '✓ yes' : '✗ no', by]),
          )}
        </section>
        <section aria-labelledby="claims-title">
          <h2 id="claims-title">Claims that speak of data alone</h2>
          ${table(
            'Claims',
            ['Claim', 'What it says', 'Here'],
            claims.map((claim) => [
              claim.id,
              html`${claim.statement} ${claim.formula === undefined ? undefined : formulaBox(claim.formula)}`,
              claim.said,
            ]),
          )}
        </section>
      </main>`,
  );
}
