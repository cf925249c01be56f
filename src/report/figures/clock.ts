import { raised } from './numbers.js';

/**
 * An axis of time on which all three phases can be read, a third of it each: t itself in Phases I and II, where t grows by so many units of 1/lambda_0, and
 * ln(1 + ln(t/t_3)) in Phase III, where t grows to e^hundreds. Monotone and continuous; values from 0 to 3.
 */
export interface Clock {
  /** ln of the times at which Phases II and III begin. */
  readonly starts: readonly [number, number];
  /** ln of the time at which the axis ends. */
  readonly end: number;
}

/** Where ln t stands on the axis. */
export function onClock({ starts: [second, third], end }: Clock, logTime: number): number {
  if (logTime <= second) return Math.exp(logTime - second);
  // scaled by t_3, so that no time overflows
  const began = Math.exp(second - third);
  if (logTime <= third) return 1 + (Math.exp(logTime - third) - began) / (1 - began);
  return 2 + Math.log1p(logTime - third) / Math.log1p(end - third);
}

export interface Tick {
  readonly at: number;
  readonly label: string;
}

/** Of steps 1, 2, 5 times a power of ten, the one that cuts a length into at least `least` parts. */
function roundStep(length: number, least: number): number {
  const step = length / least;
  const power = 10 ** Math.floor(Math.log10(step));
  return ([5, 2].find((k) => k * power <= step) ?? 1) * power;
}

/** Exponents of e at which Phase III has ticks, where they are in it. */
const EXPONENTS = [1, 2, 3, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000];
/** Width of a character of a label, and of the room between two, on the axis. */
const [CHARACTER, ROOM] = [0.05, 0.07];

/** Labels that overlap none before. */
function apart(ticks: readonly Tick[]): Tick[] {
  let free = -Infinity;
  return ticks.filter(({ at, label }) => {
    const half = (label.length * CHARACTER) / 2;
    if (at - half < free) return false;
    free = at + half + ROOM;
    return true;
  });
}

/** Ticks of the three phases: round times t, and e^k. */
export function clockTicks(clock: Clock): Tick[] {
  const [second, third] = clock.starts.map(Math.exp);
  const step = (from: number, to: number): number[] => {
    const by = roundStep(to - from, 3);
    return Array.from({ length: Math.floor(to / by) + 1 }, (_, k) => k * by).filter((t) => t >= from);
  };
  const times = [...step(0, second), ...step(second, third)];
  const decimal = times.map((t) => ({ at: onClock(clock, Math.log(t)), label: String(Number(t.toPrecision(6))) }));
  const powers = EXPONENTS.filter((k) => k > clock.starts[1] && k <= clock.end).map((k) => ({
    at: onClock(clock, k),
    label: k === 1 ? 'e' : `e${raised(k)}`,
  }));
  return apart([...decimal, ...powers]);
}
