import { html, type Html } from './html.js';
import type { ClaimReport } from './report.js';
import { isAsExpected, outcomeOf } from './standing.js';

const WORDS = {
  holds: { sign: '✓', word: 'holds' },
  refuted: { sign: '✗', word: 'refuted' },
  undecided: { sign: '?', word: 'undecided' },
  missing: { sign: '–', word: 'did not run' },
} as const;

export const wordOf = (claim: ClaimReport): string => WORDS[outcomeOf(claim)].word;

/** Sign and word of what a claim came to; what is not as expected says so in words. */
export function outcomeMark(claim: ClaimReport): Html {
  const outcome = outcomeOf(claim);
  const { sign, word } = WORDS[outcome];
  const mark = html`<span aria-hidden="true">${sign}</span> ${word}`;
  if (isAsExpected(claim)) return html`<span class="outcome ${outcome}">${mark}</span>`;
  const why = claim.found?.outcome === claim.expected ? 'its test failed' : `expected: ${WORDS[claim.expected].word}`;
  return html`<span class="outcome ${outcome} broke">${mark}<span class="why">${why}</span></span>`;
}
