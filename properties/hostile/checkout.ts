import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const PARTS = ['src', 'properties', 'fixtures', 'package.json', 'package-lock.json', 'vitest.config.ts'];

/** The environment of a shell, not of a test. */
const environment = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !/^(VITEST|FC_|CAMPAIGN|NODE_ENV|TEST|MODE|DEV|PROD)/.test(name)),
);

export interface Ended {
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
}

/** A program that runs, and what it came to. */
export interface Started {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
}

/** A checkout of its own, in which a test may change and break what it likes. */
export class Checkout {
  readonly folder = mkdtempSync(join(tmpdir(), 'margin-laws-'));
  private readonly started: ChildProcess[] = [];

  constructor() {
    for (const part of PARTS) cpSync(join(ROOT, part), this.at(part), { recursive: true });
    // with a slash, node_modules/ ignores a folder and not a link
    writeFileSync(this.at('.gitignore'), 'node_modules\nreports/\n');
    symlinkSync(join(ROOT, 'node_modules'), this.at('node_modules'));
    this.git('init', '--quiet');
  }

  at(path: string): string {
    return join(this.folder, path);
  }

  git(...args: string[]): string {
    const nobody = ['-c', 'user.name=nobody', '-c', 'user.email=nobody@localhost'];
    return execFileSync('git', [...nobody, ...args], { cwd: this.folder, encoding: 'utf8' });
  }

  commit(): void {
    this.git('add', '--all');
    this.git('commit', '--quiet', '--message', 'a copy');
  }

  /** Starts a program, in the checkout or another folder. */
  start(command: string, args: readonly string[], env: NodeJS.ProcessEnv = {}, cwd = this.folder): Started {
    const child = spawn(command, args, { cwd, env: { ...environment, ...env } });
    this.started.push(child);
    let [out, err] = ['', ''];
    child.stdout.on('data', (data) => (out += String(data)));
    child.stderr.on('data', (data) => (err += String(data)));
    return { child, ended: once(child, 'close').then(([status]) => ({ status: status as number | null, out, err })) };
  }

  remove(): void {
    for (const child of this.started) child.kill('SIGKILL');
    rmSync(this.folder, { recursive: true, force: true });
  }
}

export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 50));
}
