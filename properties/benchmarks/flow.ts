/**
 * Times of the gradient flow: `npm run bench`. Prints one line a family of cases, to the certified limit, then what a step costs against width, n and d,
 * with fitted exponents, and what mathjs takes; writes the same to reports/bench-flow.json.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { gaussianInitialisation } from '../../src/model/initialisation.js';
import type { Start } from '../reference/starts.js';
import { besideMathjs } from './beside-mathjs.js';
import { generalStart, hintedStart, symmetric, symmetricStart } from './starts.js';
import { exponent, family, show, timed, type Cost } from './timing.js';

/** Of each ladder's rungs, the best of so many runs, or of one that takes long: whatever else the machine does only ever adds. */
const REPEATS = 3;
const LONG = 5000;
/** A rung's cost is what the steps between these two take, by the difference of two runs from ln sigma = -30. */
const [FROM, TO] = [20, 60];

interface Rung {
  readonly m: number;
  readonly n: number;
  readonly d: number;
}

const startOf = ({ m, n, d }: Rung, logScale: number): Start => ({
  dataset: symmetric(d, n),
  net: gaussianInitialisation({ d, m, leak: 0.5, seed: 1 }),
  logScale,
});

async function costOf(rung: Rung): Promise<Cost & Rung> {
  const start = startOf(rung, -30);
  let [short, long] = [Infinity, Infinity];
  for (let k = 0; k < REPEATS && !(k > 0 && long > LONG); k++) {
    short = Math.min(short, (await timed(start, { maxSteps: FROM })).ms);
    long = Math.min(long, (await timed(start, { maxSteps: TO })).ms);
  }
  const megabytes = process.resourceUsage().maxRSS / 1024;
  return { ...rung, ms: (long - short) / (TO - FROM), start: short, megabytes };
}

async function ladder(name: 'm' | 'n' | 'd', rungs: readonly Rung[]) {
  const costs = [];
  for (const rung of rungs) costs.push(await costOf(rung));
  const power = exponent(
    costs.map((c) => c[name]),
    costs.map((c) => c.ms),
  );
  const parts = costs.map(
    (c) => `${c[name]}: ${show(c.ms)}, ${show(c.start)} before, at most ${c.megabytes.toFixed(0)} MB so far`,
  );
  console.log(
    `a step against ${name} (${describe(rungs[0], name)}): ${parts.join('; ')}; exponent ${power.toFixed(2)}`,
  );
  return { against: name, exponent: power, costs };
}

const describe = (rung: Rung, without: 'm' | 'n' | 'd'): string =>
  (['m', 'n', 'd'] as const)
    .filter((key) => key !== without)
    .map((key) => `${key} = ${rung[key]}`)
    .join(', ');

const machine = `${cpus()[0].model}, node ${process.version}`;
console.log(machine);
for (let k = 0; k < 5; k++) {
  // warm
  await timed(symmetricStart());
  await timed(hintedStart());
}
const many = (count: number, start: () => Start): Start[] => Array.from({ length: count }, start);
const families = [
  await family(
    'symmetric, d 2-5, n 4-20, width 2-6, ln sigma -30 to -1000',
    many(100, () => symmetricStart()),
  ),
  await family(
    'hinted, d 2-4, n 5-9, width 2-6',
    many(60, () => hintedStart()),
  ),
  await family(
    'general separable, d 2-5, n 4-10, width 2-6, ln sigma -300 to 0',
    many(60, () => generalStart()),
  ),
];
const mathjs = await besideMathjs(10);
const whole = [];
for (const m of [100, 1000]) {
  const { ms, result } = await timed(startOf({ m, n: 40, d: 10 }, -30));
  whole.push({ m, ms, steps: result.steps, rejected: result.rejected, status: result.status });
  console.log(`width ${m}, d = 10, n = 40, ln sigma = -30: ${show(ms)}, ${result.steps} steps, ${result.status}`);
}
const rungs = (list: readonly number[], rung: (t: number) => Rung): Rung[] => list.map(rung);
const ladders = [
  await ladder(
    'm',
    rungs([10, 30, 100, 300, 1000, 3000, 10_000], (m) => ({ m, n: 40, d: 10 })),
  ),
  await ladder(
    'n',
    rungs([10, 30, 100, 300, 1000], (n) => ({ m: 10, n, d: 10 })),
  ),
  await ladder(
    'd',
    rungs([2, 5, 10, 30, 100], (d) => ({ m: 10, n: 40, d })),
  ),
];
mkdirSync('reports', { recursive: true });
const report = { machine, when: new Date().toISOString(), families, mathjs, whole, ladders };
writeFileSync('reports/bench-flow.json', `${JSON.stringify(report, undefined, 2)}\n`);
