/*
 * The package cli-progress does not do this: off a terminal it draws from a timer alone, which a computation that does not yield never lets fire; it
 * draws at once, so that every short run flickers; and it has no line for a run whose end is not known.
 */

/** Milliseconds before a run is worth a line, and between lines: on a terminal, which shows the last one, and elsewhere. */
const [PATIENCE, ON_TERMINAL, ELSEWHERE] = [1000, 200, 5000];
/** Elsewhere at least this share of the run lies between lines: in a week some hundred are written, which no pipe that nobody reads is filled by. */
const SPARSER = 0.1;

/** As much of a terminal, or of another stream, as a line needs. */
export interface LineStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/** How far a part of a run has come. */
export interface Place {
  /** In words. */
  readonly where?: string;
  /** What is done of the part, in the units of `total`: with both, the time left is said. */
  readonly done?: number;
  readonly total?: number;
  /** Whether the part may end long before its total. */
  readonly early?: boolean;
}

/** What a run says of itself. */
export interface Progress {
  /** A part begins, from which on the time left is reckoned. */
  readonly begin: (part: string) => void;
  /** A place in the part; it is only asked for where a line is due. */
  readonly at: (place: () => Place) => void;
  /** Takes the line off a terminal, until the next one is due. */
  readonly end: () => void;
}

/** A time in a few characters, rounded. */
export function duration(seconds: number): string {
  if (seconds < 90) return `${Math.round(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** Takes what stands on a terminal's last line away. */
export const ERASE = '\r\x1b[K';

/** One line that changes, cut to the width of a terminal, or a line of its own elsewhere. */
export const writeLine = (stream: LineStream, line: string, prefix = ''): void => {
  stream.write(stream.isTTY ? `${ERASE}${line.slice(0, (stream.columns || 80) - 1)}` : `${prefix}${line}\n`);
};

/** ", about 12 s left" of a part that has taken `seconds`, where it is known how far it is. */
function timeLeft(seconds: number, { done = 0, total, early = false }: Place): string {
  if (total === undefined || done <= 0) return '';
  return `, ${early ? 'at most' : 'about'} ${duration((seconds / done) * (total - done))} left`;
}

/** Says what a run is at, how far it is and how long is left: from its second second on, in one line that changes on a terminal, in a few lines elsewhere. */
export function createProgress(stream: LineStream, now = (): number => performance.now()): Progress {
  const start = now();
  let due = start + PATIENCE;
  let [part, begun] = ['', start];
  let shown = false;
  const at = (place: () => Place): void => {
    const time = now();
    if (time < due) return;
    due = time + (stream.isTTY ? ON_TERMINAL : Math.max(ELSEWHERE, SPARSER * (time - start)));
    const found = place();
    const said = found.where === undefined ? part : `${part}, ${found.where}`;
    // the time left comes first: a narrow terminal cuts the end
    const times = `${((time - start) / 1000).toFixed(1)} s${timeLeft((time - begun) / 1000, found)}`;
    writeLine(stream, `${times}: ${said}`, 'margin-laws: ');
    shown = true;
  };
  return {
    at,
    begin: (name) => {
      [part, begun] = [name, now()];
      at(() => ({}));
    },
    end: () => {
      if (shown && stream.isTTY) stream.write(ERASE);
      shown = false;
    },
  };
}
