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

/** Opens an action of bob's menu. @param {string} action */
async function actionOfBob(action) {
  await tab.page.goto(`${server.address}admin/people`);
  await button('Actions for bob').click();
  await tab.page.getByRole('menuitem', { name: action, exact: true }).click();
}

test('the form of a transfer says what the receiver gets', async () => {
  await actionOfBob('Hand over');
  await dialog().getByLabel('What', { exact: true }).selectOption({ label: 'Container lab' });
  await dialog().getByText('with a new SSH port').waitFor();
  await dialog().getByText('count against the receiver’s quota').waitFor();
  await dialog().getByLabel('Receiver').fill('alice');
  await dialog().getByRole('button', { name: 'Hand over' }).click();
  await tab.page.getByText('Hand over lab: done').waitFor();
});
