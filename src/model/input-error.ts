/** Bad input from outside: one sentence that names what was given, what was expected and where. */
export class InputError extends Error {
  /** Tells it from other errors. */
  override readonly name = 'InputError';
  /**
   * @param code a stable word for programs: `ragged`, `label`, `not-a-number`, ...
   * @param path where in the input, such as `dataset.x[1]`; empty when it concerns the whole input
   */
  constructor(
    readonly code: string,
    message: string,
    readonly path: string = '',
  ) {
    super(message);
  }
}

/** A value as an error message quotes it: JSON, cut to a readable length. */
export function quote(value: unknown): string {
  const plain = typeof value === 'number' || value === undefined;
  const text = plain ? String(value) : JSON.stringify(value, (_, v: unknown) => (typeof v === 'bigint' ? `${v}n` : v));
  return text.length <= 40 ? text : `${text.slice(0, 37)}...`;
}
