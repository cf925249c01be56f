import { html, type Html } from './html.js';

const KINDS = [
  ['', 'all'],
  ['unexpected', 'not as expected'],
  ['holds', 'holds'],
  ['refuted', 'refuted'],
  ['undecided', 'undecided'],
  ['missing', 'did not run'],
] as const;

/** Text and outcome to look for; hidden until the script of the page runs. */
export const filter = (rows: number): Html =>
  html`<search class="filter" aria-label="Claims" hidden>
    <div>
      <label for="text">Find</label
      ><input type="search" id="text" autocomplete="off" spellcheck="false" placeholder="id, statement, witness …" />
    </div>
    <div>
      <label for="kind">Outcome</label
      ><select id="kind">
        ${KINDS.map(([kind, label]) => html`<option value="${kind}">${label}</option>`)}
      </select>
    </div>
    <output id="shown" for="text kind">${rows} rows</output>
  </search>`;
