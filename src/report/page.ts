import { claimTable } from './claim-table.js';
import { figureBlock } from './figure-block.js';
import type { Figure } from './figure.js';
import { filter } from './filter.js';
import { head } from './head.js';
import { htmlDocument } from './document.js';
import { html, type Html } from './html.js';
import type { ClaimReport, Report } from './report.js';
import { claimsOf, SECTIONS, sectionOf } from './sections.js';
import { isMisprint } from './standing.js';

interface Part {
  readonly id: string;
  readonly title: string;
  readonly where: string;
  readonly body: Html;
  /** Whether the part is a table of claims, which the filter hides when it is empty. */
  readonly rows: boolean;
}

const section = ({ id, title, where, body, rows }: Part): Html =>
  html`<section id="${id}" class="${rows ? 'rows' : 'figures'}" aria-labelledby="${id}-title">
    <h2 id="${id}-title">${where === '' ? undefined : html`<span class="where">${where}</span> `}${title}</h2>
    ${body}
  </section>`;

/** The parts of the page in their order: the paper's sections, its misprints, the figures. */
function partsOf(claims: readonly ClaimReport[], figures: readonly Figure[]): Part[] {
  const tables = SECTIONS.map((part) => {
    const { id, title, where } = part;
    const own = claimsOf(part, claims);
    return { id: `section-${id}`, title, where, own };
  });
  const misprints = {
    id: 'misprints',
    title: 'What is false as printed',
    where: 'Misprints',
    own: claims.filter(isMisprint),
  };
  const parts = [...tables, misprints]
    .filter(({ own }) => own.length > 0)
    .map(({ own, ...part }) => ({ ...part, body: claimTable(part.title, own, claims), rows: true }));
  if (figures.length === 0) return parts;
  const body = html`${figures.map(figureBlock)}`;
  return [...parts, { id: 'figures', title: 'Figures', where: '', body, rows: false }];
}

/**
 * The report as one HTML file without any other. Throws RangeError for a claim of an unknown row and for a figure
 * without frames, ParseError of KaTeX for a formula that is no TeX.
 */
export function page(report: Report, figures: readonly Figure[]): string {
  report.claims.forEach(sectionOf);
  const parts = partsOf(report.claims, figures);
  const rows = report.claims.filter(({ twinOf }) => twinOf === undefined).length;
  return htmlDocument(
    'the claims of a run',
    html`<a class="skip" href="#claims">To the claims</a>
      ${head(report)}
      <nav aria-label="Sections">
        <ul>
          ${parts.map(({ id, title, where }) => html`<li><a href="#${id}">${where === '' ? title : where}</a></li>`)}
        </ul>
      </nav>
      <main id="claims" tabindex="-1">${filter(rows)} ${parts.map(section)}</main>`,
  );
}
