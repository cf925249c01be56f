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
export const outputWidth = (): number => Math.min(Math.max(process.stdout.columns ?? 120, NARROWEST), WIDEST);

/** The answer on standard output: the value as one JSON document, or the text for people. */
export const print = (value: unknown, text: () => string, asJson: boolean | undefined): void => {
  process.stdout.write(`${asJson === true ? JSON.stringify(value) : text()}\n`);
};

/** "1 point", "2 points". */
export const plural = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`;
