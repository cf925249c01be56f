import type { Ends, Events, Least } from './events.js';
import { Integrator } from './integrator.js';
import { normalise, type Neurons } from './neurons.js';
import type { Stiffness, VectorField } from './vector-field.js';

/**
 * Events are located to rounding, whatever the tolerance of the steps: |theta|^2 times what a neuron is moved by, onto the kink along which
 * it slides, changes q and so p, and with it the multipliers of all the others (derived: <u, normal> rounds by some ulps).
 */
export const EVENT_TOLERANCE = 32 * Number.EPSILON;

const MAX_GUESSES = 25;

type EventFunctions = Pick<Events, 'atEvent' | 'collect' | 'firstDip' | 'firstMeeting' | 'least' | 'returning'>;

/** A step: the states and slopes at its ends, and where it ends when it runs past an event, or past a time that was asked for. */
export class Step {
  private readonly integrator: Integrator;
  private slope = new Float64Array(0);
  private next = new Float64Array(0);
  private nextSlope = new Float64Array(0);
  /** Events that the step has run past. */
  private readonly passed = new Set<number>();

  constructor(
    private readonly field: VectorField,
    private readonly neurons: Neurons,
    private readonly kinks: { readonly events: EventFunctions },
  ) {
    this.integrator = new Integrator(field, neurons);
  }

  /** The method's account of the last try. */
  get last(): Integrator['last'] {
    return this.integrator.last;
  }

  /** Tries so far. */
  get taken(): number {
    return this.integrator.taken;
  }

  /** Starts from the neurons as they are now, in cells that the field knows; to be called whenever one of them changes. */
  enter(): void {
    this.integrator.setCells();
    const size = this.neurons.state.length;
    this.slope = new Float64Array(size);
    this.next = new Float64Array(size);
    this.nextSlope = new Float64Array(size);
    this.field.evaluate(this.neurons.state, this.slope);
  }

  /** Prepares for tries from the start, where the field is so stiff; returns the longest step that may be tried. */
  take(stiffness: Stiffness): number {
    return this.integrator.take(this.slope, stiffness);
  }

  /** The largest component of the slope at the start. */
  speed(): number {
    let most = 0;
    for (const t of this.slope) most = Math.max(most, Math.abs(t));
    return most;
  }

  /** Takes a step of h in normalised time; returns the largest component of the embedded error, NaN where there is no step. */
  try(h: number): number {
    return this.integrator.step(h, this.next);
  }

  /** The end back onto its spheres, and the slope there. */
  settle(): void {
    normalise(this.next, this.neurons);
    this.field.evaluate(this.next, this.nextSlope);
  }

  /** As `Events.firstDip` has it, for a step of h that has been settled. */
  firstDip(h: number): number {
    return this.kinks.events.firstDip(this.ends(), h, this.field.p);
  }

  /** Moves the start to the end; returns the neurons that are at an event there. */
  keep(): readonly number[] {
    this.neurons.state.set(this.next);
    this.slope.set(this.nextSlope);
    return this.kinks.events.atEvent(this.neurons.state, this.slope, this.field.p);
  }

  /**
   * The length of a step of h that has been settled, after it has been cut where it runs past an event, or past the time `left`: the
   * least of the functions of all events that it runs past is brought to 0, so that several events in one step are no trouble. By the cubic
   * through both ends, then by Newton's method, or by the secant (Illinois) where no rate is known.
   */
  cut(h: number, left: number): number {
    const { neurons, kinks, field } = this;
    const events = this.passed;
    events.clear();
    let returning: readonly number[] | undefined;
    const look = (): Least => {
      kinks.events.collect(this.next, field.p, events);
      if (events.size > 0) returning ??= kinks.events.returning(neurons.state, this.slope);
      returning?.forEach((event) => events.delete(event));
      const least = kinks.events.least(this.next, this.nextSlope, field.p, events);
      // what is left of the time, as a share; it may overflow where nobody asked for it, and is then no number
      const early = 1 - this.integrator.last.elapsed / left;
      return early < least.value ? { value: early, rate: NaN } : least;
    };
    let found = look();
    if (found.value >= 0) return h;
    let guess = h * kinks.events.firstMeeting(this.ends(), h, field.p, events);
    let known = 0;
    let [low, high] = [0, h];
    let [lowValue, highValue] = [1, Math.max(found.value, -1)];
    const isInside = (t: number): boolean => t > low && t < high;
    let span = h;
    for (let round = 0; Math.abs(found.value) > EVENT_TOLERANCE; round++) {
      if (events.size > known) {
        // the step starts beyond an event that the one before it has brought about
        field.couple(neurons.state);
        const { value } = kinks.events.least(neurons.state, this.slope, field.p, events);
        if (value < -EVENT_TOLERANCE) return this.standStill();
        if (low === 0) lowValue = Math.min(Math.max(value, EVENT_TOLERANCE), 1);
        known = events.size;
      }
      const past = span === high;
      if (!isInside(guess)) guess = low + ((high - low) * lowValue) / (lowValue - highValue);
      span = round < MAX_GUESSES && isInside(guess) ? guess : (low + high) / 2;
      if (span === low || span === high) break;
      this.try(span);
      this.settle();
      found = look();
      // an end that stays for a second try counts for half
      if (found.value < 0) {
        [high, highValue, lowValue] = [span, Math.max(found.value, -1), past ? lowValue / 2 : lowValue];
      } else {
        [low, lowValue, highValue] = [span, found.value, past ? highValue : highValue / 2];
      }
      guess = span - found.value / found.rate;
    }
    return span;
  }

  private ends(): Ends {
    return { y0: this.neurons.state, f0: this.slope, y1: this.next, f1: this.nextSlope };
  }

  /** A step of length 0, to an event where it starts. */
  private standStill(): number {
    this.next.set(this.neurons.state);
    this.settle();
    return 0;
  }
}
