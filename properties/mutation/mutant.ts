import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import type { MutantResult } from '@stryker-mutator/api/core';

/** A mutant by its words, so that it is the same one whatever is added above it. */
export interface Mutant {
  /** From the root of the project. */
  readonly file: string;
  /** The line of code on which it begins, trimmed. */
  readonly line: string;
  /** `original -> replacement`, each in one line and cut to 60 characters. */
  readonly change: string;
  /** Counted from 1. */
  readonly lineNumber: number;
  /** Which one it is of those in the file with this line and this change, in their order, counted from 1. */
  readonly nth: number;
  readonly status: MutantResult['status'];
  /** The test that killed it first. */
  readonly killer?: string;
}

const LONGEST = 60;
const short = (text: string): string => {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length <= LONGEST ? line : `${line.slice(0, LONGEST - 3)}...`;
};

/** The mutants of a run, in the order of the code. */
export function describeMutants(results: readonly MutantResult[], root: string): Mutant[] {
  const texts = new Map<string, string[]>();
  const seen = new Map<string, number>();
  const inOrder = [...results].sort(
    (a, b) =>
      (a.fileName < b.fileName ? -1 : a.fileName > b.fileName ? 1 : 0) ||
      a.location.start.line - b.location.start.line ||
      a.location.start.column - b.location.start.column ||
      a.location.end.line - b.location.end.line ||
      a.location.end.column - b.location.end.column ||
      // those of one place, in the order in which they were run, may be alike but for what is cut off
      ((a.replacement ?? '') < (b.replacement ?? '') ? -1 : 1),
  );
  return inOrder.map((result) => {
    const { fileName, location, replacement = '', status, killedBy } = result;
    const lines = texts.get(fileName) ?? readFileSync(fileName, 'utf8').split('\n');
    texts.set(fileName, lines);
    const { start, end } = location;
    const covered = lines.slice(start.line - 1, end.line); // lines and columns are counted from 1
    covered[covered.length - 1] = covered[covered.length - 1].slice(0, end.column - 1);
    covered[0] = covered[0].slice(start.column - 1);
    const file = relative(root, fileName);
    const line = lines[start.line - 1].trim();
    const change = `${short(covered.join('\n'))} -> ${short(replacement)}`;
    const key = JSON.stringify([file, line, change]);
    const nth = (seen.get(key) ?? 0) + 1;
    seen.set(key, nth);
    const killer = killedBy?.[0];
    return { file, line, change, lineNumber: start.line, nth, status, ...(killer !== undefined && { killer }) };
  });
}

/** A test failed, or did not come to an end. */
export const isDetected = ({ status }: Mutant): boolean => status === 'Killed' || status === 'Timeout';
