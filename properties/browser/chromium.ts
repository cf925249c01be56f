import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium, type Browser } from 'playwright-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];

/** CHROMIUM, or the first browser on PATH. Throws where there is none, and says how to come by one. */
function path(): string {
  const { CHROMIUM = '', PATH = '' } = process.env;
  const places = PATH.split(delimiter).flatMap((folder) => NAMES.map((name) => join(folder, name)));
  const found = CHROMIUM === '' ? places.find((place) => existsSync(place)) : CHROMIUM;
  if (found === undefined || !existsSync(found)) {
    const looked =
      CHROMIUM === '' ? `${NAMES.join(', ')} are not on PATH` : `CHROMIUM is ${CHROMIUM}, which does not exist`;
    throw new Error(`${looked}: install Chromium (Debian: apt-get install chromium) or set CHROMIUM to its path`);
  }
  return found;
}

/** A headless browser without a sandbox, which containers do not grant: it sees no page but ours. */
export const launch = (): Promise<Browser> => chromium.launch({ executablePath: path(), args: ['--no-sandbox'] });
