/** What the command line takes where nothing is said. Light on purpose: help and bad usage need it, and nothing that computes. */

/** Of a start that is drawn. */
export const DEFAULTS = { width: 4, init: 'gaussian', logSigma: -40, seed: 1 } as const;

/** Where the command line says nothing. */
export const DEFAULT_LEAK = 0.5;

/** The keys of a start that is drawn. */
export const DRAWN = ['width', 'init', 'logSigma', 'seed'];

/** A key as the command line spells it. */
export const optionOf = (key: string): string => `--${key.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`)}`;
