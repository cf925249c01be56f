import type { ClaimReport, Report } from './report.js';

/** What a claim came to, in one word. */
export const outcomeOf = ({ found }: ClaimReport): 'holds' | 'refuted' | 'undecided' | 'missing' =>
  found?.outcome ?? 'missing';

/** It ran, the outcome is the expected one, and its test had nothing else to complain of. */
export const isAsExpected = ({ found, expected, problems }: ClaimReport): boolean =>
  found?.outcome === expected && problems.length === 0;

/** Claims that ran and are not as expected. */
export const broken = ({ claims }: Report): ClaimReport[] =>
  claims.filter((claim) => claim.found !== undefined && !isAsExpected(claim));

/** Nothing of the whole run gives reason to doubt. */
export const isSound = ({ claims, run }: Report): boolean =>
  claims.every(isAsExpected) && run.missing.length + run.laws.failed.length + run.errors.length === 0;

/** Expected to be refuted with all its assumptions: the paper's own words are false there. */
export const isMisprint = ({ expected, twinOf }: ClaimReport): boolean =>
  expected === 'refuted' && twinOf === undefined;

/** "1 claim", "2 claims". */
export const count = (number: number, word: string): string =>
  `${number.toLocaleString('en')} ${word}${number === 1 ? '' : 's'}`;

/** The run at a glance, as a sentence without a full stop. */
export function headline(report: Report): string {
  const { claims, run } = report;
  const fine = claims.filter(isAsExpected).length;
  if (isSound(report)) return `All ${count(claims.length, 'claim')} as expected`;
  const wrong = [
    ...(broken(report).length > 0 ? [`${broken(report).length} broke`] : []),
    ...(run.missing.length > 0 ? [`${run.missing.length} did not run`] : []),
    ...(run.laws.failed.length > 0 ? [`${count(run.laws.failed.length, 'law')} failed`] : []),
    ...(run.errors.length > 0 ? [count(run.errors.length, 'error')] : []),
  ];
  return `${fine} of ${count(claims.length, 'claim')} as expected; ${wrong.join(', ')}`;
}
