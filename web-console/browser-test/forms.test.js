import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { startServer } from '../test-server/server.js';
import { launchBrowser, openTab } from './browser.js';

/** @type {import('playwright-core').Browser} */
let browser;
/** @type {import('../test-server/server.js').TestServer} */
let server;
/** @type {import('./browser.js').Tab} */
let tab;

beforeAll(async () => {
  browser = await launchBrowser();
});

beforeEach(async () => {
  server = await startServer();
  tab = await openTab(browser);
});

afterEach(async () => {
  expect(tab.problems).toEqual([]);
  await tab.close();
  server.stop();
});

afterAll(() => browser.close());

const button = (/** @type {string} */ name) => tab.page.getByRole('button', { name, exact: true });
const dialog = () => tab.page.getByRole('dialog');

test.each([
  ['you', 'Add key'],
  ['admin/people', 'Add a person'],
])('a private key in the form of /console/%s is not kept', async (path, form) => {
  const privateKey =
    '-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEAAAAA\n-----END OPENSSH PRIVATE KEY-----\n';
  await tab.page.goto(server.address + path);
  await button(form).click();
  const field = dialog().getByLabel('Public key', { exact: true });
  await field.fill(privateKey);
  await dialog().getByText('This was a private key, so the field was emptied.').waitFor();
  expect(await field.inputValue()).toBe('');
  expect(await tab.page.evaluate(() => Object.values(sessionStorage).join())).not.toContain('PRIVATE');
  await dialog().getByRole('button', { name: 'Cancel' }).click();
  await button(form).click();
  expect(await field.inputValue()).toBe('');
  await field.fill('ssh-ed25519 AAAA laptop');
  expect(await dialog().getByText('This was a private key').count()).toBe(0);
});
