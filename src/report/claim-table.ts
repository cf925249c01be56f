import { claimDetails, twinLine } from './claim-details.js';
import { formulaBox } from './formula.js';
import { html, type Html } from './html.js';
import { outcomeMark } from './outcome.js';
import type { ClaimReport } from './report.js';
import { count, isAsExpected, outcomeOf } from './standing.js';

/** For the filter: what the claim and its twins came to, and whether one of them is not as expected. */
function kinds(claims: readonly ClaimReport[]): string {
  const words = new Set<string>(claims.map(outcomeOf));
  if (!claims.every(isAsExpected)) words.add('unexpected');
  return [...words].join(' ');
}

/** The unit is seen where the column has no heading. */
function casesCell({ found }: ClaimReport): Html {
  if (found === undefined) return html`–`;
  const [number, unit] = count(found.cases, 'case').split(' ');
  return html`${number}<span class="unit"> ${unit}</span>`;
}

// roles are written out: on a narrow page the table is laid out as cards, and would lose them
function row(claim: ClaimReport, twins: readonly ClaimReport[]): Html {
  return html`<tr role="row" class="claim" id="${claim.id}" data-kinds="${kinds([claim, ...twins])}">
    <th role="rowheader" scope="row">${claim.id}</th>
    <td role="cell" class="statement">
      ${claim.formula === undefined ? undefined : formulaBox(claim.formula)}
      <details>
        <summary>${claim.statement}</summary>
        ${claimDetails(claim, twins)}
      </details>
      ${twinLine(twins)}
    </td>
    <td role="cell" class="evidence">${claim.evidence}</td>
    <td role="cell">${outcomeMark(claim)}</td>
    <td role="cell" class="cases">${casesCell(claim)}</td>
  </tr>`;
}

/** Claims as a table, each with its twins; a row opens to all that is known of it. */
export const claimTable = (caption: string, claims: readonly ClaimReport[], all: readonly ClaimReport[]): Html =>
  html`<table role="table" class="claims" aria-label="${caption}">
    <thead role="rowgroup">
      <tr role="row">
        <th role="columnheader" scope="col">Claim</th>
        <th role="columnheader" scope="col">Statement</th>
        <th role="columnheader" scope="col">Evidence</th>
        <th role="columnheader" scope="col">Outcome</th>
        <th role="columnheader" scope="col" class="cases">Cases</th>
      </tr>
    </thead>
    <tbody role="rowgroup">
      ${claims.map((claim) =>
        row(
          claim,
          all.filter(({ twinOf }) => twinOf === claim.id),
        ),
      )}
    </tbody>
  </table>`;
