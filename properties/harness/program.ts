import { execFile } from 'node:child_process';
import { Readable, Writable } from 'node:stream';
import { promisify } from 'node:util';
import { answerLine } from '../../src/cli/batch.js';
import { run as runProgram } from '../../src/cli/program.js';

export const root = new URL('../../', import.meta.url).pathname;

/** How a run of the program ended, and what it wrote. */
export interface Run {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

/** An output that keeps what is written to it. */
function sink(): { stream: Writable; text: () => string } {
  const parts: Uint8Array[] = [];
  const stream = new Writable({
    write: (chunk: Uint8Array, _, done) => {
      parts.push(chunk);
      done();
    },
  });
  return { stream, text: () => Buffer.concat(parts).toString() };
}

/** The program in this process, as far as that goes: all but signals, pipes and how a process ends. */
export async function run(args: readonly string[], input = ''): Promise<Run> {
  const [out, err] = [sink(), sink()];
  const io = {
    stdin: Readable.from([Buffer.from(input)]),
    stdout: out.stream,
    stderr: err.stream,
    exitCode: 0,
  };
  await runProgram(args, io);
  return { status: io.exitCode, out: out.text(), err: err.text() };
}

/** How node runs the program from its source. */
export const NODE_ARGUMENTS = ['--import', 'tsx', 'src/cli/main.ts'];

/** The program as a user runs it, in a process of its own, which takes a second. */
export async function spawned(args: readonly string[], input = ''): Promise<Run> {
  const child = promisify(execFile)(process.execPath, [...NODE_ARGUMENTS, ...args], { cwd: root });
  child.child.stdin?.end(input);
  try {
    const { stdout, stderr } = await child;
    return { status: 0, out: stdout, err: stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { status: code, out: stdout, err: stderr };
  }
}

/** A line of `batch` that asks for the flow on two points, with what is to be changed in it. */
export const flowLine = (changes: object): string => {
  const dataset = { x: [[1, 0], [-1, 0]], y: [1, -1] }; // prettier-ignore
  return JSON.stringify({ id: 1, command: 'flow', leak: 0.5, dataset, ...changes });
};

/** The answer to a line of `batch`. */
export const ask = async (line: string): Promise<Record<string, unknown>> =>
  JSON.parse(await answerLine(line)) as Record<string, unknown>;
