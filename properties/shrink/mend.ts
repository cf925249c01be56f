import { exact, isRational, isSquare, rational } from '../../src/numeric/rational.js';
import { dot, isZero, plus, scale, squaredLength } from '../../src/numeric/vector.js';
import type { Rational } from '../../src/numeric/field.js';
import { linearMargin, nearestPoint } from '../../src/oracle/linear-margin.js';
import { datasetOf, netsOf, type Instance } from './instance.js';

/** The part of v across p, or of the first axis that has one; undefined in one dimension. */
function across(v: readonly Rational[], p: readonly Rational[]): Rational[] | undefined {
  const axes = p.map((_, j) => p.map((__, k) => rational(j === k ? 1 : 0)));
  return [v, ...axes]
    .map((u) => plus(exact, u, scale(exact, dot(exact, u, p).div(squaredLength(exact, p)).neg(), p)))
    .find((u) => !isZero(exact, u));
}

/**
 * What hangs together, put right after a part of it was changed: w_perp is turned perpendicular to w*, and the weights a_k = +-|w_k| of a
 * balanced net follow their w_k. The instance itself where nothing hangs on anything.
 */
export async function mend(candidate: Instance): Promise<Instance> {
  let mended = candidate;
  const dataset = datasetOf(candidate);
  const wPerp = candidate['wPerp'];
  if (dataset !== undefined && Array.isArray(wPerp) && wPerp.every(isRational)) {
    const answer = await linearMargin(dataset);
    const p = answer.separable ? nearestPoint(dataset, answer.certificate) : undefined;
    const turned = p === undefined || dot(exact, p, wPerp).n === 0n ? undefined : across(wPerp, p);
    if (turned !== undefined) mended = { ...mended, wPerp: turned };
  }
  for (const [name, net] of netsOf(mended)) {
    const a = net.a.map((t, k) => {
      const square = squaredLength(exact, net.w[k]);
      return t.n !== 0n && isSquare(square) ? exact.sqrt(square).mul(t.s < 0n ? -1 : 1) : t;
    });
    if (a.some((t, k) => !t.equals(net.a[k]))) mended = { ...mended, [name]: { ...net, a } };
  }
  return mended;
}
