// The built console in Chromium. Every violation of the content security policy and every error on the page fails a test.
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { chromium } from 'playwright-core';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {{ page: Page, problems: string[], close: () => Promise<void> }} Tab */

/** @type {() => Promise<import('playwright-core').Browser>} */
export function launchBrowser() {
  return chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] });
}

/** @type {(browser: import('playwright-core').Browser, options?: { theme?: 'light' | 'dark', width?: number }) => Promise<Tab>} */
export async function openTab(browser, { theme = 'light', width = 1280 } = {}) {
  const context = await browser.newContext({ colorScheme: theme, viewport: { width, height: 800 } });
  const page = await context.newPage();
  /** @type {string[]} */
  const problems = [];
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('console', (message) => {
    const text = message.text();
    if (text.includes('Content Security Policy') || text.includes('TrustedHTML')) problems.push(text);
  });
  return { page, problems, close: () => context.close() };
}

/** The violations of accessibility rules on a page, one line each. @type {(page: Page) => Promise<string[]>} */
export async function violations(page) {
  // The protocol's evaluation is not subject to the page's policy, unlike a script element.
  await page.evaluate(axeSource);
  return page.evaluate(async () => {
    const { axe } = /** @type {{ axe: typeof import('axe-core') }} */ (/** @type {unknown} */ (window));
    const { violations: found } = await axe.run(document, { resultTypes: ['violations'] });
    return found.map(
      ({ id, nodes }) => `${id}: ${nodes.map((node) => `${node.html} ${node.failureSummary ?? ''}`).join(' | ')}`,
    );
  });
}
