import { phi, type Network } from '../../model/network.js';
import { real } from '../../numeric/field.js';

/** A point or direction of the plane. */
export type Point = readonly [number, number];

/** A cone of less than half a turn, counterclockwise between two unit vectors, in which f is linear and of one sign; 0 means to rounding. */
export interface Sector {
  readonly from: Point;
  readonly to: Point;
  readonly sign: -1 | 0 | 1;
}

const AXES: readonly Point[] = [
  [1, 0],
  [0, 1],
  [-1, 0],
  [0, -1],
];

const unit = ([x, y]: Point): Point => {
  const length = Math.hypot(x, y);
  return [x / length, y / length];
};

const cross = (u: Point, v: Point): number => u[0] * v[1] - u[1] * v[0];

/** f(x), and a bound on the rounding of it. */
function valueAt({ leak, w, a }: Network<number>, x: Point): { value: number; rounding: number } {
  let value = 0;
  let sizes = 0;
  for (const [k, [w1, w2]] of w.entries()) {
    value += a[k] * phi(real, leak, w1 * x[0] + w2 * x[1]);
    sizes += Math.abs(a[k]) * Math.hypot(w1, w2);
  }
  return { value, rounding: 2 * (w.length + 4) * Number.EPSILON * sizes };
}

/** Unit vectors whose angles differ by less are one direction. */
const SAME = 4 * Number.EPSILON;

/** Unit vectors in counterclockwise order, each direction once. */
const ordered = (directions: readonly Point[]): Point[] =>
  directions
    .map(unit)
    .sort((u, v) => Math.atan2(u[1], u[0]) - Math.atan2(v[1], v[0]))
    .filter((u, i, all) => {
      const before = all[(i + all.length - 1) % all.length];
      return Math.abs(cross(before, u)) > SAME || before[0] * u[0] + before[1] * u[1] < 0;
    });

/**
 * The plane cut at the kinks of a net of two inputs, at the axes, at `more`, and where f changes its sign. f is linear between two cuts, so
 * that a zero between u and v is |f(v)| u + |f(u)| v: it is found exactly, up to rounding.
 */
export function sectors(net: Network<number>, more: readonly Point[] = []): Sector[] {
  const kinks = net.w.flatMap(([x, y]): Point[] => (x === 0 && y === 0 ? [] : [[-y, x], [y, -x]])); // prettier-ignore
  const nodes = ordered([...kinks, ...AXES, ...more]).map((direction) => {
    const { value, rounding } = valueAt(net, direction);
    return { direction, value: Math.abs(value) <= rounding ? 0 : value };
  });
  return nodes.flatMap(({ direction: from, value: before }, i): Sector[] => {
    const { direction: to, value: after } = nodes[(i + 1) % nodes.length];
    const [s, t] = [Math.sign(before), Math.sign(after)] as (-1 | 0 | 1)[];
    if (s * t >= 0) return [{ from, to, sign: s === 0 ? t : s }];
    const [p, q] = [Math.abs(after), Math.abs(before)];
    const zero = unit([p * from[0] + q * to[0], p * from[1] + q * to[1]]);
    return [
      { from, to: zero, sign: s },
      { from: zero, to, sign: t },
    ];
  });
}

/** The decision boundary: the rays, as unit vectors, on whose two sides f differs in sign. */
export function boundary(net: Network<number>): Point[] {
  const all = sectors(net);
  return all.flatMap(({ to, sign }, i) => (sign === all[(i + 1) % all.length].sign ? [] : [to]));
}
