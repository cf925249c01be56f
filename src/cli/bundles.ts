import { real } from '../numeric/field.js';
import { dot, scale, squaredLength } from '../numeric/vector.js';
import { squaredNorm, type Network } from '../model/network.js';
import { plural } from './output.js';

/** Neurons of one direction and sign. */
interface Bundle {
  readonly sign: number;
  readonly direction: readonly number[];
  count: number;
  /** Of |theta|^2. */
  share: number;
}

/** Entries of two unit vectors that are shown as one (observed: neurons that the flow has merged differ by rounding). */
const SAME_DIRECTION = 1e-9;
const MAX_BUNDLES = 12;

/** The distinct neurons of a net, largest share first. */
function bundles(net: Network<number>): Bundle[] {
  const total = squaredNorm(real, net);
  const found: Bundle[] = [];
  net.w.forEach((w, k) => {
    const squared = squaredLength(real, w);
    const share = (squared + net.a[k] ** 2) / total;
    const sign = Math.sign(net.a[k]);
    const direction = squared === 0 ? w : scale(real, 1 / Math.sqrt(squared), w);
    const alike = ({ direction: u, sign: s }: Bundle): boolean =>
      s === sign && u.every((t, j) => Math.abs(t - direction[j]) <= SAME_DIRECTION);
    const bundle = found.find(alike);
    if (bundle === undefined) found.push({ sign, direction, count: 1, share });
    else {
      bundle.count++;
      bundle.share += share;
    }
  });
  return found.sort((a, b) => b.share - a.share);
}

/** (0.1234, -0.5678, ...), with as many entries as fit. */
function fitted(v: readonly number[], columns: number): string {
  const entries = v.map((t) => t.toFixed(4));
  const whole = `(${entries.join(', ')})`;
  if (whole.length <= columns) return whole;
  const end = ', ...)';
  let text = `(${entries[0]}`;
  for (const entry of entries.slice(1)) {
    if (text.length + 2 + entry.length + end.length > columns) break;
    text += `, ${entry}`;
  }
  return text + end;
}

/** A table of the distinct neurons, with the cosine to w* where there is one; the smallest are counted where there are many. */
export function bundleLines(net: Network<number>, wStar: readonly number[] | undefined, columns: number): string[] {
  const all = bundles(net);
  const lines = all.slice(0, MAX_BUNDLES).map(({ sign, direction, count, share }) => {
    const percent = `${(100 * share).toFixed(2)}%`.padStart(9);
    const cosine = wStar === undefined ? '' : dot(real, direction, wStar).toFixed(4).padStart(12);
    const line = `${percent}${String(count).padStart(9)}  ${['< 0', '= 0', '> 0'][sign + 1]}${cosine}  `;
    return line + fitted(direction, columns - line.length);
  });
  const left = all.length - lines.length;
  const head = `    share  neurons    a${wStar === undefined ? '' : '  cos(w, w*)'}  w/|w|`;
  return [head, ...lines, ...(left > 0 ? [`  and ${plural(left, 'more direction')}`] : [])];
}
