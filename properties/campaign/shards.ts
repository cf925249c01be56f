import { fork, spawn, type StdioOptions } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { BLOBS, blobName, FOLDER, ROOT, type Manifest } from './manifest.js';
import type { ShardState } from './shard-reporter.js';

const VITEST = `${ROOT}node_modules/vitest/vitest.mjs`;
const RUN = ['run', '--mode', 'campaign'];

const environment = ({ seeds, runs }: Manifest): NodeJS.ProcessEnv => ({
  ...process.env,
  CAMPAIGN_SEEDS: seeds,
  FC_NUM_RUNS: runs,
});

/** Whether a blob was written to its end. */
function isWhole(path: string): boolean {
  if (!existsSync(path)) return false;
  const text = readFileSync(path, 'utf8');
  return text.startsWith('[') && text.endsWith(']');
}

/**
 * Runs one shard in a process of its own; its blob gets its name when it is whole. Resolves to undefined then, and otherwise to what came between.
 */
export async function runShard(
  manifest: Manifest,
  shard: number,
  onState: (state: ShardState) => void,
): Promise<string | undefined> {
  const name = blobName(manifest, shard);
  for (const folder of ['partial', 'logs']) mkdirSync(`${ROOT}${FOLDER}/${folder}`, { recursive: true });
  const partial = `${ROOT}${FOLDER}/partial/${name}.${process.pid}`;
  const log = `${FOLDER}/logs/${name.replace(/json$/, 'log')}`;
  const output = openSync(`${ROOT}${log}`, 'w');
  const stdio: StdioOptions = ['ignore', output, output, 'ipc'];
  const args = [...RUN, `--shard=${shard}/${manifest.shards}`, `--outputFile=${partial}`, ...manifest.files];
  let whole = false;
  const child = fork(VITEST, args, { cwd: ROOT, env: environment(manifest), stdio, execArgv: [] });
  child.on('message', (state: ShardState) => {
    whole = state.whole;
    onState(state);
  });
  const [, signal] = (await once(child, 'exit')) as [number | null, string | null];
  closeSync(output);
  if (whole && signal === null && isWhole(partial)) {
    renameSync(partial, `${BLOBS}/${name}`);
    return undefined;
  }
  rmSync(partial, { force: true });
  return `shard ${shard} of ${manifest.shards} ${signal === null ? 'did not come to its end' : `was ended by ${signal}`}: see ${log}`;
}

/** Merges the finished blobs, of which there must be one; what is found goes to stdout. Resolves to the exit status. */
export async function mergeShards(manifest: Manifest): Promise<number> {
  const reporter = '--reporter=./properties/campaign/merge-reporter.ts';
  // vitest finds no test in a blob from another path; the reporter does, and fails where a claim has no run
  const args = [...RUN, `--merge-reports=${BLOBS}`, reporter, '--passWithNoTests'];
  const child = spawn(process.execPath, [VITEST, ...args], { cwd: ROOT, env: environment(manifest), stdio: 'inherit' });
  const [code] = (await once(child, 'exit')) as [number | null];
  return code ?? 1;
}
