import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { register } from '../../src/claims/register.js';
import { writeWhole } from '../../src/report/write-whole.js';
import type { ClaimInfo } from '../../src/claims/claim.js';

/** The checkout, and what a campaign keeps in it: the manifest, blobs/ of finished shards and nothing else, partial/ and logs/. */
export const ROOT = fileURLToPath(new URL('../../', import.meta.url));
export const FOLDER = 'reports/campaign';
export const BLOBS = `${ROOT}${FOLDER}/blobs`;
const MANIFEST = `${ROOT}${FOLDER}/manifest.json`;

/** What the cases of a campaign depend on. */
export interface Manifest {
  /** As formatSeeds writes them. */
  readonly seeds: string;
  readonly shards: number;
  /** Parts of names of test files, as vitest's filters; none for all theorems. */
  readonly files: readonly string[];
  /** FC_NUM_RUNS; empty for the claims' own numbers of cases. */
  readonly runs: string;
  /** The commit, and a hash of what differs from it. */
  readonly code: string;
}

/** Names what somebody asked for and cannot have. */
export class CampaignError extends Error {}

const SOURCES = ['src', 'properties', 'fixtures', 'package-lock.json', 'vitest.config.ts'];

/** The commit that is checked out, with a hash of the changes to it, if there are any. Throws CampaignError outside of a git checkout. */
export function codeVersion(): string {
  const git = (...args: string[]): string =>
    execFileSync('git', args, { cwd: ROOT, encoding: 'utf8', maxBuffer: 2 ** 30, stdio: ['ignore', 'pipe', 'pipe'] });
  try {
    const commit = git('rev-parse', '--short=12', 'HEAD').trim();
    const changes = git('diff', '--binary', 'HEAD', '--', ...SOURCES);
    const added = git('ls-files', '--others', '--exclude-standard', '-z', '--', ...SOURCES);
    if (changes + added === '') return commit;
    const hash = createHash('sha256').update(changes);
    for (const path of added.split('\0').filter(Boolean)) hash.update(path).update(readFileSync(`${ROOT}${path}`));
    return `${commit}+${hash.digest('hex').slice(0, 8)}`;
  } catch (error) {
    throw new CampaignError(`a campaign is of one commit of a git checkout: ${(error as Error).message.trim()}`);
  }
}

/** Eight hexadecimal digits that tell one campaign from all others. */
const idOf = (manifest: Manifest): string =>
  createHash('sha256').update(JSON.stringify(manifest)).digest('hex').slice(0, 8);

/** The name of a shard's blob, without its folder; shards count from 1. */
export const blobName = (manifest: Manifest, shard: number): string =>
  `campaign-${idOf(manifest)}-shard-${shard}-of-${manifest.shards}.json`;

/** A campaign in a few words. */
const inWords = ({ seeds, shards, files, runs, code }: Manifest): string =>
  `seeds ${seeds} in ${shards} shards of ${files.join(' ') || 'all theorems'}${runs && ` with FC_NUM_RUNS=${runs}`} at ${code}`;

/** The campaign that is under way in reports/campaign, if one is. */
export const readManifest = (): Manifest | undefined =>
  existsSync(MANIFEST) ? (JSON.parse(readFileSync(MANIFEST, 'utf8')) as Manifest) : undefined;

/** Begins a campaign, or goes on with it. Throws CampaignError where another one is under way, or where its blobs lie. */
export function openCampaign(manifest: Manifest): void {
  const begun = readManifest();
  if (begun !== undefined && idOf(begun) !== idOf(manifest)) {
    throw new CampaignError(
      `${FOLDER} has a campaign of ${inWords(begun)}, not one of ${inWords(manifest)}: end that one first, or delete ${FOLDER}`,
    );
  }
  mkdirSync(BLOBS, { recursive: true });
  const names = shardsOf(manifest).map((shard) => blobName(manifest, shard));
  const strange = readdirSync(BLOBS).find((name) => !names.includes(name));
  if (strange !== undefined) {
    throw new CampaignError(`${FOLDER}/blobs/${strange} is not of the campaign of ${inWords(manifest)}: delete it`);
  }
  writeWhole(MANIFEST, `${JSON.stringify(manifest, null, 2)}\n`);
}

/** 1 to n. */
const shardsOf = ({ shards }: Manifest): number[] => Array.from({ length: shards }, (_, k) => k + 1);

/** The shards without a finished blob. */
export const missingShards = (manifest: Manifest): number[] =>
  shardsOf(manifest).filter((shard) => !existsSync(`${BLOBS}/${blobName(manifest, shard)}`));

/** The claims that a campaign is to run from each seed. */
export const expectedClaims = ({ files }: Manifest): ClaimInfo[] =>
  register.filter(({ file }) => files.length === 0 || files.some((part) => file.includes(part)));
