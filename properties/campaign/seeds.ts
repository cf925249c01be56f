const RANGE = /^(\d+)(?:-(\d+))?$/;

/** Each seed is a project of vitest with a server of its own. */
const MOST_SEEDS = 1000;

/**
 * The seeds of a campaign, ascending and each once, from a list of integers and ranges: `1-3,7`. Throws RangeError for anything else, and for more than
 * a thousand.
 */
export function parseSeeds(text: string): number[] {
  const seeds = new Set<number>();
  for (const part of text.split(',')) {
    const [first, last] = (RANGE.exec(part.trim())?.slice(1) ?? []).map((n) =>
      n === undefined ? undefined : Number(n),
    );
    const end = last ?? first;
    if (first === undefined || end === undefined || !(first <= end && end < 2 ** 31)) {
      throw new RangeError(
        `the seeds are ${JSON.stringify(text)}, expected integers from 0 to 2^31 - 1 and ranges, as in 1-3,7`,
      );
    }
    if (end - first >= MOST_SEEDS) throw tooMany(text);
    for (let seed = first; seed <= end; seed++) seeds.add(seed);
  }
  if (seeds.size > MOST_SEEDS) throw tooMany(text);
  return [...seeds].sort((a, b) => a - b);
}

const tooMany = (text: string): RangeError =>
  new RangeError(`the seeds are ${JSON.stringify(text)}, expected at most ${MOST_SEEDS} of them in one campaign`);

/** The same seeds in as few ranges as there can be: parseSeeds reads them back. */
export function formatSeeds(seeds: readonly number[]): string {
  const ranges: [number, number][] = [];
  for (const seed of seeds) {
    const range = ranges.at(-1);
    if (range !== undefined && seed === range[1] + 1) range[1] = seed;
    else ranges.push([seed, seed]);
  }
  return ranges.map(([first, last]) => (first === last ? `${first}` : `${first}-${last}`)).join(',');
}

/** The name of the vitest project that draws from a seed. */
export const projectOf = (seed: number): string => `seed ${seed}`;
