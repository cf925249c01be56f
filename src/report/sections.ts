import type { ClaimReport } from './report.js';
import { isMisprint } from './standing.js';

/** A part of the paper, and the rows of the register that it makes. */
export interface Section {
  readonly id: string;
  readonly where: string;
  readonly title: string;
  readonly rows: readonly string[];
}

/** In the order of the paper. */
export const SECTIONS: readonly Section[] = [
  { id: 'preliminaries', where: '§3', title: 'Nets, margins, separators', rows: ['P1', 'P2', 'P3', 'P4', 'P5'] },
  { id: 'late-phase', where: 'Theorem 3.1', title: 'The late phase of gradient flow', rows: ['K1', 'K2', 'K3', 'K4'] },
  { id: 'linear', where: '§4.1', title: 'Global-max-margin classifiers are linear', rows: ['S1', 'S2', 'S3', 'S4'] },
  { id: 'convergence', where: '§4.2', title: 'Convergence to global-max-margin directions', rows: ['C3', 'C4'] },
  { id: 'branching', where: '§4.3', title: 'Branching', rows: ['B1'] },
  { id: 'phase-1', where: '§5.1', title: 'Phase I: near zero', rows: ['A1', 'A2', 'A3', 'A4', 'A5', 'C5'] },
  { id: 'phase-2', where: '§5.2', title: 'Phase II: near two neurons', rows: ['E1', 'E2', 'E3'] },
  { id: 'phase-3', where: '§5.3', title: 'Phase III: near the global max margin', rows: ['C1', 'C2'] },
  { id: 'hinted', where: '§6', title: 'Non-symmetric data: three hints', rows: ['H1', 'H2', 'H3', 'H4', 'H5'] },
  { id: 'figure-1', where: 'Figure 1', title: 'Its three panels', rows: ['F1', 'F2', 'F3'] },
  { id: 'related', where: '§1, §2', title: 'Results that the paper cites', rows: ['R1', 'R2', 'R3', 'R4', 'R5'] },
];

/** The claims of a section that are neither misprints nor twins, in the order of its rows. */
export const claimsOf = ({ rows }: Section, claims: readonly ClaimReport[]): ClaimReport[] =>
  rows.flatMap((row) =>
    claims.filter((claim) => claim.row === row && claim.twinOf === undefined && !isMisprint(claim)),
  );

/** The section of a claim. Throws RangeError for a row that no section has. */
export function sectionOf({ id, row }: ClaimReport): Section {
  const section = SECTIONS.find(({ rows }) => rows.includes(row));
  if (section === undefined) throw new RangeError(`claim ${id} is of row ${row}, which no section of the page has`);
  return section;
}
