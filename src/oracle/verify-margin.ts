/** A margin answer in its JSON form (see `margin` in the command line), over raw data: nothing here is computed by the oracle. */
export interface MarginClaim {
  /** Whether some w has y_i <w, x_i> > 0 for all i. */
  readonly separable: boolean;
  /** gamma*^2 as "p/q", where separable. */
  readonly gammaSquared?: string;
  /** The points at the margin, counted from 0; checked where it is there. */
  readonly support?: readonly number[];
  /** What proves the answer. */
  readonly certificate: {
    /** Integers >= 0, one a point. */
    readonly weights: readonly string[];
  };
}

/** Numerator and positive denominator of a finite double, "p/q" or an exact decimal; undefined for anything else. */
function fraction(value: unknown): [bigint, bigint] | undefined {
  if (typeof value === 'number' && Number.isFinite(value)) {
    let doublings = 0n;
    for (; !Number.isInteger(value); value *= 2 ** 16) doublings += 16n; // exact, and ends after at most 68 rounds
    return [BigInt(value), 1n << doublings];
  }
  const [, p, q, whole = '', decimals = '', exponent = '0'] =
    /^(-?\d+)\/0*([1-9]\d*)$|^([+-]?\d*)(?:\.(\d+))?(?:[eE]([+-]?\d{1,4}))?$/.exec(String(value)) ?? [];
  if (p !== undefined) return [BigInt(p), BigInt(q)];
  if (!/\d/.test(whole + decimals)) return undefined;
  const power = Number(exponent) - decimals.length;
  const digits = BigInt(whole + decimals);
  return [digits * 10n ** BigInt(Math.max(power, 0)), 10n ** BigInt(Math.max(-power, 0))];
}

/**
 * Re-checks an answer of `linearMargin` from nothing but the data and the claim, in integers: undefined when the verdict,
 * gamma*^2 and the support are proved, else the first thing that is wrong. Shares no code with the solver.
 * Separable: p = sum w_i z_i / sum w_i has <p, z_j> >= <p, p> = gammaSquared > 0 for all j, so |p| is the distance of the
 * hull from 0 and p/|p| the max-margin separator. Not separable: sum w_i z_i = 0 rules out <w, z_j> > 0 for all j.
 */
export function verifyMargin(
  x: readonly (readonly (number | string)[])[],
  y: readonly number[],
  { separable, gammaSquared, support, certificate }: MarginClaim,
): string | undefined {
  if (x.length !== y.length || y.some((t) => t !== 1 && t !== -1)) return 'the labels are not 1 and -1, one a point';
  const entries = x.map((row) => row.map(fraction)) as [bigint, bigint][][];
  const bad = entries.findIndex((row) => row.length !== x[0].length || row.includes(undefined as never));
  if (bad >= 0) return `point ${bad} is not made of ${x[0].length} numbers`;
  // the largest first, so that of powers of two only that one counts
  const denominators = entries.flatMap((row) => row.map(([, q]) => q)).sort((a, b) => Number(b - a));
  const common = denominators.reduce((all, q) => (all % q === 0n ? all : all * q), 1n);
  const z = entries.map((row, i) => row.map(([p, q]) => BigInt(y[i]) * p * (common / q)));
  if (certificate.weights.some((t) => !/^\d+$/.test(t))) return 'a weight is not an integer >= 0';
  const w = certificate.weights.map(BigInt);
  if (w.length !== z.length) return `${w.length} weights for ${z.length} points`;
  const total = w.reduce((sum, t) => sum + t, 0n);
  if (total === 0n) return 'all weights are 0';
  const p = z[0].map((_, j) => z.reduce((sum, row, i) => sum + w[i] * row[j], 0n));
  const values = z.map((row) => row.reduce((sum, t, j) => sum + t * p[j], 0n) * total);
  const pp = p.reduce((sum, t) => sum + t * t, 0n);
  if (!separable) return pp === 0n ? undefined : 'the weighted points do not add up to 0';
  if (pp === 0n) return 'the weighted points add up to 0';
  const [top, bottom] = fraction(gammaSquared) ?? [0n, 1n];
  if (pp * bottom !== top * (total * common) ** 2n) return 'gammaSquared is not |p|^2';
  const short = values.findIndex((t) => t < pp);
  if (short >= 0) return `point ${short} lies nearer than p`;
  const at = values.flatMap((t, i) => (t === pp ? [i] : []));
  if (support !== undefined && String(at) !== String(support)) return 'the support is not the points at the margin';
  return undefined;
}
