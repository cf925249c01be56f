/// <reference lib="dom" />
import axe from 'axe-core';
import type { Page } from 'playwright-core';

/** What axe says of a page as it is now. */
export interface Accessibility {
  /** Each rule that is broken seriously, with the elements that break it. */
  readonly grave: readonly string[];
  /** The rules that it passes: what was looked at. */
  readonly passed: readonly string[];
}

export async function accessibility(page: Page): Promise<Accessibility> {
  await page.evaluate(axe.source);
  const { violations, passes } = await page.evaluate(() =>
    (globalThis as unknown as { axe: typeof axe }).axe.run({ resultTypes: ['violations'] }),
  );
  const grave = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  const elements = ({ nodes }: (typeof grave)[number]): string => nodes.map(({ html }) => html).join(' ');
  return {
    grave: grave.map((rule) => `${rule.id}: ${elements(rule).slice(0, 300)}`),
    passed: passes.map(({ id }) => id),
  };
}
