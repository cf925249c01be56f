import type { PlainStart } from './plain-flow.js';

export interface Theta {
  readonly w: readonly (readonly number[])[];
  readonly a: readonly number[];
}

/** -grad L at theta, entries as w_1, a_1, w_2, a_2, ...; phi'(0) is `atKink`. */
function descent({ x, y, leak }: PlainStart, theta: readonly number[], atKink: number): number[] {
  const n = x.length;
  const block = x[0].length + 1;
  const m = theta.length / block;
  const out = theta.map(() => 0);
  for (let i = 0; i < n; i++) {
    const z = Array.from({ length: m }, (_, k) => x[i].reduce((s, t, j) => s + t * theta[k * block + j], 0));
    const slope = z.map((t) => (t > 0 ? 1 : t < 0 ? leak : atKink));
    const f = z.reduce((s, t, k) => s + theta[(k + 1) * block - 1] * slope[k] * t, 0);
    const pull = y[i] / (n * (1 + Math.exp(y[i] * f)));
    for (let k = 0; k < m; k++) {
      const last = (k + 1) * block - 1;
      for (let j = 0; j < block - 1; j++) out[k * block + j] += pull * theta[last] * slope[k] * x[i][j];
      out[last] += pull * slope[k] * z[k];
    }
  }
  return out;
}

const moved = (v: readonly number[], h: number, by: readonly number[]): number[] => v.map((t, j) => t + h * by[j]);

function rungeKutta(f: (v: readonly number[]) => number[], v: readonly number[], h: number): number[] {
  const k1 = f(v);
  const k2 = f(moved(v, h / 2, k1));
  const k3 = f(moved(v, h / 2, k2));
  const k4 = f(moved(v, h, k3));
  return v.map((t, j) => t + (h / 6) * (k1[j] + 2 * k2[j] + 2 * k3[j] + k4[j]));
}

/** Of a step, for each neuron beside its norm. */
const TOLERANCE = 1e-11;
/** Shortest step beside max |x_i|: what crosses a kink in less loses the order of the method, and 1e-8 of the neuron. */
const SHORTEST = 1e-8;

/**
 * Gradient flow in physical time by the classical Runge-Kutta method, a step being two halves, which differ from the whole by 15 times their error. Each kink as it is; `atKink` is the
 * slope at <w, x> = 0, which only matters for a start that is on a kink and decides there which way it leaves. For short flows of moderate size: the late phase is stiff.
 * `onStep` sees every step. Returns theta at the times, ascending.
 */
export function physicalFlow(
  start: PlainStart,
  times: readonly number[],
  options: { atKink?: number; onStep?: (theta: Theta, t: number) => void } = {},
): Theta[] {
  const block = start.x[0].length + 1;
  const unpack = (v: readonly number[]): Theta => ({
    w: start.w.map((_, k) => v.slice(k * block, (k + 1) * block - 1)),
    a: start.a.map((_, k) => v[(k + 1) * block - 1]),
  });
  const field = (v: readonly number[]): number[] => descent(start, v, options.atKink ?? start.leak);
  const size = Math.exp(start.logScale);
  let now: number[] = start.w.flatMap((wk, k) => [...wk, start.a[k]].map((t) => t * size));
  const longest = Math.max(...start.x.map((row) => Math.hypot(...row)));
  let t = 0;
  let h = 0.01 / longest;
  options.onStep?.(unpack(now), 0);
  return times.map((end) => {
    while (t < end) {
      const step = Math.min(h, end - t);
      const whole = rungeKutta(field, now, step);
      const halves = rungeKutta(field, rungeKutta(field, now, step / 2), step / 2);
      let worst = 0;
      for (let k = 0; k < now.length; k += block) {
        const off = Math.hypot(...halves.slice(k, k + block).map((v, j) => v - whole[k + j]));
        const norm = Math.hypot(...halves.slice(k, k + block));
        if (norm > 0) worst = Math.max(worst, off / (15 * norm * TOLERANCE));
      }
      if (worst <= 1 || step <= SHORTEST / longest) {
        now = halves;
        t = step === end - t ? end : t + step;
        options.onStep?.(unpack(now), t);
      }
      h = Math.max(SHORTEST / longest, step * Math.min(2, Math.max(0.2, 0.9 * worst ** -0.2)));
    }
    return unpack(now);
  });
}
