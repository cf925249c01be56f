import katex from 'katex';
import { html, raw, type Html } from './html.js';

/** The formulas of a claim: `\qquad` stands between them, and in none of them. */
export const formulasOf = (tex: string): string[] => tex.split(/\s*\\qquad\s*/);

const untrusted = ({ command }: { readonly command: string }): never => {
  throw new RangeError(`a formula has the command ${command}, expected none that leads out of the page`);
};

/** TeX as MathML in display style. Throws ParseError of KaTeX on what is not plain, supported LaTeX, RangeError for links and the like. */
export const toMathML = (tex: string): string =>
  katex.renderToString(tex, {
    output: 'mathml',
    displayMode: true,
    throwOnError: true,
    strict: 'error',
    trust: untrusted,
  });

/** The formulas of a claim side by side, where there is room; the box scrolls where one is wider than the page, and the script of the page then lets the keyboard in. */
export const formulaBox = (tex: string): Html =>
  html`<div class="formula">${formulasOf(tex).map((one) => raw(toMathML(one)))}</div>`;
