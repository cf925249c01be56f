import { isWellFormed, type Instance } from './instance.js';
import { mutate, type Draw } from './mutate.js';

/** Changes in a row that do not help, after which a climb starts anew. */
const PATIENCE = 25;
/** Changes made at once, at most. */
const MOST_CHANGES = 2;

export interface Climbing<C> {
  /** A fresh instance to start from. */
  readonly fresh: () => C;
  /** Whether an instance may be looked at: the claim's domain, and its assumptions. */
  readonly allowed: (instance: C) => boolean | Promise<boolean>;
  /** What is to fall; undefined where it says nothing. It is this that is counted. */
  readonly score: (instance: C) => number | undefined | Promise<number | undefined>;
  /** The score that is low enough. */
  readonly enough: number;
  readonly most: number;
}

export interface Climbed<C> {
  readonly best?: { readonly instance: C; readonly score: number };
  readonly calls: number;
  readonly reached: boolean;
}

/**
 * Search with a target, where random search would have to be lucky: random changes of an instance are kept while the score falls, and when it has
 * not for a while, the search starts anew. Ends at the first score that is low enough, or after so many calls.
 */
export async function climb<C>({ fresh, allowed, score, enough, most }: Climbing<C>, draw: Draw): Promise<Climbed<C>> {
  let calls = 0;
  let best: Climbed<C>['best'];
  while (calls < most) {
    let here = fresh();
    calls++;
    let at = (await score(here)) ?? Infinity;
    for (let stale = 0; stale < PATIENCE;) {
      if (at < Infinity && (best === undefined || at < best.score)) best = { instance: here, score: at };
      if (at <= enough) return { best: { instance: here, score: at }, calls, reached: true };
      if (calls >= most) break;
      const next = await changed(here, allowed, draw);
      if (next === undefined) break;
      calls++;
      const found = (await score(next)) ?? Infinity;
      stale = found < at ? 0 : stale + 1;
      if (found <= at) [here, at] = [next, found];
    }
  }
  return { ...(best !== undefined && { best }), calls, reached: false };
}

/** A neighbour that is allowed; undefined where a hundred tries found none. */
async function changed<C>(here: C, allowed: Climbing<C>['allowed'], draw: Draw): Promise<C | undefined> {
  for (let tries = 0; tries < 100; tries++) {
    let next = here as Instance;
    const changes = 1 + Math.floor(draw() * MOST_CHANGES);
    for (let c = 0; c < changes; c++) next = mutate(next, draw);
    if (isWellFormed(next) && (await allowed(next as C))) return next as C;
  }
  return undefined;
}
