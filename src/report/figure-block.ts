import type { Figure } from './figure.js';
import { html, raw, type Html } from './html.js';

/** A slider over the frames of a figure, and the label of the one that is seen; the script of the page moves it. */
const slider = ({ id, frames }: Figure): Html =>
  html`<div class="scrub">
    <label for="${id}-frame">Frame</label>
    <input
      type="range"
      id="${id}-frame"
      min="0"
      max="${frames.length - 1}"
      step="1"
      value="0"
      aria-valuetext="${frames[0].label}"
      data-labels="${JSON.stringify(frames.map(({ label }) => label))}"
    />
    <output for="${id}-frame">${frames[0].label}</output>
  </div>`;

/** A figure; of several frames the first is seen. Throws RangeError for one without frames. */
export function figureBlock(figure: Figure): Html {
  const { id, title, caption, alt, frames } = figure;
  if (frames.length === 0) throw new RangeError(`figure ${id} has no frames, expected at least one`);
  return html`<figure id="${id}">
    <h3>${title}</h3>
    <div class="frames" role="img" aria-label="${alt}">
      ${frames.map(({ svg }, i) => html`<div class="frame" ${raw(i === 0 ? '' : 'hidden')}>${raw(svg)}</div>`)}
    </div>
    ${frames.length > 1 ? slider(figure) : undefined}
    <figcaption>${caption}</figcaption>
  </figure>`;
}
