import type { InstrumenterContext } from '@stryker-mutator/api/core';
import type { Switches } from './light-code.js';

/**
 * The work of a test, counted by how often instrumented code asks which mutant is on, in conditions and blocks: it depends on no clock, and a loop that comes by any mutant can be
 * stopped, where Stryker counts only what comes by the one that is on.
 */
export class Work {
  /** Since the last start. */
  done = 0;
  private most = Infinity;
  private active: string | undefined;
  readonly switches: Switches = { id: NaN, met: new Uint8Array(0) };

  /** @param code what the instrumented code reads: its `activeMutant` is counted from now on */
  constructor(code: InstrumenterContext) {
    Object.defineProperty(code, 'activeMutant', { get: () => this.ask(), configurable: true });
    Object.assign(code, { switches: this.switches });
  }

  /** Switches a mutant on, or off. Asked more than `most` times, the code that asks gets an error. */
  start(mutant: string | undefined, most: number): void {
    this.active = mutant;
    this.switches.id = Number(mutant ?? NaN);
    this.most = most;
    this.done = 0;
  }

  get isOver(): boolean {
    return this.done > this.most;
  }

  private ask(): string | undefined {
    this.done++;
    if (this.isOver) throw new Error(`more than ${this.most} mutants were come by`);
    return this.active;
  }
}
