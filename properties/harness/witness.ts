import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { unmet, type Claim } from '../../src/claims/claim.js';
import { inDomain } from './break.js';
import { decodeInstance, encodeInstance } from '../../src/claims/instance-json.js';
import { writeWhole } from '../../src/report/write-whole.js';
import { describe as sentence, type Verdict } from '../../src/verdict.js';

/** A frozen counterexample: fixtures/counterexamples/<claim>.json. */
export interface Witness {
  readonly claim: string;
  /** The false claim in words, why it seems true, the catch, and what repairs it. */
  readonly because: readonly string[];
  readonly instance: unknown;
  /** The comparison that fails, and its two sides. */
  readonly what: string;
  readonly left: string;
  /** What should hold between them, and does not. */
  readonly relation: Verdict['relation'];
  readonly right: string;
}

const fileOf = (id: string): URL => new URL(`../../fixtures/counterexamples/${id}.json`, import.meta.url);

/** Drafts the file of a witness that is not frozen yet; its essay is left to a person. */
export function draftWitness(id: string, instance: unknown, { what, left, relation, right }: Verdict): void {
  if (existsSync(fileOf(id))) return;
  const lines = [
    `  "claim": ${JSON.stringify(id)}`,
    `  "because": []`,
    `  "instance": ${encodeInstance(instance)}`,
    ...Object.entries({ what, left, relation, right }).map(([name, text]) => `  "${name}": ${JSON.stringify(text)}`),
  ];
  writeWhole(fileURLToPath(fileOf(id)), `{\n${lines.join(',\n')}\n}\n`);
}

export function readWitness(id: string): Witness | undefined {
  return existsSync(fileOf(id)) ? (JSON.parse(readFileSync(fileOf(id), 'utf8')) as Witness) : undefined;
}

/** A witness should be read at a glance: its instance fits one line of this many characters. */
export const LINE = 200;

/** What is wrong with a claim's frozen witness, if anything: it must be short, meet all other assumptions, and be refuted as it says. */
export async function witnessFaults<C>(claim: Claim<C>): Promise<string[]> {
  const witness = readWitness(claim.id);
  if (witness === undefined) return [`there is no fixtures/counterexamples/${claim.id}.json`];
  const instance = decodeInstance<C>(witness.instance);
  const verdict = await claim.law(instance);
  const text = JSON.stringify(witness.instance);
  const found: string[] = [];
  if (witness.because.length === 0)
    found.push('it has no essay: say what is false, why it seems true, the catch, and the repair');
  if (text.length > LINE)
    found.push(`the frozen instance takes ${text.length} characters, expected one line of ${LINE}`);
  if (verdict.outcome !== 'refuted') found.push(`the law says ${sentence(verdict)}, expected refuted`);
  if (verdict.what !== witness.what) found.push(`the law compares "${verdict.what}", the witness "${witness.what}"`);
  if (verdict.relation !== witness.relation) {
    found.push(`the law wants ${verdict.relation}, the witness says ${witness.relation}`);
  }
  if (verdict.left !== witness.left || verdict.right !== witness.right) {
    found.push(
      `the sides are ${verdict.left} and ${verdict.right}, the witness says ${witness.left} and ${witness.right}`,
    );
  }
  for (const id of await unmet(claim, instance)) found.push(`it breaks the assumption ${id}, which the claim keeps`);
  if (!(await inDomain(claim, instance))) found.push(`the claim does not speak of it`);
  if (await claim.broken?.meets(instance)) found.push(`it meets the assumption ${claim.dropped} that was dropped`);
  return found;
}
