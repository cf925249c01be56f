import type { Dataset } from '../../model/dataset.js';
import { least, normalisedMargin, outputMargins, squaredNorm, type Network } from '../../model/network.js';
import { real } from '../../numeric/field.js';
import { projectOntoCone } from './cone-projection.js';

/** Points whose q_i exceeds the least by less than this, relative to |x_i|, are constraints that bind. */
const BINDING = 1e-9;
/** |<w_k, x_i>| / (|w_k| |x_i|) below which neuron k stands on the kink of point i. */
const ON_KINK = 1e-9;
/** Corners of Clarke's subdifferentials beyond which nothing is said. */
const MAX_CORNERS = 4096;

/** How nearly a direction satisfies the KKT conditions of (P), with the multipliers that come nearest. */
export interface KktReport {
  /** min over lambda >= 0 and Clarke subgradients h_i of |theta - sum lambda_i h_i| / |theta|, over the points that bind. */
  readonly stationarity: number;
  /** One a point, 0 where it does not bind; for theta scaled to q_min = 1. */
  readonly lambda: readonly number[];
  readonly margin: number;
}

/**
 * The KKT conditions of problem (P) at theta (Definition A.1 of Lyu and Li): theta = sum lambda_i h_i with h_i in Clarke's subdifferential of q_i, lambda >= 0,
 * lambda_i = 0 where q_i > q_min. The subdifferential of q_i is a box, one side a neuron on the kink; the multiples of a box are the non-negative combinations
 * of its corners, so the best multipliers are one projection onto a cone. Undefined where q_min <= 0 or there are too many corners.
 */
export function kktReport(dataset: Dataset<number>, net: Network<number>): KktReport | undefined {
  const { x, y } = dataset;
  const norm = Math.sqrt(squaredNorm(real, net));
  const q = outputMargins(real, net, dataset);
  const lowest = least(real, q);
  if (!(lowest > 0)) return undefined;
  const lengths = x.map((row) => Math.hypot(...row));
  const columns: { i: number; gradient: number[] }[] = [];
  for (const i of x.keys()) {
    if (q[i] - lowest > BINDING * lengths[i] * norm * norm) continue;
    let corners: number[][] = [[]];
    net.w.forEach((w, k) => {
      const t = w.reduce((sum, e, j) => sum + e * x[i][j], 0);
      const onKink = Math.abs(t) <= ON_KINK * Math.hypot(...w) * lengths[i];
      const slopes = onKink ? [net.leak, 1] : [t > 0 ? 1 : net.leak];
      corners = corners.flatMap((corner) =>
        slopes.map((slope) => [...corner, ...x[i].map((e) => y[i] * net.a[k] * slope * e), y[i] * slope * t]),
      );
    });
    if (columns.length + corners.length > MAX_CORNERS) return undefined;
    columns.push(...corners.map((gradient) => ({ i, gradient })));
  }
  const sizes = columns.map(({ gradient }) => Math.hypot(...gradient));
  const theta = net.w.flatMap((w, k) => [...w, net.a[k]]).map((t) => t / norm);
  const { r, nu } = projectOntoCone(
    theta.map((t) => -t),
    columns.map(({ gradient }, c) => gradient.map((t) => t / sizes[c])),
  );
  const lambda = x.map(() => 0);
  // theta / sqrt(q_min) = sum lambda_i h_i / sqrt(q_min): the same multipliers, as both sides are 1-homogeneous
  columns.forEach(({ i }, c) => (lambda[i] += (nu[c] / sizes[c]) * norm));
  return { stationarity: Math.hypot(...r), lambda, margin: normalisedMargin(real, net, dataset) };
}
