import { check, checkJson, checkPage, checkStatus, checkText, type Check } from './check.js';
import { EXIT, print } from './output.js';
import type { StartWork } from './start-work.js';

/** What `check` does. */
export const checkCommand: StartWork<Check> = {
  find: check,
  page: (found, name) => checkPage(name, found),
  say: (io, found, { json }) => {
    print(io, checkJson(found), () => checkText(found), json);
    const status = checkStatus(found);
    if (status !== EXIT.done) io.exitCode = status;
  },
};
