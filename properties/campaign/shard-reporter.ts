import type { Reporter, SerializedError, TestCase, TestModule, TestRunEndReason } from 'vitest/node';
import '../harness/meta.js';

/** What a shard tells the process that started it. */
export interface ShardState {
  /** Claims that have come to an end, and cases that were checked. */
  readonly claims: number;
  readonly cases: number;
  /** The shard has come to its end by itself: whatever its claims said, its blob has all of them. */
  readonly whole: boolean;
}

/** Reports how far a shard has come over its IPC channel, and ends it with the process at the other end. */
export default class ShardReporter implements Reporter {
  private state: ShardState = { claims: 0, cases: 0, whole: false };

  onInit(): void {
    process.once('disconnect', () => process.exit(1));
    // or vitest would wait for the channel at the end, in vain, for ten seconds
    process.channel?.unref();
  }

  onTestCaseResult(test: TestCase): void {
    this.tell({ claims: this.state.claims + 1, cases: this.state.cases + (test.meta().claim?.cases ?? 0) });
  }

  onTestRunEnd(_: readonly TestModule[], errors: readonly SerializedError[], reason: TestRunEndReason): void {
    this.tell({ whole: errors.length === 0 && reason !== 'interrupted' });
  }

  private tell(change: Partial<ShardState>): void {
    this.state = { ...this.state, ...change };
    process.send?.(this.state);
  }
}
