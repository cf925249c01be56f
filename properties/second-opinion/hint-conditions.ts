import type { Condition } from './conditions.js';
import { dataOf, netOf, numberAt, rationalAt, realData, realNet, vectorAt, type Instance } from './data.js';
import { dot, squared } from './fraction.js';
import { separator } from './margin.js';

/** The sizes that the claims about hints bound, in the data's units. */
interface Sizes {
  readonly gamma: number;
  readonly n: number;
  /** max |x_i| over S. */
  readonly X: number;
  readonly H: number;
  readonly K: number;
  readonly epsilon: number;
  readonly leak: number;
}

/** Undefined where S has no w*: what is asked of the hints then binds nobody. */
function sizesOf(instance: Instance): Sizes | undefined {
  const p = separator(dataOf(instance));
  if (p === undefined) return undefined;
  const { x } = realData(dataOf(instance));
  const gamma = Math.sqrt(squared(p).toNumber());
  // data alone have none
  const leak =
    'net' in instance ? netOf(instance.net).leak.toNumber() : 'leak' in instance ? numberAt(instance, 'leak') : NaN;
  return {
    gamma,
    n: x.length,
    X: Math.max(...x.map((row) => Math.hypot(...row))),
    leak,
    H: numberAt(instance, 'H') * gamma,
    K: numberAt(instance, 'K') * Math.sqrt(squared(vectorAt(instance, 'wPerp')).toNumber()),
    epsilon: numberAt(instance, 'epsilon') * gamma,
  };
}

/** Bounds are compared up to rounding, in favour of what is asked. */
const SLACK = 1e-12;
const atMost = (a: number, b: number): boolean => a <= b + SLACK * Math.abs(b);
const asked =
  (holds: (s: Sizes, instance: Instance) => boolean): Condition =>
  (instance) => {
    const sizes = sizesOf(instance);
    return sizes === undefined || holds(sizes, instance);
  };

export const isPerpendicular: Condition = (instance) => {
  const p = separator(dataOf(instance));
  return p === undefined || dot(p, vectorAt(instance, 'wPerp')).sign() === 0;
};

/** H1: epsilon <= min(gamma*, H). */
export const isNearHint: Condition = (instance) =>
  rationalAt(instance, 'epsilon').compare(rationalAt(instance, 'H')) <= 0 && numberAt(instance, 'epsilon') <= 1;
export const isLongHint = asked(({ H }) => H > 1);

/** H2: 0 < epsilon <= leak gamma* / 2. */
export const hasSmallEpsilon = asked(({ epsilon, leak, gamma }) => epsilon > 0 && atMost(epsilon, (leak * gamma) / 2));
/** H2: H >= (K^2 (1 - leak) + n K X)/epsilon + 4 (2K + n X) X/(leak gamma*). */
export const hasLargeH = asked(({ H, K, n, X, leak, epsilon, gamma }) =>
  atMost((K * K * (1 - leak) + n * K * X) / epsilon + (4 * (2 * K + n * X) * X) / (leak * gamma), H),
);
/** H2: ln sigma <= -(60 + ln(1 + H/gamma*)/leak)/(1 - leak) - ln |theta-bar_0|. */
export const isSmallOnHints = asked(({ H, gamma, leak }, { net, logScale }) => {
  const { w, a } = realNet(netOf(net));
  return logScale <= -(60 + Math.log(1 + H / gamma) / leak) / (1 - leak) - Math.log(Math.hypot(...a, ...w.flat()));
});

/** H4: 0 < epsilon <= leak gamma* / 2 and 2 epsilon <= H. */
export const hasRoom = asked((s, instance) => hasSmallEpsilon(instance) && atMost(2 * s.epsilon, s.H));
/** H4: K >= 5 X epsilon/((1 - leak) gamma*). */
export const hasLargeK = asked(
  ({ K, X, epsilon, leak, gamma }) => K > 0 && atMost((5 * X * epsilon) / ((1 - leak) * gamma), K),
);
