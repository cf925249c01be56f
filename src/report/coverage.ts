import { digits } from '../verdict.js';
import { html, type Html } from './html.js';
import type { RegionShare, Slack } from './report.js';

export const percent = (share: number): string => `${(100 * share).toFixed(1)}%`;

/** The hard regions and their shares, each with a bar. */
export const regionTable = (regions: readonly RegionShare[]): Html | undefined =>
  regions.length === 0
    ? undefined
    : html`<table class="facts">
        <caption>
          Hard regions, rarest first
        </caption>
        <thead>
          <tr>
            <th scope="col">Region</th>
            <th scope="col">Share of the cases</th>
          </tr>
        </thead>
        <tbody>
          ${regions.map(
            ({ region, share }) =>
              html`<tr>
                <th scope="row">${region}</th>
                <td class="share">
                  <span class="bar" style="inline-size:${(50 * share).toFixed(1)}%"></span>${percent(share)}
                </td>
              </tr>`,
          )}
        </tbody>
      </table>`;

const [WIDTH, HEIGHT, GAP] = [13, 40, 3];

/** One bar a decade of slack; every decade that has cases is seen. */
function histogram(decades: readonly number[]): Html {
  const top = Math.max(...decades);
  const bars = decades.map((n, i) => {
    const height = n === 0 ? 0 : Math.max(1.5, (HEIGHT * n) / top);
    return html`<rect x="${i * (WIDTH + GAP)}" y="${HEIGHT - height}" width="${WIDTH}" height="${height}" />`;
  });
  const width = decades.length * (WIDTH + GAP) - GAP;
  const said = decades.flatMap((n, i) => (n === 0 ? [] : [`1e${i - decades.length + 1}: ${n}`])).join(', ');
  return html`<svg
    class="decades"
    role="img"
    aria-label="Cases by decade of slack: ${said}"
    viewBox="0 0 ${width} ${HEIGHT + 1}"
    width="${width}"
    height="${HEIGHT + 1}"
  >
    ${bars}
    <line x1="0" x2="${width}" y1="${HEIGHT + 0.5}" y2="${HEIGHT + 0.5}" />
  </svg>`;
}

/** How much of their bound the cases used. */
export const slackFigure = (slack: Slack | undefined): Html | undefined =>
  slack === undefined
    ? undefined
    : html`<div class="slack">
        <p>Worst slack ${digits(slack.worst)} of the bound, at: ${slack.at}</p>
        ${histogram(slack.decades)}
        <p class="axis" aria-hidden="true"><span>10⁻¹² or less</span><span>the bound</span></p>
      </div>`;
