import { Command, InvalidArgumentError } from 'commander';
import {
  CampaignError,
  codeVersion,
  expectedClaims,
  FOLDER,
  missingShards,
  openCampaign,
  readManifest,
  type Manifest,
} from './manifest.js';
import { Progress } from './progress.js';
import { formatSeeds, parseSeeds } from './seeds.js';
import { mergeShards, runShard } from './shards.js';

interface Options {
  readonly seeds?: string;
  readonly shards?: number;
  readonly jobs: number;
  readonly shard?: number;
  readonly merge?: true;
}

function positive(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1) throw new InvalidArgumentError('Expected an integer >= 1.');
  return value;
}

/** The campaign that was asked for, or the one under way. */
function asked(files: readonly string[], { seeds, shards }: Options): Manifest {
  const code = codeVersion();
  const runs = process.env['FC_NUM_RUNS'];
  if (runs !== undefined && !/^[1-9]\d*$/.test(runs))
    throw new CampaignError(`FC_NUM_RUNS is ${JSON.stringify(runs)}, expected an integer >= 1`);
  if (seeds === undefined && shards === undefined && files.length === 0) {
    const begun = readManifest();
    if (begun === undefined)
      throw new CampaignError(`no campaign is under way in ${FOLDER}: name one, as in --seeds 1-20 --shards 8`);
    return { ...begun, runs: runs ?? begun.runs, code };
  }
  if (seeds === undefined) throw new CampaignError('a campaign needs --seeds, as in --seeds 1-20 --shards 8');
  const list = parseSeeds(seeds);
  const manifest = { seeds: formatSeeds(list), shards: shards ?? 1, files, runs: runs ?? '', code };
  const most = list.length * new Set(expectedClaims(manifest).map(({ file }) => file)).size;
  if (most === 0) throw new CampaignError(`no test of a claim is in a file like ${files.join(' ')}`);
  if (manifest.shards > most)
    throw new CampaignError(
      `--shards is ${shards}, expected at most ${most}: that many files, each once a seed, are to be run`,
    );
  return manifest;
}

/** Runs the shards that are asked for, a few at a time. Resolves to whether all of them were finished. */
async function runAll(manifest: Manifest, shards: readonly number[], jobs: number): Promise<boolean> {
  const claims = expectedClaims(manifest).length * parseSeeds(manifest.seeds).length;
  const before = manifest.shards - missingShards(manifest).length;
  const progress = new Progress(process.stderr, claims, manifest.shards, before, shards.length);
  const waiting = [...shards];
  let all = true;
  const worker = async (): Promise<void> => {
    for (let shard = waiting.shift(); shard !== undefined; shard = waiting.shift()) {
      const current = shard;
      const trouble = await runShard(manifest, current, (state) => progress.update(current, state));
      if (trouble === undefined) progress.finish(current);
      else {
        all = false;
        progress.fail(current, trouble);
      }
    }
  };
  await Promise.all(Array.from({ length: jobs }, worker));
  progress.end();
  return all;
}

async function main(files: readonly string[], options: Options): Promise<number> {
  const manifest = asked(files, options);
  const { shard, merge, jobs } = options;
  if (shard !== undefined && shard > manifest.shards)
    throw new CampaignError(`--shard is ${shard}, expected at most ${manifest.shards}`);
  openCampaign(manifest);
  const missing = missingShards(manifest);
  const wanted = merge ? [] : shard === undefined ? missing : missing.filter((k) => k === shard);
  const all = wanted.length === 0 || (await runAll(manifest, wanted, jobs));
  if (shard !== undefined) return all ? 0 : 1;
  if (missingShards(manifest).length === manifest.shards) {
    process.stdout.write(`none of the ${manifest.shards} shards is finished: there is nothing to merge\n`);
    return 1;
  }
  return mergeShards(manifest);
}

const program = new Command('campaign')
  .description(
    'Checks the claims from many seeds, in shards, and merges them into one table. Without options it goes on with the campaign under way.',
  )
  .argument('[files...]', 'parts of the names of test files; all theorems unless told')
  .option('--seeds <list>', 'seeds and ranges of them, as in 1-20,31')
  .option('--shards <n>', 'in how many processes, one after the other (default: 1)', positive)
  .option('--jobs <n>', 'how many of them at a time', positive, 1)
  .option('--shard <i>', 'run this shard alone, and do not merge', positive)
  .option('--merge', 'merge what is finished, and run nothing')
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2));
program.parse();
try {
  process.exitCode = await main(program.args, program.opts<Options>());
} catch (error) {
  if (!(error instanceof CampaignError || error instanceof RangeError)) throw error;
  process.stderr.write(`campaign: ${error.message}\n`);
  process.exitCode = 2;
}
