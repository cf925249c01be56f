import Table from 'cli-table3';
import type { ClaimInfo } from '../claims/claim.js';
import { register } from '../claims/register.js';

/** The fields of the interface, and no others. */
export const claimsJson = (): ClaimInfo[] =>
  register.map(({ id, source, statement, evidence, expected, dropped, file }) => ({
    ...{ id, source, statement, evidence, expected },
    ...(dropped !== undefined && { dropped }),
    file,
  }));

/** Widths that suit a terminal of 130 columns; narrower ones wrap at the statement. */
const WIDTHS = [26, 13, 30, 56];

/** The register as a table. */
export function claimsText(): string {
  const table = new Table({
    head: ['claim', 'expected', 'source', 'statement'],
    colWidths: WIDTHS,
    wordWrap: true,
    style: { head: [], border: [] },
  });
  for (const { id, expected, dropped, source, statement, evidence } of register) {
    const kind = dropped === undefined && expected === 'refuted' ? 'refuted (misprint)' : expected;
    table.push([id, `${kind}\n${evidence}`, source, statement]);
  }
  return `${table.toString()}\n${register.length} claims; each is tested in properties/theorems`;
}
