import { isPaired } from '../model/symmetry.js';
import { real } from '../numeric/field.js';
import { exact, toNumber } from '../numeric/rational.js';
import { dot, negate, plus, sameDirection } from '../numeric/vector.js';
import type { Dataset } from '../model/dataset.js';
import { output, type Network } from '../model/network.js';
import { linearMargin, nearestPoint } from '../oracle/linear-margin.js';
import { kktDirections } from '../oracle/network/kkt-search.js';
import { networkMargin } from '../oracle/network/network-margin.js';
import { all, atLeast, near, same, type Verdict } from '../verdict.js';
import { noSeparator } from './assumptions.js';
import { optimumExceeds, optimumIs } from './bracket-case.js';
import type { Claim } from './claim.js';
import {
  isStart,
  DOUBT,
  endsAt,
  endsAtLinear,
  flowFrom,
  FUNCTION_BOUND,
  limitOf,
  probes,
  type FlowStart,
} from './flow-case.js';

/*
 * What the figure shows are facts about its three datasets, not about any others: they are in the laws, and there is no assumption to drop.
 */
const file = 'properties/theorems/f-figure-1.test.ts';

/** Directions of the plane that are looked in, each with its opposite. */
const TURN = 360;

/** A linear decision boundary has f(x) f(-x) <= 0 for all x; of unit vectors of the plane, the most that min(|f(x)|, |f(-x)|) misses that by. */
function bend(net: Network<number>): number {
  const angles = Array.from({ length: TURN }, (_, k) => (k * Math.PI) / TURN);
  return angles.reduce((most, angle) => {
    const x = [Math.cos(angle), Math.sin(angle)];
    const there = output(real, net, x);
    const back = output(real, net, negate(real, x));
    return Math.max(most, Math.min(Math.abs(there), Math.abs(back)) * Math.sign(there * back));
  }, -Infinity);
}

/** Outputs on the unit sphere are at most 1/2; this is a bend that a picture shows. */
const BENT = 0.01;
/** "Much smaller": at most half. */
const MUCH = 2;

/** Width in which a bent KKT direction is sought. */
const WIDTH = 3;

export const F1: Claim<FlowStart> = {
  id: 'F1',
  source: 'Figure 1, left',
  statement:
    'the symmetric dataset has a KKT direction of smaller margin than the best, whose decision boundary is not linear; the flow from small starts ends at the global max margin (1 + leak)/4 gamma*',
  formula: String.raw`\gamma(\theta_{\mathrm{KKT}}) < \frac{1 + \alpha}{4}\, \gamma^*, \qquad f^\infty(x) = \frac{1 + \alpha}{4}\, \langle w^*, x \rangle`,
  evidence: 'limit',
  expected: 'holds',
  file,
  assumptions: [],
  domain: isStart,
  law: async (start) => {
    const answer = await linearMargin(start.dataset);
    if (!answer.separable) return noSeparator();
    const leak = toNumber(start.net.leak);
    const best = await networkMargin(start.dataset, leak, { linear: answer });
    const symmetric = same('the points are pairs (x, 1), (-x, -1)', String(isPaired(start.dataset)), 'true');
    const directions = await kktDirections(start.dataset, leak, WIDTH);
    const bends = directions.filter(({ margin }) => margin < best.lower).map(({ network }) => bend(network));
    return all([
      symmetric,
      optimumIs('best margin', best, ((1 + leak) / 4) * answer.gamma),
      atLeast('f(x) and f(-x) of one sign at a KKT direction of smaller margin', Math.max(...bends), BENT, 0, 1),
      ...endsAtLinear(await flowFrom(start), answer),
    ]);
  },
};

/** The limit is c phi(<u, x>) with u its own largest neuron's direction: a function with the linear boundary <u, x> = 0. */
function onOneLine(theta: Network<number>): Verdict {
  const sizes = theta.w.map((w) => Math.hypot(...w));
  const k = sizes.indexOf(Math.max(...sizes));
  const u = theta.w[k].map((t) => t / sizes[k]);
  const at = (side: number): number =>
    output(
      real,
      theta,
      u.map((t) => side * t),
    );
  const worst = probes(u.length).reduce((most, x) => {
    const t = x.reduce((sum, e, j) => sum + e * u[j], 0);
    return Math.max(most, Math.abs(output(real, theta, x) - Math.abs(t) * at(Math.sign(t))));
  }, 0);
  return near(
    'largest |f(x) - f(+-u) |<u, x>||, u the direction of the largest neuron',
    worst,
    0,
    FUNCTION_BOUND,
    DOUBT,
  );
}

export const F2: Claim<FlowStart> = {
  id: 'F2',
  source: 'Figure 1, middle',
  statement:
    'a classifier with a linear decision boundary is along a KKT direction whose margin is at most half of the best, which no such classifier has, and the flow from small starts ends at it',
  formula: String.raw`\gamma(\theta^\infty) < \frac{1}{2} \max_\theta \gamma(\theta), \qquad \frac{1}{2}\, \gamma^* < \max_\theta \gamma(\theta)`,
  evidence: 'limit',
  expected: 'holds',
  file,
  assumptions: [],
  domain: isStart,
  law: async (start) => {
    const best = await networkMargin(start.dataset, toNumber(start.net.leak));
    const result = await flowFrom(start);
    const open = limitOf(result);
    if (open !== undefined) return open;
    return all([
      onOneLine(result.theta),
      optimumExceeds('best margin > twice the limit', best, MUCH * result.margin),
      await noLine(start.dataset, best),
    ]);
  },
};

/** No function of one <w, x> has the best margin: see H5. */
async function noLine(dataset: Dataset, best: { lower: number; upper: number }): Promise<Verdict> {
  const answer = await linearMargin(dataset);
  if (!answer.separable) return noSeparator();
  return optimumExceeds('best margin > gamma*/2', best, answer.gamma / 2);
}

/** Definition 6.1 read backwards: the first three points are H w*, epsilon w* +- K w_perp for the separator w* of the others. */
async function isHinted({ x, y }: Dataset): Promise<boolean> {
  const rest = { x: x.slice(3), y: y.slice(3) };
  const answer = await linearMargin(rest);
  if (!answer.separable || y.slice(0, 3).some((label) => label !== 1)) return false;
  const p = nearestPoint(rest, answer.certificate);
  const along = plus(exact, x[1], x[2]);
  const across = plus(exact, x[1], negate(exact, x[2]));
  return sameDirection(exact, x[0], p) && sameDirection(exact, along, p) && dot(exact, across, p).n === 0n;
}

export const F3: Claim<FlowStart> = {
  id: 'F3',
  source: 'Figure 1, right',
  statement:
    'three hints make every linear classifier suboptimal (gamma*/2 is below the best margin), and the flow from small balanced starts still ends at one, 1/2 phi(<w*, x>)',
  formula: String.raw`\frac{1}{2}\, \gamma^* < \max_\theta \gamma(\theta), \qquad f^\infty(x) = \frac{1}{2}\, \phi(\langle w^*, x \rangle)`,
  evidence: 'limit',
  expected: 'holds',
  file,
  assumptions: [],
  domain: isStart,
  law: async (start) => {
    const answer = await linearMargin(start.dataset);
    if (!answer.separable) return noSeparator();
    const leak = toNumber(start.net.leak);
    const best = await networkMargin(start.dataset, leak, { linear: answer });
    const result = await flowFrom(start);
    const f = (x: readonly number[]): number => {
      const t = x.reduce((sum, e, j) => sum + e * answer.separator[j], 0);
      return Math.max(t, leak * t) / 2;
    };
    return all([
      same("the first three points are hints to the others' separator", String(await isHinted(start.dataset)), 'true'),
      await noLine(start.dataset, best),
      ...endsAt(result, answer.separator.length, answer.gamma / 2, f),
      optimumExceeds('best margin > margin of the limit', best, result.margin),
    ]);
  },
};
