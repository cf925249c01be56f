import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Sample } from '../../src/flow/flow.js';
import { real } from '../../src/numeric/field.js';
import { opposedPairs } from '../../src/model/network.js';
import { flat, relativeDistance } from '../reference/flat.js';
import { linearFlow } from '../reference/linear-net.js';
import { record } from '../reference/record.js';
import { starts, symmetricDatasets, type Start } from '../reference/starts.js';
import { law } from '../harness/law.js';

/** The linear net is integrated by an explicit method, whose steps are 1/|theta|^2 after separation. */
const LAST = Math.log(100);
const LAST_TAU = 60;

/** Largest distance at a sample, at each of the tolerances (observed over 400 cases: at most a third of these). */
const BOUNDS: ReadonlyMap<number, number> = new Map([
  [1e-6, 1e-4],
  [1e-8, 1e-6],
  [1e-10, 1e-8],
  [1e-12, 1e-10],
]);

const worst = new Map<number, number[]>([...BOUNDS.keys()].map((tolerance) => [tolerance, []]));

/** The largest distance at a sample, for each tolerance. */
async function distances({ dataset, net: half, logScale }: Start): Promise<Map<number, number>> {
  const net = opposedPairs(real, half);
  const runs: { tolerance: number; samples: Sample[] }[] = [];
  for (const tolerance of BOUNDS.keys()) {
    const enough = ({ logSquaredNorm, tau }: Sample): boolean => logSquaredNorm > LAST || tau > LAST_TAU;
    const { samples } = await record({ dataset, net, logScale }, { tolerance }, enough);
    runs.push({ tolerance, samples });
  }
  const taus = [...new Set(runs.flatMap(({ samples }) => samples.map(({ tau }) => tau)))].sort((a, b) => a - b);
  const wanted = new Map(linearFlow(dataset, half, logScale, taus).map((theta, i) => [taus[i], theta]));
  return new Map(
    runs.map(({ tolerance, samples }) => {
      const found = samples.map((sample) => {
        const opposed = wanted.get(sample.tau)?.slice() ?? [];
        return relativeDistance(flat(sample.theta()), [...opposed, ...opposed.map((t) => -t)]);
      });
      return [tolerance, Math.max(...found)];
    }),
  );
}

describe('opposed pairs on symmetric data are a linear net at another time (C5)', () => {
  const near = async (start: Start): Promise<void> => {
    for (const [tolerance, found] of await distances(start)) {
      worst.get(tolerance)?.push(found);
      expect(found, `at tolerance ${tolerance}`).toBeLessThanOrEqual(BOUNDS.get(tolerance) ?? 0);
    }
  };
  const symmetric = (logScale: readonly [number, number]): fc.Arbitrary<Start> =>
    starts(symmetricDatasets, { d: [2, 4], m: [1, 3], logScale });
  law('at every sample', symmetric([-8, 0]), near, 30);
  law('from where p is uniform to rounding', symmetric([-23, -19]), near, 6);

  /**
   * A step's error estimate is of order h^5 and so is the sum of the errors made, so that these fall like the tolerance itself: by the
   * slope 1 in the logarithms. Observed: 0.9 to 1.
   */
  test('the error falls in proportion to the tolerance', () => {
    const logs = [...worst].map(([tolerance, found]) => {
      const sorted = found.map(Math.log).sort((a, b) => a - b);
      return { x: Math.log(tolerance), y: sorted[sorted.length >> 1] };
    });
    // at the last of the tolerances rounding begins to show
    const [first, last] = [logs[0], logs[logs.length - 2]];
    const slope = (last.y - first.y) / (last.x - first.x);
    if (process.env['SHOW']) console.log(slope, logs.map(({ y }) => Math.exp(y)), [...worst].map(([, f]) => Math.max(...f)));
    expect(slope).toBeGreaterThan(0.8);
    expect(slope).toBeLessThan(1.2);
  });
});
