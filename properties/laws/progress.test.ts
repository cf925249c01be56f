import { expect, test } from 'vitest';
import { createProgress, duration, type Progress } from '../../src/cli/progress.js';
import { bracketPlaces, flowPlaces } from '../../src/cli/long-runs.js';
import type { Sample } from '../../src/flow/flow.js';

/** What is written to a stream by a run that sets the clock, in milliseconds after its start. */
function written(isTTY: boolean, run: (progress: Progress, at: (milliseconds: number) => void) => void): string[] {
  let time = 1e6;
  const lines: string[] = [];
  const stream = { isTTY, columns: 50, write: (text: string) => lines.push(text) };
  const progress = createProgress(stream, () => time);
  run(progress, (milliseconds) => (time = 1e6 + milliseconds));
  progress.end();
  return lines;
}

test.each([true, false])('a run of less than a second writes nothing (terminal: %s)', (isTTY) => {
  const asked: number[] = [];
  const lines = written(isTTY, (progress, at) => {
    progress.begin('work');
    for (const time of [0, 500, 999]) {
      at(time);
      progress.at(() => ({ done: asked.push(time), total: 3 }));
    }
  });
  expect([lines, asked]).toEqual([[], []]);
});

test('the line is taken off once, and comes back where the run goes on', () => {
  const lines = written(true, (progress, at) => {
    at(1000);
    progress.begin('first');
    progress.end();
    progress.end();
    at(2000);
    progress.begin('second');
  });
  expect(lines).toEqual(['\r\x1b[K1.0 s: first', '\r\x1b[K', '\r\x1b[K2.0 s: second', '\r\x1b[K']);
});

const counting = (progress: Progress, at: (milliseconds: number) => void): void => {
  progress.begin('work');
  for (const [k, time] of [500, 1000, 1100, 1200, 5999, 6000].entries()) {
    at(time);
    progress.at(() => ({ where: `item ${k + 1}`, done: k + 1, total: 10 }));
  }
};

test('on a terminal one line changes five times a second, cut to the width, and goes at the end', () => {
  expect(written(true, counting)).toEqual([
    '\r\x1b[K1.0 s, about 4 s left: work, item 2',
    '\r\x1b[K1.2 s, about 2 s left: work, item 4',
    '\r\x1b[K6.0 s, about 6 s left: work, item 5',
    '\r\x1b[K',
  ]);
  const wide = written(true, (progress, at) => {
    at(1000);
    progress.begin('x'.repeat(60));
  });
  expect(wide[0]).toBe(`\r\x1b[K1.0 s: ${'x'.repeat(42)}`);
});

test('elsewhere there is a line every five seconds, and all of them stay', () => {
  expect(written(false, counting)).toEqual([
    'margin-laws: 1.0 s, about 4 s left: work, item 2\n',
    'margin-laws: 6.0 s, about 4 s left: work, item 6\n',
  ]);
});

test('elsewhere a long run says less and less often, so that no pipe is filled', () => {
  const week = 7 * 24 * 3600;
  const lines = written(false, (progress, at) => {
    progress.begin('work');
    for (let second = 1; second <= week; second++) {
      at(1000 * second);
      progress.at(() => ({}));
    }
  });
  expect(lines.length).toBeGreaterThan(50);
  expect(lines.join('').length).toBeLessThan(16_384);
});

test('the time left is that of the part, and without a total there is none', () => {
  const lines = written(false, (progress, at) => {
    progress.begin('first');
    at(100_000);
    progress.begin('second');
    at(110_000);
    progress.at(() => ({ done: 1, total: 13 }));
    at(130_000);
    progress.at(() => ({ where: '7 lines answered' }));
  });
  expect(lines).toEqual([
    'margin-laws: 100.0 s: second\n',
    'margin-laws: 110.0 s, about 2 min left: second\n',
    'margin-laws: 130.0 s: second, 7 lines answered\n',
  ]);
});

test('a flow says its steps and a bracket its rounds, and that they may end before the last', () => {
  const lines = written(false, (progress, at) => {
    progress.begin('gradient flow');
    const onSample = flowPlaces(progress, { maxSteps: 100 });
    for (const time of [0, 0, 500, 2000]) {
      at(time);
      onSample({ margin: 0.25, logSquaredNorm: 3 } as Sample);
    }
    at(10_000);
    progress.begin('any net');
    at(20_000);
    bracketPlaces(progress)({ round: 50, most: 200, gap: 1e-4 });
  });
  expect(lines).toEqual([
    'margin-laws: 2.0 s, at most 2 min left: gradient flow, step 2 of 100: margin 0.250000, ln |theta|^2 = 3.00\n',
    'margin-laws: 10.0 s: any net\n',
    'margin-laws: 20.0 s, at most 30 s left: any net, round 50 of 200: gap 1.0e-4\n',
  ]);
});

test('durations are rounded to what one wants to know', () => {
  const wanted = ['1 s', '89 s', '2 min', '59 min', '1 h 0 min', '2 h 3 min'];
  expect([0.7, 89, 91, 3569, 3571, 7390].map(duration)).toEqual(wanted);
});
