import type { Command } from 'commander';
import { check, checkJson, checkStatus, checkText } from './check.js';
import { print } from './output.js';
import { addStartCommand } from './start-command.js';

/** Adds `check` to the program. */
export function addCheck(root: Command): void {
  addStartCommand(root, {
    name: 'check',
    description: "which assumptions the data meets, which claims apply, and the flow's margin against both optima",
    find: check,
    say: (found, { json }) => {
      print(checkJson(found), () => checkText(found), json);
      process.exitCode = checkStatus(found);
    },
  });
}
