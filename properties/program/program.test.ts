import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { NODE_ARGUMENTS, root, spawned } from '../harness/program.js';

const LINE = '{"id":1,"command":"margin","dataset":{"x":[[1]],"y":[1]}}\n';
const ANSWER = '{"id":1,"separable":true,"gamma":1,"gammaSquared":"1","separator":[1],"support":[0],';

/** The program with its pipes, or with standard output elsewhere. */
const started = (args: readonly string[], stdout: 'pipe' | number = 'pipe'): ChildProcess =>
  spawn(process.execPath, [...NODE_ARGUMENTS, ...args], { cwd: root, stdio: ['pipe', stdout, 'pipe'] });

/** The exit status and the signal that ended it, and what it said, but for how far it was: a busy machine makes any run long. */
async function ended(child: ChildProcess): Promise<unknown[]> {
  let err = '';
  child.stderr?.on('data', (chunk: Buffer) => (err += chunk.toString()));
  const [status, signal] = (await once(child, 'close')) as [number | null, string | null];
  return [status, signal, err.replace(/^margin-laws: [\d.]+ s[,:] .*\n/gm, '')];
}

// each takes a second of its own, so they run side by side
describe.concurrent('the program in a process of its own', () => {
  test('reads standard input, writes the answer and nothing else, and exits with 0', async () => {
    const { status, out, err } = await spawned(['margin', '-'], '3,4,1\n4,3,1\n');
    expect([status, err]).toEqual([0, '']);
    expect(out).toContain('gamma*^2    49/2 exactly');
  });

  test('bad input is exit status 2 and one line', async () => {
    expect(await spawned(['margin', '-'], '1,2\n')).toEqual({
      status: 2,
      out: '',
      err: 'margin-laws: standard input: line 1, column 2: the label is "2", expected 1 or -1\n',
    });
  });

  test('what stays undecided is exit status 3, with its answer', async () => {
    // symmetric, with a margin at the rounding of the points
    const { status, out } = await spawned(
      ['network-margin', '-', '--json'],
      '1e-14,1,1\n1e-14,-1,1\n-1e-14,-1,-1\n-1e-14,1,-1\n',
    );
    expect([status, Object.keys(JSON.parse(out) as object)]).toEqual([3, ['lower', 'upper', 'gap', 'network', 'why']]);
  });

  test('batch answers a line before the next one is there, and a signal ends it', async () => {
    const child = started(['batch']);
    const end = ended(child);
    child.stdin?.write(LINE);
    const [first] = (await once(child.stdout as NonNullable<typeof child.stdout>, 'data')) as [Buffer];
    expect(first.toString()).toMatch(/^\{"id":1,.*\}\n$/);
    expect(first.toString()).toContain(ANSWER);
    child.kill('SIGINT');
    expect(await end).toEqual([null, 'SIGINT', '']);
  });

  test('a reader that goes away ends batch quietly', async () => {
    const child = started(['batch']);
    const end = ended(child);
    child.stdin?.on('error', () => undefined); // the pipe that we write to closes when it ends
    child.stdin?.write(LINE);
    await once(child.stdout as NonNullable<typeof child.stdout>, 'data');
    child.stdout?.destroy();
    child.stdin?.write(LINE.repeat(1000));
    expect(await end).toEqual([0, null, '']);
  });

  test('a disk that is full is exit status 74 and one line', async () => {
    const full = openSync('/dev/full', 'w');
    const child = started(['margin', '-'], full);
    closeSync(full);
    const end = ended(child);
    child.stdin?.end('1,1\n');
    expect(await end).toEqual([74, null, 'margin-laws: the output cannot be written (ENOSPC)\n']);
  });
});
