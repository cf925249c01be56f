import type { Command } from 'commander';
import { check, checkJson, checkStatus, checkText } from './check.js';
import { withStartOptions } from './flow-command.js';
import { DEFAULT_LEAK, optionOf, readStart } from './flow-options.js';
import { print } from './output.js';
import { createProgress } from './progress.js';
import { readDataset } from './read-dataset.js';

/** Adds `check` to the program. */
export function addCheck(root: Command): void {
  withStartOptions(
    root
      .command('check')
      .description("which assumptions the data meets, which claims apply, and the flow's margin against both optima")
      .argument('<file>', 'a dataset as CSV, svmlight or JSON, or - for standard input'),
  )
    .option('--json', 'one JSON document')
    .action(async (file: string, { json, ...fields }: { json?: boolean }) => {
      const dataset = await readDataset(file);
      const start = readStart({ leak: DEFAULT_LEAK, ...fields }, dataset, optionOf);
      const progress = createProgress(process.stderr);
      const found = await check(dataset, start, { onSample: progress.onSample });
      progress.end();
      print(checkJson(found), () => checkText(found), json);
      process.exitCode = checkStatus(found);
    });
}
