import { describe, expect, test } from 'vitest';
import { createDataset } from '../../src/model/dataset.js';
import { Bracket } from '../../src/oracle/network/bracket.js';
import { close, type BracketRound } from '../../src/oracle/network/close.js';
import { marginProblem, type Direction } from '../../src/oracle/network/problem.js';

/** One point along e_1 of length 1/2 in the problem's units. */
const problem = marginProblem(createDataset([[1, 0]], [1]), 0);
const at = (angle: number, sign: 1 | -1 = 1): Direction => ({ sign, u: [Math.cos(angle), Math.sin(angle)] });
const AHEAD = at(0);
const IDLE = 'the gap no longer shrinks: the weights are at the rounding of doubles';

interface Raised {
  readonly directions: readonly Direction[];
  readonly masses: readonly number[];
}

/** What `close` asks of a bracket, with a gap that is told and directions that are found whatever the weights. */
class ToldBracket {
  readonly problem = problem;
  upper = 1 / 4;
  gap = 0.5;
  readonly raised: Raised[] = [];
  readonly weights: (readonly number[])[] = [];
  found: (cut: number) => readonly Direction[] | undefined = () => [];
  onRaise: (count: number) => void = () => undefined;
  raise(directions: readonly Direction[], masses: readonly number[]): void {
    this.raised.push({ directions: [...directions], masses: [...masses] });
    this.onRaise(this.raised.length);
  }
  cut(lambda: readonly number[]): readonly Direction[] | undefined {
    this.weights.push(lambda);
    return this.found(this.weights.length);
  }
}

interface Run {
  readonly told: ToldBracket;
  readonly rounds: BracketRound[];
  readonly why: string | undefined;
}

async function run(
  told: ToldBracket,
  { gap = 0, after, first = [AHEAD] }: { gap?: number; after?: (round: number) => void; first?: Direction[] } = {},
): Promise<Run> {
  const rounds: BracketRound[] = [];
  const why = await close(told as unknown as Bracket, { lambda: [2], directions: first }, gap, {
    onRound: (round) => {
      rounds.push(round);
      after?.(round.round);
    },
  });
  return { told, rounds, why };
}

describe('rounds', () => {
  /** How many are made where the gap is at first that, and after each round what `next` makes of it. */
  const count = async (gap: number, next: (gap: number, round: number) => number = (t) => t): Promise<number> => {
    const told = new ToldBracket();
    told.gap = gap;
    const { rounds, why } = await run(told, { after: (round) => (told.gap = next(told.gap, round)) });
    expect(why).toBe(IDLE);
    expect(rounds.map(({ round }) => round)).toEqual(rounds.map((_, k) => k + 1));
    return rounds.length;
  };

  test('end after 40 that are idle, or 12 where the gap is below 1e-6', async () => {
    expect(await count(0.5)).toBe(40);
    expect(await count(1e-6)).toBe(40);
    expect(await count(0.99e-6)).toBe(12);
  });

  test('are idle where the gap does not fall by a twentieth, and 200 at most', async () => {
    expect(await count(0.5, (t) => t * (1 - 0.05))).toBe(40);
    expect(await count(0.5, (t) => t * 0.94)).toBe(200);
    expect(await count(0.5, (t, round) => (round === 39 ? t / 2 : t))).toBe(79);
  });

  test('are told with the gap that they leave', async () => {
    const told = new ToldBracket();
    told.onRaise = (k) => (told.gap = 1 / (k + 1));
    const { rounds, why } = await run(told, { gap: 0.2 });
    // raised once before the first round, and once in each that is not polished
    expect(rounds).toEqual([1 / 3, 1 / 4, 1 / 5].map((gap, k) => ({ round: k + 1, most: 200, gap })));
    expect(why).toBeUndefined();
  });
});

describe('directions', () => {
  const spread = (n: number, from: number): Direction[] => Array.from({ length: n }, (_, k) => at(from + k / 100));

  test('are those at first, each with mass 1, and those that prices ask for, 40 a round', async () => {
    const told = new ToldBracket();
    told.found = () => spread(50, 0.01);
    const second = at(-0.3);
    await run(told, { first: [AHEAD, second] });
    const [first, ...rounds] = told.raised;
    expect(first).toEqual({ directions: [AHEAD, second], masses: [1, 1] });
    expect(rounds.slice(0, 3).map(({ directions }) => directions.length)).toEqual([42, 52, 52]);
    expect(rounds[0].directions).toEqual([AHEAD, second, ...spread(40, 0.01)]);
    // the weights at first, and then the dual's: 1 / (q of the best direction)
    expect(told.weights[0]).toEqual([2]);
    expect(told.weights[1][0]).toBeCloseTo(2, 9);
    expect(rounds[0].masses[0]).toBeCloseTo(2, 9);
  });

  test('are no new ones within 2^-40 of old ones of the same sign', async () => {
    const told = new ToldBracket();
    const beside = (k: number): Direction => ({ sign: 1, u: [1, 2 ** -k] });
    told.found = () => [beside(41), beside(40), at(0, -1), { sign: 1, u: [0, 1] }];
    await run(told);
    expect(told.raised[1].directions).toEqual([AHEAD, beside(40), at(0, -1), { sign: 1, u: [0, 1] }]);
  });

  test('beyond 200 are kept where they have mass, or 0.7 of the worth of the best', async () => {
    const told = new ToldBracket();
    const worth = (t: number): Direction => ({ sign: 1, u: [t, 0.1] });
    const all = [worth(0.7), worth(0.700001), ...spread(197, -0.985), AHEAD];
    told.found = (k) => all.slice(40 * (k - 1), 40 * k);
    await run(told, { first: [worth(0)] });
    const sizes = told.raised.slice(1, 6).map(({ directions }) => directions.length);
    expect(sizes).toEqual([41, 81, 121, 161, 201]);
    expect(told.raised[6].directions).toEqual(all.filter(({ u }) => u[0] > 0.7));
  });

  test('are 200 without any being dropped', async () => {
    const told = new ToldBracket();
    const all = spread(199, 0.02);
    told.found = (k) => all.slice(40 * (k - 1), 40 * k);
    await run(told);
    expect(told.raised[6].directions).toHaveLength(200);
  });
});

describe('Newton’s method', () => {
  const near = at(0.1);

  test('is tried below a gap of 0.05, and what it finds is evaluated and kept', async () => {
    const told = new ToldBracket();
    told.gap = 0.049;
    const asked = at(0.2, -1);
    told.found = (k) => (k === 2 ? [asked] : []);
    await run(told, { first: [near] });
    const [, program, polished, next] = told.raised;
    expect(program.directions).toEqual([near]);
    // the optimum of one point is one neuron along it, with shares 1
    expect(polished).toEqual({ directions: [AHEAD], masses: [1] });
    expect(told.weights[1]).toEqual([1]);
    expect(next.directions).toEqual([near, AHEAD, asked]);
  });

  test('is believed where its weights have too many cells to price', async () => {
    const told = new ToldBracket();
    told.gap = 0.049;
    told.found = (k) => (k === 2 ? undefined : []);
    await run(told, { first: [near] });
    expect(told.raised[3].directions).toEqual([near, AHEAD]);
  });

  test('is not tried at 0.05', async () => {
    const told = new ToldBracket();
    told.gap = 0.05;
    const { rounds } = await run(told, { first: [near] });
    expect(told.raised).toHaveLength(1 + rounds.length);
  });

  test('may close the bracket', async () => {
    const told = new ToldBracket();
    told.onRaise = (k) => (told.gap = k === 3 ? 1e-9 : 0.04);
    const { rounds, why } = await run(told, { gap: 1e-9 });
    expect([rounds, why]).toEqual([[], undefined]);
  });
});

describe('a bracket', () => {
  test('that is as narrow as asked for needs no round', async () => {
    const told = new ToldBracket();
    told.gap = 1e-3;
    expect(await run(told, { gap: 1e-3 })).toMatchObject({ rounds: [], why: undefined });
    expect(told.weights).toEqual([[2]]);
  });

  test('stays open where cells are too many to price', async () => {
    const x = Array.from({ length: 14 }, (_, i) => Array.from({ length: 6 }, (_, j) => (i + 1) ** j));
    const bracket = new Bracket(marginProblem(createDataset(x, x.map(() => 1)), 0.5)); // prettier-ignore
    expect(await close(bracket, { lambda: x.map(() => 1), directions: [] }, 1e-9)).toBe(
      'the points that support the margin have too many sign patterns to price',
    );
  });

  test('stays open where a program has no solution', async () => {
    // falling short is worth something where the upper end is below 0
    const told = new ToldBracket();
    told.upper = -1;
    expect((await run(told)).why).toBe('no solver found an optimum of a linear program');
  });

  test('is narrow in the end, whether or not anybody watches', async () => {
    const bracket = new Bracket(marginProblem(createDataset([[1, 0], [1, 3], [2, -1]], [1, -1, 1]), 0.5)); // prettier-ignore
    expect(await close(bracket, { lambda: [1, 1, 1], directions: [] }, 0)).toBe(IDLE);
    expect(bracket.gap).toBeLessThan(1e-12);
  });

  test('is given up between rounds when one asks for it', async () => {
    const controller = new AbortController();
    const told = new ToldBracket();
    const closing = close(told as unknown as Bracket, { lambda: [2], directions: [AHEAD] }, 0, {
      onRound: ({ round }) => {
        if (round === 3) controller.abort(new Error('enough'));
      },
      signal: controller.signal,
    });
    await expect(closing).rejects.toThrow('enough');
    expect(told.weights).toHaveLength(3);
  });
});
