import fc from 'fast-check';
import type { Rational } from '../../src/numeric/field.js';
import { rational } from '../../src/numeric/rational.js';
import type { Network } from '../../src/model/network.js';
import { leaks, rationals } from './rational.js';
import { vectors } from './vector.js';

const MAX_WIDTH = 4;

/** Nets of width 1 to 4 on R^d, weights of 0 and all-zero nets included. */
export const networks = (d: number, maxWidth = MAX_WIDTH): fc.Arbitrary<Network<Rational>> =>
  fc
    .tuple(leaks(), fc.array(fc.tuple(vectors(d), rationals()), { minLength: 1, maxLength: maxWidth }))
    .map(([leak, neurons]) => ({ leak, w: neurons.map(([w]) => w), a: neurons.map(([, a]) => a) }));

/** The same, but theta != 0: an all-zero net gets a_1 = 1. */
export const nonzeroNetworks = (d: number): fc.Arbitrary<Network<Rational>> =>
  networks(d).map((net) => {
    const vanishes = net.a.every((t) => t.n === 0n) && net.w.every((wk) => wk.every((t) => t.n === 0n));
    return vanishes ? { ...net, a: net.a.map((t, k) => (k === 0 ? rational(1) : t)) } : net;
  });
