import type { ClaimInfo } from '../../src/claims/claim.js';

/** The name of the test of a claim. */
export function testName({ id, expected, dropped }: ClaimInfo): string {
  const spared = expected === 'holds' && dropped !== undefined ? ` without ${dropped}` : '';
  return `${id} ${expected === 'refuted' ? 'is refuted' : `holds${spared}`}`;
}

/** The command that runs that test alone. */
export const replayCommand = (claim: ClaimInfo): string => `npm test -- ${claim.file} -t '^${testName(claim)}$'`;
