import type { ClaimInfo } from '../claims/claim.js';
import { register } from '../claims/register.js';
import { print, type Io } from './output.js';

/** The fields of the interface, and no others. */
export const claimsJson = (): ClaimInfo[] =>
  register.map(({ id, source, statement, evidence, expected, dropped, file }) => ({
    id,
    source,
    statement,
    evidence,
    expected,
    // a claim that holds without an assumption of another one is no must-fail twin
    ...(dropped !== undefined && expected === 'refuted' && { dropped }),
    file,
  }));

const kind = ({ expected, dropped }: ClaimInfo): string => {
  if (expected === 'holds') return dropped === undefined ? 'holds' : `holds, it seems, without ${dropped}`;
  return dropped === undefined ? 'refuted: a misprint' : `refuted: without ${dropped}`;
};

/** The register, three lines a claim. */
export const claimsText = (): string =>
  [
    ...register.flatMap((claim) => [
      `${claim.id}  (${kind(claim)}; ${claim.evidence})`,
      `  ${claim.source}`,
      `  ${claim.statement}`,
      '',
    ]),
    `${register.length} claims; each is tested in properties/theorems`,
  ].join('\n');

/** What `claims` does. */
export const runClaims = (io: Io, json: boolean | undefined): void => print(io, claimsJson(), claimsText, json);
