import type { Readable, Writable } from 'node:stream';

/** What the program needs of a process: `process` itself, or streams of a test's own. */
export interface Io {
  readonly stdin: Readable;
  readonly stdout: Writable & Terminal;
  readonly stderr: Writable & Terminal;
  /** The exit status; nothing sets it where that is 0. */
  exitCode?: number | string | null | undefined;
}

/** What is known of an output that is a terminal. */
interface Terminal {
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/** Exit statuses of the interface; `internal` is a bug of ours, `output` an output that takes no more. */
export const EXIT = { done: 0, refuted: 1, badInput: 2, undecided: 3, internal: 70, output: 74 } as const;

/** Ends the program when its output goes away: quietly for a closed pipe, with one sentence otherwise. */
export function guardOutput(): void {
  process.stdout.on('error', ({ code, message }: NodeJS.ErrnoException) => {
    if (code === 'EPIPE') process.exit(EXIT.done);
    process.stderr.write(`margin-laws: the output cannot be written (${code ?? message})\n`);
    process.exit(EXIT.output);
  });
}

const [NARROWEST, WIDEST] = [80, 140];

/** Columns to print for: the terminal's, within what tables can use; 120 where there is none. */
export const outputWidth = ({ columns = 120 }: Terminal): number => Math.min(Math.max(columns, NARROWEST), WIDEST);

/** The answer on standard output: the value as one JSON document, or the text for people. */
export const print = ({ stdout }: Io, value: unknown, text: () => string, asJson: boolean | undefined): void => {
  stdout.write(`${asJson === true ? JSON.stringify(value) : text()}\n`);
};

/** "1 point", "2 points". */
export const plural = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`;
