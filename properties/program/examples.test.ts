import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const root = new URL('../../', import.meta.url).pathname;
const readme = readFileSync(`${root}README.md`, 'utf8');

/** The programs of the README, each there with what it prints: its seed is a part of it, and what a fresh one finds is tested in check.test.ts. */
for (const name of readdirSync(`${root}properties/examples`)) {
  test(`the README has ${name} and what it prints`, { timeout: 120_000 }, async () => {
    const file = `properties/examples/${name}`;
    const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', file], { cwd: root });
    const blocks = [`\`\`\`ts\n${readFileSync(`${root}${file}`, 'utf8')}\`\`\`\n`, `\`\`\`\n${stdout}\`\`\`\n`];
    // the whole README would be in the way of the difference
    expect(blocks.filter((block) => !readme.includes(block))).toEqual([]);
  });
}
