import { check } from './comparison.js';
import { dataOf, margins, netOf, type Data, type Instance, type Net } from './data.js';
import { dot, Fraction, HALF, ONE, sum, ZERO, type Vector } from './fraction.js';

/** d<w_k, x_i>/dt where the points pull with the weights s_i = -l'(q_i), with the slope `atKink` at kinks. */
function normalVelocity(
  { x, y }: Data,
  { leak, w, a }: Net,
  s: Vector,
  k: number,
  i: number,
  atKink: Fraction,
): Fraction {
  const terms = x.map((row, j) => {
    const side = dot(w[k], row).sign();
    const slope = side === 0 ? atKink : side > 0 ? ONE : leak;
    return slope.times(s[j]).times(Fraction.of(y[j])).times(dot(row, x[i]));
  });
  return a[k].times(sum(terms)).over(Fraction.of(x.length));
}

/** A neuron that sits on a kink and is driven off it on either side has two ways to go. */
export function branches(data: Data, net: Net): boolean {
  // -l'(q) = 1/(1 + e^q): 1/2 exactly where q = 0, a double next to it elsewhere
  const s = margins(net, data).map((q) => Fraction.of(1 / (1 + Math.exp(q.toNumber()))));
  return net.w.some((wk, k) =>
    data.x.some((row, i) => {
      if (dot(wk, row).n !== 0n) return false;
      const up = normalVelocity(data, net, s, k, i, ONE);
      const down = normalVelocity(data, net, s, k, i, net.leak);
      return up.sign() > 0 && down.sign() < 0;
    }),
  );
}

/** At starts with f = 0 on the data, of which the claims speak, all weights are 1/2. */
const first = (instance: Instance, slope: 'one' | 'leak'): Fraction => {
  const [data, net] = [dataOf(instance), netOf(instance.net)];
  return normalVelocity(
    data,
    net,
    data.y.map(() => HALF),
    0,
    0,
    slope === 'one' ? ONE : net.leak,
  );
};

/** B1: the first neuron on the kink of the first point. */
export const branching = [
  check('B1', "d<w_1, x_1>/dt > 0 where phi' = 1", '>', (instance) => ({ left: first(instance, 'one'), right: ZERO })),
  check('B1', "0 > d<w_1, x_1>/dt where phi' = leak", '>', (instance) => ({
    left: ZERO,
    right: first(instance, 'leak'),
  })),
  check('B1-flow', 'the flow reports that it could have gone the other way', '=', (instance) => ({
    left: String(branches(dataOf(instance), netOf(instance.net))),
    right: 'true',
  })),
];
