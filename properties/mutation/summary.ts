import Table from 'cli-table3';
import { nameOf, type Explained } from './equivalents.js';
import { isDetected, type Mutant } from './mutant.js';

const TOP = 12;

const percent = (part: number, all: number): string => (all === 0 ? '-' : `${((100 * part) / all).toFixed(1)}%`);

const grouped = <T>(items: readonly T[], key: (item: T) => string): Map<string, T[]> => {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(key(item), [...(groups.get(key(item)) ?? []), item]);
  return groups;
};

/** `src/oracle` for what is below it, at any depth. */
const folderOf = ({ file }: Mutant): string => file.split('/').slice(0, 2).join('/');

/** What a run says in the terminal: the score by folder, who killed most, and what survives without a reason. */
export function summary(mutants: readonly Mutant[], { survivors, equivalent, stale }: Explained): string {
  const scores = new Table({
    head: ['', 'mutants', 'killed', 'timed out', 'score', 'change nothing', 'unexplained'],
    style: { head: [], border: [] },
  });
  const row = (name: string, of: readonly Mutant[]): void => {
    const detected = of.filter(isDetected);
    const timedOut = detected.filter(({ status }) => status === 'Timeout').length;
    const counted = [detected.length - timedOut, timedOut, percent(detected.length, of.length)];
    const count = (list: readonly Mutant[]): number => of.filter((m) => list.includes(m)).length;
    scores.push([name, of.length, ...counted, count(equivalent), count(survivors)]);
  };
  for (const [folder, of] of grouped(mutants, folderOf)) row(folder, of);
  row('all', mutants);
  const killers = [
    ...grouped(
      mutants.filter(({ killer }) => killer !== undefined),
      ({ killer = '' }) => killer,
    ),
  ]
    .map(([killer, killed]) => ({ killer: killer.replace('#', '\n    '), count: killed.length }))
    .sort((a, b) => b.count - a.count);
  return [
    scores.toString(),
    `${killers.length} tests killed a mutant first, the cheap and the close going first; those that did so most often:`,
    ...killers.slice(0, TOP).map(({ killer, count }) => `${String(count).padStart(5)}  ${killer}`),
    ...survivors.map((m) => `survived: ${m.file}:${m.lineNumber}: ${nameOf(m)}\n    in ${m.line}`),
    ...stale.map((sentence) => `fixtures/mutants.json is out of date: ${sentence}`),
  ].join('\n');
}
