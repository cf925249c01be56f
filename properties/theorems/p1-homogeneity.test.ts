import fc from 'fast-check';
import { P1, P1Euler, P1NegativeScale, type NetworkWithSlopes } from '../../src/claims/p1-homogeneity.js';
import { exact } from '../../src/numeric/rational.js';
import { dot, isZero } from '../../src/numeric/vector.js';
import { networks } from '../arbitraries/network.js';
import { nonzeroRationals, positiveRationals, shares } from '../arbitraries/rational.js';
import { leakRegions } from '../arbitraries/regions.js';
import { across, dimensions, vectors } from '../arbitraries/vector.js';
import { theorem } from '../harness/theorem.js';

const netAtPoint = dimensions().chain((d) => fc.record({ net: networks(d), x: vectors(d) }));

theorem(P1, {
  instances: fc.tuple(netAtPoint, positiveRationals()).map(([at, c]) => ({ ...at, c })),
  covers: {
    'd = 1': ({ x }) => x.length === 1,
    'width 1': ({ net }) => net.a.length === 1,
    'leak near 0': ({ net }) => leakRegions['leak near 0'](net),
    'leak near 1': ({ net }) => leakRegions['leak near 1'](net),
  },
});

theorem(P1NegativeScale, {
  instances: fc.tuple(netAtPoint, nonzeroRationals()).map(([at, c]) => ({ ...at, c })),
});

/** Turns w_1 perpendicular to x. */
const ontoKink = ({ net, x }: Omit<NetworkWithSlopes, 'choice'>): Omit<NetworkWithSlopes, 'choice'> =>
  isZero(exact, x) ? { net, x } : { net: { ...net, w: net.w.map((wk, k) => (k === 0 ? across(wk, x) : wk)) }, x };

const hasKink = ({ net, x }: NetworkWithSlopes): boolean => net.w.some((wk) => dot(exact, wk, x).n === 0n);

theorem(P1Euler, {
  instances: fc
    .tuple(netAtPoint, fc.array(shares(), { minLength: 4, maxLength: 4 }), fc.boolean())
    .map(([at, choice, kink]) => ({ ...(kink ? ontoKink(at) : at), choice: choice.slice(0, at.net.a.length) })),
  covers: {
    'at a kink': hasKink,
    // with a_k, w_k and x not 0, so that the slope enters the subgradient
    'at a kink, slope strictly between leak and 1': ({ net, x, choice }) =>
      net.w.some(
        (wk, k) =>
          dot(exact, wk, x).n === 0n &&
          ![wk, x, [net.a[k]]].some((v) => isZero(exact, v)) &&
          choice[k].n !== 0n &&
          choice[k].compare(1) < 0,
      ),
    'off all kinks': (instance) => !hasKink(instance),
  },
});
