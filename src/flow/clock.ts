import type { Account } from './integrator.js';
import type { VectorField } from './vector-field.js';

/** Relative error of a step's physical time above which it is no account of it. */
const ROUGH_TIME = 1e-3;

/** ln S where a step starts: of the field's own q, and at the true theta. */
export interface Speed {
  readonly logS: number;
  readonly trueLogS: number;
}

/** Normalised and physical time since the start of a trajectory. */
export class Clock {
  /** Normalised time, d tau = S dt in the scaled data's units. */
  tau = 0;
  /** ln of the physical time, in the data's own units. */
  logTime = -Infinity;

  constructor(
    private readonly field: VectorField,
    private readonly scale: number,
  ) {}

  /** Where p is uniform, 1/S = 2 to rounding: the clock shows this normalised time, and the physical one that goes with it. */
  setNearZero(tau: number): void {
    this.tau = tau;
    this.logTime = Math.log((2 * tau) / this.scale);
  }

  /** The normalised time that goes with a physical one as long as p is uniform. */
  tauNearZero(time: number): number {
    return (time * this.scale) / 2;
  }

  /** Until a physical time, in units of 1/S of now. */
  left(until: number): number {
    return (until - Math.exp(this.logTime)) * this.scale * Math.exp(this.field.logS);
  }

  /** Goes to a physical time which is so near, by what `left` says, that nothing moves until then. */
  skipTo(until: number, left: number): void {
    this.tau += left;
    this.logTime = Math.log(until);
  }

  /** For `pass`, where a step starts; at states that the field follows on a sphere, ln S at the true theta is grown as ln L is. */
  speed(): Speed {
    return { logS: this.field.logS, trueLogS: this.field.logS * Math.exp(this.field.shift) };
  }

  /**
   * Adds a step of `span` in normalised time, at whose end the field is. Where nobody asked for it, the method's own account of the physical
   * time may be rough or overflow: ln S is then taken as linear over the step.
   */
  pass(span: number, start: Speed, account: Pick<Account, 'elapsed' | 'relativeTimeError'>): void {
    this.tau += span;
    let logSpan = Math.log(account.elapsed) - start.logS;
    if (this.field.shift > 0 || !(account.relativeTimeError < ROUGH_TIME)) {
      const before = start.trueLogS;
      const after = this.speed().trueLogS;
      // beyond ln S = -1.8e308 time overflows even as a logarithm
      const latest = Math.max(-before, -after);
      logSpan =
        latest === Infinity ? latest : Math.log(span) + latest - Math.log(Math.max(1, Math.abs(after - before)));
    }
    logSpan -= Math.log(this.scale);
    const top = Math.max(this.logTime, logSpan);
    this.logTime = top === Infinity ? top : top + Math.log(Math.exp(this.logTime - top) + Math.exp(logSpan - top));
  }
}
