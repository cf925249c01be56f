import type { Sample } from '../flow/flow.js';

/** Milliseconds before a run is worth a line, and between lines: on a terminal, which shows the last one, and elsewhere. */
const [PATIENCE, ON_TERMINAL, ELSEWHERE] = [1000, 200, 5000];

/** As much of a terminal, or of another stream, as a line needs. */
type Stream = Pick<NodeJS.WriteStream, 'isTTY' | 'columns'> & { write(text: string): unknown };

export interface Progress {
  readonly onSample: (sample: Sample) => void;
  /** Takes the line off a terminal. */
  readonly end: () => void;
}

/** Says how far a flow has come: from its second second on, in one line that changes on a terminal, in a few lines elsewhere. */
export function createProgress(stream: Stream): Progress {
  const start = performance.now();
  let due = start + PATIENCE;
  // the start and the end of the closed form are samples too
  let steps = -2;
  let shown = false;
  return {
    onSample: ({ margin, logSquaredNorm }) => {
      steps++;
      const now = performance.now();
      if (now < due) return;
      due = now + (stream.isTTY ? ON_TERMINAL : ELSEWHERE);
      const where = `margin ${margin.toPrecision(6)}, ln |theta|^2 = ${logSquaredNorm.toFixed(2)}`;
      const line = `${((now - start) / 1000).toFixed(1)} s: ${steps} steps, ${where}`;
      stream.write(stream.isTTY ? `\r\x1b[K${line.slice(0, stream.columns - 1)}` : `margin-laws: ${line}\n`);
      shown = true;
    },
    end: () => {
      if (shown && stream.isTTY) stream.write('\r\x1b[K');
    },
  };
}
