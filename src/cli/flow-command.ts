import type { Command } from 'commander';
import type { Dataset } from '../model/dataset.js';
import { InputError } from '../model/input-error.js';
import { linearMargin, type LinearMargin } from '../oracle/linear-margin.js';
import { flowJson, runFlow } from './flow.js';
import { flowText } from './flow-text.js';
import { EXIT, outputWidth, print } from './output.js';
import { addStartCommand } from './start-command.js';

/** Where linear margins are too large a computation, the flow is shown without them. */
async function comparison(dataset: Dataset): Promise<LinearMargin | undefined> {
  try {
    return await linearMargin(dataset);
  } catch (error) {
    if (error instanceof InputError) return undefined;
    throw error;
  }
}

/** Adds `flow` to the program; an undecided flow sets the exit status. */
export function addFlow(root: Command): void {
  addStartCommand(root, {
    name: 'flow',
    description: 'where gradient flow ends, with its certificate and a summary of the way there',
    find: runFlow,
    say: async (result, { dataset, start, json }) => {
      const linear = json ? undefined : await comparison(dataset);
      print(flowJson(result), () => flowText(dataset, start.described, result, linear, outputWidth()), json);
      if (result.status === 'undecided') process.exitCode = EXIT.undecided;
    },
  });
}
