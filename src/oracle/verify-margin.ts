/** A margin answer in its JSON form (see `margin` in the command line), over raw data: nothing here is computed by the oracle. */
export interface MarginClaim {
  readonly separable: boolean;
  readonly gammaSquared?: string;
  readonly certificate: { readonly weights: readonly string[] };
}

/** Numerator and positive denominator of a finite double, or of a string "p/q" or an exact decimal. */
function fraction(value: number | string): [bigint, bigint] {
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new RangeError(`${value} is not a finite number`);
    let denominator = 1n;
    for (; !Number.isInteger(value); value *= 2) denominator *= 2n; // ends after at most 1074 doublings
    return [BigInt(value), denominator];
  }
  if (value.includes('/')) return value.split('/').map(BigInt) as [bigint, bigint];
  const [mantissa, exponent = '0'] = value.toLowerCase().split('e');
  const [whole, decimals = ''] = mantissa.split('.');
  const power = Number(exponent) - decimals.length;
  const digits = BigInt((whole + decimals).replace('+', ''));
  return power >= 0 ? [digits * 10n ** BigInt(power), 1n] : [digits, 10n ** BigInt(-power)];
}

const gcd = (a: bigint, b: bigint): bigint => (b === 0n ? a : gcd(b, a % b));

/**
 * Re-checks an answer of `linearMargin` from nothing but the data and the weights, in integers: undefined when it is proved,
 * else the first thing that is wrong with it. Shares no code with the solver.
 * Separable: p = sum w_i z_i / sum w_i has <p, z_j> >= <p, p> = gammaSquared > 0 for all j, so |p| is the distance of the
 * hull from 0 and p/|p| the max-margin separator. Not separable: sum w_i z_i = 0 rules out <w, z_j> > 0 for all j.
 * Throws RangeError or SyntaxError where the data or the numbers of the claim are not numbers.
 */
export function verifyMargin(
  x: readonly (readonly (number | string)[])[],
  y: readonly number[],
  claim: MarginClaim,
): string | undefined {
  if (x.length !== y.length || y.some((label) => label !== 1 && label !== -1))
    return 'the labels are not 1 and -1, one a point';
  const entries = x.map((row) => row.map(fraction));
  const common = entries.flat().reduce((all, [, q]) => (all / gcd(all, q)) * q, 1n);
  const z = entries.map((row, i) => row.map(([p, q]) => BigInt(y[i]) * p * (common / q)));
  const w = claim.certificate.weights.map(BigInt);
  if (w.length !== z.length) return `${w.length} weights for ${z.length} points`;
  if (w.some((t) => t < 0n)) return 'a weight is negative';
  const total = w.reduce((sum, t) => sum + t, 0n);
  if (total === 0n) return 'all weights are 0';
  const p = z[0].map((_, j) => z.reduce((sum, row, i) => sum + w[i] * row[j], 0n));
  const dot = (v: readonly bigint[]) => v.reduce((sum, t, j) => sum + t * p[j], 0n);
  const pp = dot(p);
  if (!claim.separable) return pp === 0n ? undefined : 'the weighted points do not add up to 0';
  if (pp === 0n) return 'the weighted points add up to 0';
  if (claim.gammaSquared === undefined) return 'gammaSquared is missing';
  const [top, bottom] = fraction(claim.gammaSquared);
  if (pp * bottom !== top * (total * common) ** 2n) return 'gammaSquared is not |p|^2';
  const short = z.findIndex((row) => dot(row) * total < pp);
  return short < 0 ? undefined : `point ${short} lies nearer than p`;
}
