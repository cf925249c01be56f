import { check } from './comparison.js';
import * as d from './data.js';
import { dataOf, netOf, output, rationalAt, vectorAt, type Data, type Instance, type Net } from './data.js';
import { Fraction, least, ONE } from './fraction.js';

export const gamma = (net: Net, data: Data): Fraction => least(d.margins(net, data)).over(d.squaredNorm(net));

/** q_min / |theta|^2 of f + bias, the bias being a parameter too. */
function biased(instance: Instance, c: Fraction): Fraction {
  const net = d.scaledNet(c, netOf(instance.net));
  const bias = c.times(rationalAt(instance, 'bias'));
  const { x, y } = dataOf(instance);
  const q = x.map((row, i) => output(net, row).plus(bias).times(Fraction.of(y[i])));
  return least(q).over(d.squaredNorm(net).plus(bias.times(bias)));
}

/** The same with a bias in each neuron: inputs get a last coordinate 1. */
function firstLayer(instance: Instance, c: Fraction): Fraction {
  const { x, y } = dataOf(instance);
  return gamma(d.scaledNet(c, netOf(instance.net)), { x: x.map((row) => [...row, ONE]), y });
}

/** P1 to P3. */
export const homogeneity = [
  check('P1', 'f_{c theta}(x) = c^2 f_theta(x)', '=', (instance) => {
    const [net, x, c] = [netOf(instance.net), vectorAt(instance, 'x'), rationalAt(instance, 'c')];
    return { left: output(d.scaledNet(c, net), x), right: c.times(c).times(output(net, x)) };
  }),
  check('P2-first-layer', 'gamma(c theta) = gamma(theta)', '=', (instance) => ({
    left: firstLayer(instance, rationalAt(instance, 'c')),
    right: firstLayer(instance, ONE),
  })),
  check('P2', 'gamma(c theta) = gamma(theta)', '=', (instance) => ({
    left: biased(instance, rationalAt(instance, 'c')),
    right: biased(instance, ONE),
  })),
  // c theta is feasible where c^2 q_min >= 1, for c > 0: for some c just when q_min > 0
  check('P3', 'some multiple of theta is feasible for (P)', '=', (instance) => ({
    left: String(least(d.margins(netOf(instance.net), dataOf(instance))).sign() > 0),
    right: 'true',
  })),
  check('P3', 'c theta is feasible', '=', (instance) => {
    const [net, data, c] = [netOf(instance.net), dataOf(instance), rationalAt(instance, 'c')];
    const scaledNet = d.scaledNet(c, net);
    const longEnough = d.squaredNorm(scaledNet).times(gamma(net, data)).compare(ONE) >= 0;
    return { left: String(least(d.margins(scaledNet, data)).compare(ONE) >= 0), right: String(longEnough) };
  }),
  // any multiple of the best neuron of a point is the best neuron of it
  check('P3-printed', '|theta*|^2 = 1', '=', (instance) => ({
    left: d.squaredNorm(d.scaledNet(rationalAt(instance, 'c'), netOf(instance.net))),
    right: ONE,
  })),
];
