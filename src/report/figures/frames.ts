import { output } from '../../model/network.js';
import { real } from '../../numeric/field.js';
import type { Moment } from './flow-record.js';

/** Directions of the plane at which two nets are compared. */
const PROBES = Array.from({ length: 72 }, (_, k) => [Math.cos((k * Math.PI) / 36), Math.sin((k * Math.PI) / 36)]);

/** f on the circle, of unit length. */
function shape({ theta }: Moment): number[] {
  const f = PROBES.map((x) => output(real, theta, x));
  const size = Math.hypot(...f);
  return f.map((t) => t / size);
}

/** Parts of the way that frames share out evenly: each of these quantities is scaled to make up so much of it. */
const WEIGHTS = { shape: 1, margin: 1, loss: 1, size: 0.5 };

/**
 * `count` moments of a trajectory in the plane, the first one among them, between which about equally much is to be seen: of the function on the
 * circle, the margin (while it is positive), the loss (in decades, on a logarithmic scale) and the size.
 */
export function telling(moments: readonly Moment[], count: number): Moment[] {
  const shapes = moments.map(shape);
  const quantities: Readonly<Record<keyof typeof WEIGHTS, (i: number) => number>> = {
    shape: (i) => Math.hypot(...shapes[i].map((t, k) => t - shapes[i - 1][k])),
    margin: (i) => Math.abs(Math.max(moments[i].margin, 0) - Math.max(moments[i - 1].margin, 0)),
    loss: (i) => Math.abs(Math.log1p(-moments[i].logLoss) - Math.log1p(-moments[i - 1].logLoss)) || 0,
    size: (i) => Math.abs(moments[i].logSquaredNorm - moments[i - 1].logSquaredNorm),
  };
  const way = new Array<number>(moments.length).fill(0);
  for (const key of Object.keys(WEIGHTS) as (keyof typeof WEIGHTS)[]) {
    const steps = moments.map((_, i) => (i === 0 ? 0 : quantities[key](i)));
    const whole = steps.reduce((sum, t) => sum + t, 0) || 1;
    let sum = 0;
    steps.forEach((t, i) => (way[i] += WEIGHTS[key] * ((sum += t) / whole)));
  }
  const end = way[way.length - 1];
  const picked = Array.from({ length: count }, (_, j) => way.findIndex((s) => s >= (end * j) / count));
  return [...new Set(picked)].map((i) => moments[i]);
}
