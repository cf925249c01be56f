import { duration, ERASE, writeLine, type LineStream } from '../../src/cli/progress.js';
import type { ShardState } from './shard-reporter.js';

/** Milliseconds between lines: on a terminal, which shows the last one, and elsewhere. */
const [ON_TERMINAL, ELSEWHERE] = [500, 30_000];

/** How far a campaign has come: one line that changes on a terminal, a line now and then elsewhere. */
export class Progress {
  private readonly start = performance.now();
  private readonly states = new Map<number, ShardState>();
  private readonly timer: NodeJS.Timeout;
  private readonly finished = new Set<number>();

  /** A campaign of so many `claims` in so many `shards`, of which some were finished `before` and `wanted` are to be run now. */
  constructor(
    private readonly stream: LineStream,
    private readonly claims: number,
    private readonly shards: number,
    private readonly before: number,
    private readonly wanted: number,
  ) {
    this.timer = setInterval(() => this.show(), stream.isTTY ? ON_TERMINAL : ELSEWHERE);
  }

  update(shard: number, state: ShardState): void {
    this.states.set(shard, state);
  }

  finish(shard: number): void {
    this.finished.add(shard);
    this.show();
  }

  /** What became of a shard that was not finished, in a line that stays. */
  fail(shard: number, trouble: string): void {
    this.states.delete(shard);
    this.stream.write(`${this.stream.isTTY ? ERASE : ''}${trouble}\n`);
  }

  end(): void {
    clearInterval(this.timer);
    if (this.stream.isTTY) this.stream.write(ERASE);
  }

  /** The line after so many seconds. */
  line(seconds: number): string {
    const states = [...this.states];
    const cases = states.reduce((sum, [, state]) => sum + state.cases, 0);
    const share = ([shard, state]: [number, ShardState]): number =>
      this.finished.has(shard) ? 1 : Math.min(1, (state.claims * this.shards) / this.claims);
    const done = states.reduce((sum, entry) => sum + share(entry), 0);
    const rest = this.wanted - done;
    const left = done === 0 || rest === 0 ? '' : `, about ${duration((seconds / done) * rest)} left`;
    return `${this.before + this.finished.size} of ${this.shards} shards done, ${cases} cases in ${duration(seconds)}${left}`;
  }

  private show(): void {
    writeLine(this.stream, this.line((performance.now() - this.start) / 1000));
  }
}
