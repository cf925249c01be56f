import type { Reporter, TestCase, Vitest } from 'vitest/node';

/** A test that blocks its process is out of reach of vitest's own timeout; after so many times that timeout it is called hung. */
const PATIENCE = 2;

/** Ends the run where a test has not come to an end, and names it: otherwise the run would wait for ever. */
export default class Watchdog implements Reporter {
  private vitest: Vitest | undefined;
  private readonly timers = new Map<string, NodeJS.Timeout>();

  onInit(vitest: Vitest): void {
    this.vitest = vitest;
  }

  onTestCaseReady(test: TestCase): void {
    const { timeout = test.project.config.testTimeout } = test.options as { timeout?: number };
    if (!(timeout > 0)) return;
    const seconds = (PATIENCE * timeout) / 1000;
    const end = (): void => {
      const seed = String(test.project.getProvidedContext().seed);
      process.stderr.write(
        `${test.module.relativeModuleId} > ${test.fullName} has not come to an end in ${seconds} s: it hangs\n` +
          `replay: FC_SEED=${seed} npm test -- ${test.module.relativeModuleId} -t '${test.name.replace(/[^\w ]/g, '.')}$'\n`,
      );
      process.exitCode = 1;
      void this.vitest?.exit(true);
    };
    this.timers.set(test.id, setTimeout(end, PATIENCE * timeout));
  }

  onTestCaseResult(test: TestCase): void {
    clearTimeout(this.timers.get(test.id));
    this.timers.delete(test.id);
  }
}
