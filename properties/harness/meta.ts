import type {} from 'vitest';
import type { ClaimRun } from './run.js';

export type { ClaimRun, Slack } from './run.js';

declare module 'vitest' {
  interface TaskMeta {
    claim?: ClaimRun;
  }
  interface ProvidedContext {
    seed: number;
    times: number;
    /** Seeds from which witnesses are searched and shrunk; 0 but for `npm run ablate`. */
    ablate: number;
    /** Whether a failure of a claim is stored: not in a campaign, where each seed's cases are to be its own. */
    stores: boolean;
  }
}
