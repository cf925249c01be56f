import { readFileSync } from 'node:fs';
import type { Mutant } from './mutant.js';

/** Mutants of one line that change nothing, and why. */
interface Equivalents {
  readonly line: string;
  /** `original -> replacement`, followed by ` (2)` and so on for later ones with the same line and change. */
  readonly mutants: readonly string[];
  readonly because: string;
}

/** By file: see fixtures/mutants.json. */
export type EquivalentsByFile = Readonly<Record<string, readonly Equivalents[]>>;

export const readEquivalents = (): EquivalentsByFile =>
  JSON.parse(readFileSync(new URL('../../fixtures/mutants.json', import.meta.url), 'utf8')) as EquivalentsByFile;

/** The name that a mutant has in that list. */
export const nameOf = ({ change, nth }: Mutant): string => (nth === 1 ? change : `${change} (${nth})`);

const keyOf = (file: string, line: string, name: string): string => JSON.stringify([file, line, name]);

/** What the list says, held against a run. */
export interface Explained {
  readonly survivors: readonly Mutant[];
  /** Survivors that are listed. */
  readonly equivalent: readonly Mutant[];
  /** Listed, but killed or no longer there: one sentence each. */
  readonly stale: readonly string[];
}

/** Splits the undetected mutants of a run into those that are listed and those that are not. */
export function explain(mutants: readonly Mutant[], listed: EquivalentsByFile): Explained {
  const undetected = mutants.filter(({ status }) => status === 'Survived' || status === 'NoCoverage');
  const byKey = new Map(mutants.map((m) => [keyOf(m.file, m.line, nameOf(m)), m]));
  const files = new Set(mutants.map(({ file }) => file));
  const known = new Set<Mutant>();
  const stale: string[] = [];
  for (const [file, entries] of Object.entries(listed)) {
    if (!files.has(file)) continue;
    for (const { line, mutants: names } of entries) {
      for (const name of names) {
        const mutant = byKey.get(keyOf(file, line, name));
        if (mutant === undefined) stale.push(`${file}: there is no ${name} in ${line}`);
        else if (undetected.includes(mutant)) known.add(mutant);
        else stale.push(`${file}:${mutant.lineNumber}: ${name} was killed by ${mutant.killer ?? 'its time limit'}`);
      }
    }
  }
  return { survivors: undetected.filter((m) => !known.has(m)), equivalent: [...known], stale };
}
