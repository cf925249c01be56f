import { randomUUID } from 'node:crypto';
import { realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';

/**
 * Writes a file of a folder that is there, so that it is never half there: a run that is killed leaves what stood there before, and one that has no
 * room leaves nothing beside it. A link keeps pointing where it points; a device or a pipe takes the text as it comes.
 */
export function writeWhole(path: string, text: string): void {
  const there = statSync(path, { throwIfNoEntry: false });
  if (there !== undefined && !there.isFile()) {
    writeFileSync(path, text);
    return;
  }
  const target = there === undefined ? path : realpathSync(path);
  const draft = `${target}.${randomUUID()}`;
  try {
    writeFileSync(draft, text);
    renameSync(draft, target);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}
