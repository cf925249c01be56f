import { html, type Html } from './html.js';
import type { FrozenWitness, Refutation } from './report.js';

/** The comparison that fails, with both its sides. */
const comparison = ({ what, left, relation, right }: Refutation): Html =>
  html`<table class="facts sides">
    <caption>
      ${what}
    </caption>
    <thead>
      <tr>
        <th scope="col">left</th>
        <th scope="col">wanted</th>
        <th scope="col">right</th>
      </tr>
    </thead>
    <tbody>
      <tr>
        <td>${left}</td>
        <td>${relation}</td>
        <td>${right}</td>
      </tr>
    </tbody>
  </table>`;

/** The instance on one line of JSON, which wraps, and what the law says of it. */
export const refutationBlock = (refutation: Refutation, title: string): Html =>
  html`<p class="label">${title}</p>
    <pre>${JSON.stringify(refutation.instance)}</pre>
    ${comparison(refutation)}`;

/** A frozen counterexample: the essay, the instance, the comparison. */
export const witnessBlock = (witness: FrozenWitness | undefined): Html | undefined =>
  witness === undefined
    ? undefined
    : html`<div class="essay">${witness.because.map((line) => html`<p>${line}</p>`)}</div>
        ${refutationBlock(witness, 'Smallest witness')}`;
