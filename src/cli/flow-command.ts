import type { Dataset } from '../model/dataset.js';
import { InputError } from '../model/input-error.js';
import type { FlowResult } from '../flow/flow.js';
import { linearMargin, type LinearMargin } from '../oracle/linear-margin.js';
import { flowJson, runFlow } from './flow.js';
import { flowText } from './flow-text.js';
import { flowPlaces } from './long-runs.js';
import { EXIT, outputWidth, print } from './output.js';
import type { StartWork } from './start-work.js';

/** Where linear margins are too large a computation, the flow is shown without them. */
async function comparison(dataset: Dataset): Promise<LinearMargin | undefined> {
  try {
    return await linearMargin(dataset);
  } catch (error) {
    if (error instanceof InputError) return undefined;
    throw error;
  }
}

/** What `flow` does; an undecided flow sets the exit status. */
export const flowCommand: StartWork<FlowResult> = {
  find: (dataset, start, progress) => {
    progress.begin('gradient flow');
    return runFlow(dataset, start, { onSample: flowPlaces(progress) });
  },
  say: async (io, result, { dataset, start, json }) => {
    const linear = json ? undefined : await comparison(dataset);
    const columns = outputWidth(io.stdout);
    print(io, flowJson(result), () => flowText(dataset, start.described, result, linear, columns), json);
    if (result.status === 'undecided') io.exitCode = EXIT.undecided;
  },
};
