import fc from 'fast-check';
import { expect } from 'vitest';
import { CellTable } from '../../src/flow/cell.js';
import type { Least } from '../../src/flow/events.js';
import { createNeurons } from '../../src/flow/neurons.js';
import { preparePoints } from '../../src/flow/points.js';
import { EVENT_TOLERANCE, Step } from '../../src/flow/step.js';
import { VectorField } from '../../src/flow/vector-field.js';

/** An event function, of the time since the start of the step; at the start itself it may be asked for as well. */
export interface Passage {
  readonly value: (time: number, isStart?: boolean) => number;
  /** Not known unless given. */
  readonly rate?: (time: number) => number;
}

interface Scene {
  readonly passages?: readonly Passage[];
  /** Where the cubic through both ends meets the first event, as a share of the step; unknown unless given. */
  readonly meeting?: number;
  readonly returning?: readonly number[];
  readonly logScale?: number;
}

/**
 * One balanced neuron and one point on a line: omega rests, and rho' = 1 in normalised time. So rho tells how long the step has
 * been, and an event function can be any function of time.
 */
function enterScene({ passages = [], meeting = NaN, returning = [], logScale = 0 }: Scene) {
  const points = preparePoints({ x: [[1]], y: [1] });
  const net = { leak: 0.5, w: [[Math.SQRT1_2]], a: [Math.SQRT1_2] };
  const neurons = createNeurons(net, logScale, new CellTable(points, net.leak));
  const field = new VectorField(points);
  field.setCells(neurons.cells);
  const rho = neurons.state[2];
  const time = (state: Float64Array): number => state[2] - rho;
  const looks: number[] = [];
  const events = {
    collect: (state: Float64Array, _: Float64Array, found: Set<number>): void => {
      looks.push(time(state));
      passages.forEach(({ value }, k) => value(time(state)) < -EVENT_TOLERANCE && found.add(k));
    },
    least: (state: Float64Array, _slope: Float64Array, _p: Float64Array, found: Iterable<number>): Least =>
      [...found]
        .map((k) => ({
          value: passages[k].value(time(state), state === neurons.state),
          rate: passages[k].rate?.(time(state)) ?? NaN,
        }))
        .reduce((a, b) => (b.value < a.value ? b : a), { value: Infinity, rate: NaN }),
    returning: (): number[] => [...returning],
    firstMeeting: (): number => meeting,
    firstDip: (): number => 1,
    atEvent: (): number[] => [],
  };
  const step = new Step(field, neurons, { events });
  step.enter();
  step.take({ rate: 1, sensitivity: Infinity });
  return { step, neurons, looks, time };
}

/** A step of h, cut: where it ends, and the times of the tries after the first. */
export function cut(scene: Scene, h: number, left = Infinity) {
  const { step, neurons, looks, time } = enterScene(scene);
  step.try(h);
  step.settle();
  const { elapsed: whole } = step.last;
  const span = step.cut(h, left);
  const { elapsed } = step.last;
  expect(step.taken).toBe(looks.length);
  step.keep();
  expect(Math.abs(time(neurons.state) - span)).toBeLessThan(ROUNDING);
  return { span, tries: looks.slice(1), whole, elapsed };
}

/** Of rho after a step, whose stages cancel (observed: 4e-15 at rho = -20). */
export const ROUNDING = 1e-13;

export const share = (low: number, high: number): fc.Arbitrary<number> =>
  fc.nat({ max: 1000 }).map((k) => low + ((high - low) * k) / 1000);

export interface Falling {
  readonly h: number;
  /** As a share of h. */
  readonly root: number;
  readonly size: number;
  readonly bend: number;
}
export const falling: fc.Arbitrary<Falling> = fc.record({
  h: share(0.1, 1),
  root: share(0.1, 0.9),
  size: share(0.01, 1),
  bend: share(0.1, 1).chain((k) => fc.constantFrom(k, -k)),
});

/** Through 0 at the root, at most 1 at the start and at least -1 at the end, where the search does not look at larger ones. */
export const linear = ({ h, root, size }: Falling): Required<Passage> => {
  const steep = (size * Math.min(1, root / (1 - root))) / (root * h);
  return { value: (t) => steep * (root * h - t), rate: () => -steep };
};
export const curved = ({ h, root, size, bend }: Falling): Required<Passage> => ({
  value: (t) => size * Math.expm1(bend * (root - t / h)),
  rate: (t) => (-size * bend * Math.exp(bend * (root - t / h))) / h,
});
/** Bent upwards or downwards, and of whatever sign. */
export const bent = (f: Falling): Required<Passage> => {
  const { value, rate } = curved(f);
  return f.bend > 0 ? { value, rate } : { value: (t) => -value(t), rate: (t) => -rate(t) };
};
