import { bestMargin } from './best-margin.js';
import { check, sure, type Check, type Sides } from './comparison.js';
import { dataOf, phi, rationalAt, signed, type Data, type Instance } from './data.js';
import { dot, Fraction, least, ONE, squared, type Vector } from './fraction.js';
import { hintedOf } from './hints.js';
import { nearest, oneNeuronSquared, separable, separator } from './margin.js';

const none = 'there is no w*';
const root = (t: Fraction): number => Math.sqrt(t.toNumber());

/** The best margin of nets of this width, as far as it is known: of one neuron exactly, else that of all widths where a net of this width has it. */
function bestOfWidth(data: Data, leak: Fraction, width: number): { lower: number; upperSquared: Fraction } | string {
  if (width === 1) {
    const square = oneNeuronSquared(data, leak);
    return { lower: root(square), upperSquared: square };
  }
  const best = bestMargin(data, leak);
  if (best.width > width) return `the best net found has ${best.width} neurons, not ${width}`;
  return best;
}

/** best > value: refuted where a price, exact, shows that no net has more than value. */
function exceeds(best: { lower: number; upperSquared: Fraction }, valueSquared: Fraction): Sides {
  const upper = root(best.upperSquared);
  return {
    left: { value: (best.lower + upper) / 2, within: (upper - best.lower) / 2 + 1e-12 * upper },
    right: sure(root(valueSquared)),
    violated: best.upperSquared.compare(valueSquared) <= 0,
  };
}

/** best = value: refuted where one of the two ends is beyond it. */
function equals(best: { lower: number; upperSquared: Fraction }, value: number): Sides {
  const upper = root(best.upperSquared);
  return {
    left: { value: (best.lower + upper) / 2, within: (upper - best.lower) / 2 + 1e-12 * upper },
    right: sure(value),
    violated: best.lower > value * (1 + 1e-9) || upper < value * (1 - 1e-9),
  };
}

/** The margin on S' of 1/2 phi(<w*, x>), squared; it is > 0. */
function limitSquared(data: Data, p: Vector, leak: Fraction): Fraction {
  const low = least(data.x.map((x, i) => phi(leak, dot(p, x)).times(Fraction.of(data.y[i]))));
  if (low.sign() <= 0) throw new RangeError('1/2 phi(<w*, x>) does not fit the points');
  return low.times(low).over(squared(p)).over(Fraction.of(4));
}

const ofClass = ({ x, y }: Data, label: number): number => {
  const own = x.filter((_, i) => y[i] === label);
  return own.length === 0 ? 0 : root(squared(nearest(own).p));
};

const linearSquared = (data: Data): Fraction => squared(nearest(signed(data)).p);
const widthOf = (instance: Instance): number => rationalAt(instance, 'width').toNumber();

/** Claims about the best margins of nets. */
export const certified: readonly Check[] = [
  check('S3', /^the best margin of width (\d+) is \(1 \+ leak\)\/4 gamma\*$/, '=', (instance, [, width]) => {
    const [data, leak] = [dataOf(instance), rationalAt(instance, 'leak')];
    const p = separator(data);
    if (p === undefined) return none;
    const best = bestOfWidth(data, leak, Number(width));
    return typeof best === 'string' ? best : equals(best, (leak.plus(ONE).toNumber() / 4) * root(squared(p)));
  }),
  check('S2-printed', 'margin of the pair of the best neuron, squared, = best margin of width 1, squared', '=', (i) => {
    const [data, leak] = [dataOf(i), rationalAt(i, 'leak')];
    const c = leak.plus(ONE).over(Fraction.of(4));
    return { left: linearSquared(data).times(c).times(c), right: oneNeuronSquared(data, leak) };
  }),
  check('R3', 'best margin of ReLU nets', '=', (instance) => {
    const data = dataOf(instance);
    const [plus, minus] = [ofClass(data, 1), ofClass(data, -1)];
    return equals(bestMargin(data, Fraction.of(0)), (plus * minus) / (2 * (plus + minus)));
  }),
  check('H4', /^best margin of width (\d+) > margin of 1\/2 phi\(<w\*, x>\)$/, '>', (instance, [, width]) => {
    const [known, leak] = [hintedOf(instance), rationalAt(instance, 'leak')];
    if (known === undefined) return none;
    const best = bestOfWidth(known.data, leak, Number(width));
    return typeof best === 'string' ? best : exceeds(best, limitSquared(known.data, known.p, leak));
  }),
  check('H4-printed', 'best margin of width 1, squared, > that of 1/2 phi(<w*, x>)', '>', (instance) => {
    const [known, leak] = [hintedOf(instance), rationalAt(instance, 'leak')];
    if (known === undefined || widthOf(instance) !== 1) return 'width 1 and a w* are wanted';
    return { left: oneNeuronSquared(known.data, leak), right: limitSquared(known.data, known.p, leak) };
  }),
  check('H5', "best margin > gamma*(S')/2", '>', (instance) => {
    const [known, leak] = [hintedOf(instance), rationalAt(instance, 'leak')];
    if (known === undefined) return none;
    return exceeds(bestMargin(known.data, leak), linearSquared(known.data).over(Fraction.of(4)));
  }),
  check('H5', "S' is separable", '=', (instance) => {
    const known = hintedOf(instance);
    return known === undefined ? none : { left: String(separable(known.data)), right: 'true' };
  }),
];
