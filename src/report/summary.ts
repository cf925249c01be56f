import type { ClaimReport, Report } from './report.js';
import { sectionOf, SECTIONS } from './sections.js';
import { broken, headline, isAsExpected, outcomeOf } from './standing.js';

const cell = (text: string): string => text.replace(/\|/g, '\\|');

const came = (claims: readonly ClaimReport[], outcome: string): number =>
  claims.filter((claim) => outcomeOf(claim) === outcome).length;

/** A run in a few lines of Markdown: the headline, a row for each section of the paper, what broke and what is missing. */
export function summary(report: Report): string {
  const rows = SECTIONS.flatMap((section) => {
    const own = report.claims.filter((claim) => sectionOf(claim) === section);
    if (own.length === 0) return [];
    const fine = own.filter(isAsExpected).length;
    return `| ${section.where} ${cell(section.title)} | ${came(own, 'holds')} | ${came(own, 'refuted')} | ${fine} of ${own.length} |`;
  });
  const wrong = broken(report).map(
    (claim) => `- ${claim.id}: ${outcomeOf(claim)}, expected ${claim.expected}; \`${claim.replay}\``,
  );
  return [
    `### ${headline(report)}`,
    '',
    `${report.run.cases.toLocaleString('en')} cases behind those that hold, seed ${report.run.seed}, node ${report.run.node}`,
    '',
    '| section | hold | refuted | as expected |',
    '| --- | ---: | ---: | ---: |',
    ...rows,
    '',
    ...wrong,
    ...report.run.missing.map((id) => `- ${id} did not run`),
    ...report.run.laws.failed.map(({ file, name }) => `- law failed: ${name} (${file})`),
    ...report.run.errors.map((error) => `- error: ${error.split('\n')[0]}`),
    '',
  ].join('\n');
}
