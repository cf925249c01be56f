import { describe, expect, test } from 'vitest';
import type { Label } from '../../src/model/dataset.js';
import { near } from '../reference/cells.js';
import { setUp } from '../reference/on-kinks.js';
import { CLOSE } from '../reference/touching.js';

const HAIR = 2 ** -30;

describe('a neuron that meets two kinks at one instant', () => {
  // pulled out across both by (-4, 0), and across either turned back by -3/5 of the jump at the other, (2, 4) or (2, -4)
  const x = [
    [1, 2, 0],
    [1, -2, 0],
    [-1, 0, 1],
  ];
  test.each([1, -1] as const)('crosses one, and may then turn back from the other: branch %s', (branch) => {
    const { kinks, resolve, signs, points } = setUp(
      x,
      [1, 1, 1],
      [{ u: [0, 0, 1], alpha: 1 / 2, signs: [1, 1, -1] }],
      [2, 2, 8],
      branch,
    );
    resolve();
    const first = points.planeOf[0] < points.planeOf[1] ? 0 : 1;
    const crossed = branch > 0 ? first : 1 - first;
    expect(signs()).toEqual([crossed === 0 ? -1 : 1, crossed === 1 ? -1 : 1, -1]);
    expect(kinks.branches).toBe(1);
  });

  test('crosses both where neither has a part in the other, which is no branch', () => {
    const axes = [
      [1, 0, 0],
      [0, 1, 0],
      [-2, -2, 1],
    ];
    for (const branch of [1, -1] as const) {
      const { kinks, resolve, signs } = setUp(
        axes,
        [1, 1, 1],
        [{ u: [0, 0, 1], alpha: 1 / 2, signs: [1, 1, -1] }],
        [1, 1, 1],
        branch,
      );
      resolve();
      expect(signs()).toEqual([-1, -1, -1]);
      expect(kinks.branches).toBe(0);
    }
  });

  test('stays on all on which it sits where no pull moves it, though their normals are dependent', () => {
    // half of each jump takes (1, 0, 0) away, and so does all of the first
    const dependent = [
      [1, 0, 0],
      [0, 1, 0],
      [1, -1, 0],
      [1, 0, 1],
    ];
    const { resolve, signs } = setUp(dependent, [-1, -1, -1, 1], [{ u: [0, 0, 1], alpha: 1 / 2, signs: [0, 0, 0, 1] }]);
    resolve();
    expect(signs()).toEqual([0, 0, 0, 1]);
  });
});

describe('a neuron that sits on a kink that repels it', () => {
  const x = [
    [1, 2, 0],
    [1, -2, 0],
  ];
  /** With another point at (a, b, 1), on whose hyperplane it is not. */
  const after = (a: number, b: number, from: readonly number[], p: readonly number[]) => {
    const q = [a, b, 1];
    const { kinks, resolve, signs } = setUp(
      [...x, q],
      [1, 1, 1],
      [{ u: [0, 0, 1], alpha: 1 / 2, signs: [...from, a < 0 ? -1 : 1] }],
      p,
    );
    resolve();
    return { signs: signs().slice(0, 2), branches: kinks.branches };
  };

  test('is on its side 1 where another that it crosses pulls it there', () => {
    // (-5, -7/2) and (2, 4) take it across the first, and (-5, -7/2) is left: pulls of 2 and 7 at the second, from -4 and 1 before
    expect(after(-5 / 4, -7 / 8, [1, 0], [2, 1, 4])).toEqual({ signs: [-1, 1], branches: 0 });
  });

  test('has gone to a side of the one before, and only then decides about the next', () => {
    // 2 and 7 at the first; it takes (1, 2) along, and has -1 and 4 at the second
    expect(after(2, 0, [0, 0], [1, 1, 1])).toEqual({ signs: [1, 1], branches: 1 });
    // -5.5 and -0.5 at the first; at the second -3.5 and 1.5
    expect(after(-4.5, -1 / 2, [0, 0], [1, 1, 1])).toEqual({ signs: [-1, 1], branches: 1 });
  });

  test('has no choice where both sides pull it to one, in whatever units', () => {
    const one = [
      [1, 0],
      [-1, 1],
    ];
    const { kinks, resolve, signs } = setUp(one, [1, 1], [{ u: [0, 1], alpha: 1 / 2, signs: [0, -1] }], [1 / 2, 1]);
    resolve();
    expect(signs()).toEqual([-1, -1]);
    expect(kinks.branches).toBe(0);
  });
});

describe('a neuron at the border', () => {
  test('is put to w = 0 exactly, where it slides along as many hyperplanes as there are directions', () => {
    const x = [
      [3, 4],
      [3, 4.1],
      [-1, 0],
      [0, 1],
    ];
    // half of each of the first two takes the pull of the others away, (3, 4.05)
    const { resolve, signs, neurons } = setUp(
      x,
      [-1, -1, -1, 1],
      [{ u: [-4 / 200, 3 / 200], alpha: 1 / 2, signs: [1, 1, -1, 1] }],
      [1, 1, 3, 4.05],
    );
    resolve();
    expect(signs()).toEqual([0, 0, -1, 1]);
    expect([...neurons.state.subarray(0, 2)]).toEqual([0, 0]);
  });

  test('goes where it is pulled through a hyperplane whose points cancel, which is no kink', () => {
    const x = [
      [1, 0],
      [-1, 0],
    ];
    for (const alpha of [1 / 2, -1 / 2]) {
      for (const sign of [-1, 0, 1]) {
        const { kinks, resolve, signs } = setUp(x, [1, -1], [{ u: [0, 1], alpha, signs: [sign, sign] }]);
        resolve();
        expect(signs()).toEqual([Math.sign(alpha), Math.sign(alpha)]);
        expect(kinks.branches).toBe(0);
      }
    }
  });

  test.each([
    // without a pull on side -1
    [[1, 0], -1, -1],
    [[1, 0], 0, 1],
    [[1, 0], 1, 1],
    // without a pull on side 1
    [[-1, 0], -1, -1],
    [[-1, 0], 0, -1],
    [[-1, 0], 1, 1],
  ])('at the kink of %j goes from side %i to side %i, since on one of them nothing pulls it', (x, from, to) => {
    const { kinks, resolve, signs } = setUp([x], [1], [{ u: [0, 1], alpha: 1 / 2, signs: [from] }]);
    resolve();
    expect(signs()).toEqual([to]);
    expect(kinks.branches).toBe(0);
  });

  test('does not move while its a is 0', () => {
    const { resolve, signs } = setUp([[1, 0]], [-1], [{ u: [0, 1], alpha: 0, signs: [1] }]);
    resolve();
    expect(signs()).toEqual([1]);
  });

  test('crosses what is within two tolerances', () => {
    const after = (z: number): number[] => {
      const { resolve, signs } = setUp([[1, 0]], [1], [{ u: [z, 1], alpha: -1 / 2, signs: [1] }]);
      resolve();
      return signs();
    };
    expect(after(2 * CLOSE)).toEqual([-1]);
    expect(after(2 * CLOSE + HAIR)).toEqual([1]);
  });

  test('is at w = 0 within two tolerances', () => {
    const after = (size: number): number => {
      const { resolve, neurons } = setUp([[1, 0]], [1], [{ u: [0, size], alpha: 1 / 2, signs: [1] }]);
      resolve();
      return neurons.state[1];
    };
    expect(after(2 * CLOSE)).toBe(0);
    expect(after(2 * CLOSE + HAIR)).toBe(2 * CLOSE + HAIR);
  });

  test('leaves w = 0 though all kinks hold it there: along what all points together pull', () => {
    const x = [
      [1, 0],
      [0, 1],
      [1, 1],
    ];
    const { resolve, signs, neurons } = setUp(x, [-1, -1, -1], [{ u: [0, 0], alpha: 1 / 2, signs: [0, 0, 1] }]);
    resolve();
    expect(signs()).toEqual([-1, -1, -1]);
    for (const j of [0, 1]) near(neurons.state[j], -1000 * CLOSE * (1 / 2) * Math.SQRT1_2, HAIR);
  });

  test.each([2, 3])('on a line is at w = 0 where it meets another hyperplane, also in %i dimensions', (d) => {
    const axes = Array.from({ length: d - 1 }, (_, l) => Array.from({ length: d }, (__, j) => (j === l ? 1 : 0)));
    const x = [...axes, Array.from({ length: d }, (_, j) => (j === d - 1 ? 1 / 8 : 1))];
    const labels = x.map((): Label => 1);
    const after = (along: number): unknown => {
      const u = Array.from({ length: d }, (_, j) => (j === d - 1 ? along : 0));
      const { resolve, signs, neurons } = setUp(x, labels, [
        { u, alpha: 1 / 2, signs: x.map((_, l) => (l < d - 1 ? 0 : 1)) },
      ]);
      resolve();
      return [signs(), neurons.state];
    };
    expect(after(8 * CLOSE)).toEqual(after(0));
    expect(after(32 * CLOSE)).not.toEqual(after(0));
  });
});

describe('a neuron that slides', () => {
  // at the kink of (1, 0), of which half takes away what (1/2, 1) pulls
  const x = [
    [1, 0],
    [1 / 2, 1],
  ];
  const bystander = { u: [3, 3], alpha: -1 / 2, signs: [1, 1] };
  const sliding = (alpha: number, branch: 1 | -1 = 1) =>
    setUp(x, [-1, 1], [bystander, { u: [0, 1], alpha, signs: [0, 1] }], [1, 1], branch);

  test.each([1, -1] as const)('goes on beyond where its a vanishes, and leaves the kink to side %i', (branch) => {
    for (const alpha of [2 * CLOSE, CLOSE, 0, -1 / 4]) {
      const { kinks, neurons, resolve, signs } = sliding(1 / 2, branch);
      kinks.renumber();
      neurons.state[6] = alpha;
      resolve(1);
      expect(neurons.state[6]).toBe(-2 * CLOSE);
      expect(signs(1)).toEqual([branch, 1]);
      expect(kinks.branches).toBe(1);
      // and is no longer held
      neurons.state[6] = -1 / 4;
      resolve(1);
      expect(neurons.state[6]).toBe(-1 / 4);
    }
  });

  test('slides on where its a is not so near to 0, or nobody knows that it is held', () => {
    for (const [known, alpha] of [
      [true, 2 * CLOSE + HAIR],
      [false, CLOSE],
    ] as const) {
      const { kinks, neurons, resolve, signs } = sliding(1 / 2);
      if (known) kinks.renumber();
      neurons.state[6] = alpha;
      resolve(1);
      near(neurons.state[6], alpha, CLOSE ** 2);
      expect(signs(1)).toEqual([0, 1]);
    }
  });

  test('is held by the sign of a that it has when the neurons are renumbered, and the others are not', () => {
    const { kinks, neurons, isAtEvent, put } = sliding(1 / 2);
    kinks.renumber();
    expect(isAtEvent(1)).toBe(false);
    neurons.state[6] = -1 / 2;
    expect(isAtEvent(1)).toBe(true);
    kinks.renumber();
    expect(isAtEvent(1)).toBe(false);
    neurons.state[6] = 1 / 2;
    expect(isAtEvent(1)).toBe(true);
    put(1, [1, 1]);
    kinks.renumber();
    put(1, [0, 1]);
    expect(isAtEvent(1)).toBe(false);
    neurons.state[6] = -1 / 2;
    expect(isAtEvent(1)).toBe(false);
  });
});
