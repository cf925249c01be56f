import { readdirSync, readFileSync, writeFileSync } from 'node:fs';

/** What the code reads and writes after `lighten`, as `$on`. */
export interface Switches {
  /** The number of the mutant that is on; NaN where none is. */
  id: number;
  /** By number, whether a mutant was come by; where this is looked at. */
  met: Uint8Array;
}

const COVER = /\bstryCov_\w+\(((?:"\d+"(?:, )?)+)\)(, |;)/g;
/** All but what stands for the condition of a loop or the block of one: those go on asking, and so count its rounds. */
const ASK = /\bstryMutAct_\w+\("(\d+)"\) \?(?! false\b)/g;
const FIRST_LINE = '// @ts-nocheck';

/**
 * Instrumented code without the functions that it calls at every step, which made the inner loops of the flow thirty times slower: it looks itself whether a
 * mutant is on and, if asked, notes in a table which it came by.
 */
function light(text: string, namespace: string, covers: boolean): string {
  const note = (ids: string): string =>
    ids
      .split(', ')
      .map((id) => `$on.met[${id.slice(1, -1)}] = `)
      .join('');
  return text
    .replace(COVER, (_, ids: string, end: string) => (covers ? `${note(ids)}1${end}` : ''))
    .replace(ASK, '$$on.id === $1 ?')
    .replace(FIRST_LINE, `${FIRST_LINE}\nconst $on = globalThis.${namespace}.switches;`);
}

const sourcesIn = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    return entry.isDirectory() ? sourcesIn(path) : path.endsWith('.ts') ? [path] : [];
  });

/** The instrumented files of a folder, to be written in either form. */
export class LightCode {
  private readonly texts: ReadonlyMap<string, string>;

  constructor(
    folder: string,
    private readonly namespace: string,
  ) {
    const texts = sourcesIn(folder).map((path): [string, string] => [path, readFileSync(path, 'utf8')]);
    this.texts = new Map(texts.filter(([, text]) => text.includes('stryMutAct_')));
  }

  /** The file of each mutant, by its number. */
  files(): string[] {
    const files: string[] = [];
    for (const [path, text] of this.texts)
      for (const [, id] of text.matchAll(/\bstryMutAct_\w+\("(\d+)"\)/g)) files[Number(id)] = path;
    return files;
  }

  write(covers: boolean): void {
    for (const [path, text] of this.texts) writeFileSync(path, light(text, this.namespace, covers));
  }
}
