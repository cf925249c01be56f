import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { unmet, type Claim } from '../../src/claims/claim.js';
import { decodeInstance, encodeInstance } from '../../src/claims/instance-json.js';
import { describe as sentence, type Verdict } from '../../src/verdict.js';
import { inDomain } from './break.js';
import { writeWhole } from '../../src/report/write-whole.js';

/** Failures that were found, by value: they run first from then on, whatever becomes of the generators, and are meant to be committed. */
export const FAILURES = new URL('../../fixtures/failures/', import.meta.url);

interface Failure {
  readonly claim: string;
  readonly instance: unknown;
  /** The comparison that failed, when it was found. */
  readonly found: Pick<Verdict, 'what' | 'left' | 'relation' | 'right'>;
}

/** Writes a refuting instance of a claim; its name tells what is in it, so that the same failure is stored once. Returns its name. */
export function keepFailure<C>(
  claim: Claim<C>,
  instance: C,
  { what, left, relation, right }: Verdict,
  folder = FAILURES,
): string {
  const text = encodeInstance(instance);
  const name = `${claim.id}-${createHash('sha256').update(text).digest('hex').slice(0, 8)}.json`;
  const failure: Failure = { claim: claim.id, instance: JSON.parse(text), found: { what, left, relation, right } };
  mkdirSync(folder, { recursive: true });
  writeWhole(fileURLToPath(new URL(name, folder)), `${JSON.stringify(failure)}\n`);
  return name;
}

/** What the stored failures of a claim say of it now, one line for each that is not settled. */
export async function storedFaults<C>(claim: Claim<C>, folder = FAILURES): Promise<string[]> {
  if (!existsSync(folder)) return [];
  const faults: string[] = [];
  for (const name of readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .sort()) {
    const { claim: id, instance: plain } = JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as Failure;
    if (id !== claim.id) continue;
    const instance = decodeInstance<C>(plain);
    const broken = (await inDomain(claim, instance)) ? await unmet(claim, instance) : ['what it speaks of'];
    if (broken.length > 0) {
      faults.push(`fixtures/failures/${name} no longer meets ${broken.join(', ')}: delete it`);
      continue;
    }
    const verdict = await claim.law(instance);
    if (verdict.outcome !== 'holds')
      faults.push(`fixtures/failures/${name}: ${sentence(verdict)}\n    ${encodeInstance(instance)}`);
  }
  return faults;
}
