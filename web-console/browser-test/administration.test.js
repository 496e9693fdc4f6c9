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

test('the removal of an account is reported as requested', async () => {
  await actionOfBob('Remove');
  await dialog().getByLabel('Images', { exact: true }).selectOption('keep');
  await dialog().getByText('These images are kept as base images').waitFor();
  expect(await dialog().getByRole('list').first().innerText()).not.toContain('lab:1');
  await dialog().getByLabel('Write the account name').fill('bob');
  await dialog().getByRole('button', { name: 'Remove' }).click();
  await tab.page.getByText('Remove bob: requested, in progress').waitFor();
});

test('the page of a removed account offers no actions', async () => {
  await tab.page.goto(`${server.address}admin/people/mia`);
  await tab.page.getByText('removed', { exact: true }).waitFor();
  expect(await tab.page.locator('#content').getByRole('button').count()).toBe(0);
});

test('an import names the wrong lines of the file, and keeps the passwords until they are copied', async () => {
  await tab.page.goto(`${server.address}admin/people`);
  await button('Import').click();
  const table = dialog().getByRole('textbox');
  await table.fill('name;displayName\nAda;A\nbob;B\n\nCarl;C\n');
  await dialog().getByRole('button', { name: 'Check' }).click();
  await dialog().getByText('2 lines are rejected.').waitFor();
  for (const row of ['2 Ada reject', '5 Carl reject']) await dialog().getByRole('row', { name: row }).waitFor();
  expect(await tab.page.getByText('Import people from a table: done').count()).toBe(0);
  expect(await dialog().getByRole('button', { name: 'Import', exact: true }).isDisabled()).toBe(true);
  await table.fill('name;displayName\nada;A\n');
  await dialog().getByRole('button', { name: 'Check' }).click();
  await dialog().getByRole('row', { name: '2 ada create' }).waitFor();
  /** @type {() => void} */
  let answer = () => undefined;
  const permitted = new Promise((resolve) => (answer = () => resolve(undefined)));
  await tab.page.route('**/v1/bulk/users*', async (route) => {
    await permitted;
    await route.continue();
  });
  await dialog().getByRole('button', { name: 'Import', exact: true }).click();
  await expect.poll(() => dialog().getByRole('button', { name: 'Cancel' }).isDisabled()).toBe(true);
  await tab.page.keyboard.press('Escape');
  await tab.page.mouse.click(5, 5);
  await tab.page.keyboard.press('Control+k');
  await table.fill('name;displayName\nada;Ada\n');
  answer();
  await dialog().getByText('abcde-ada').waitFor();
  expect(await dialog().count()).toBe(1);
  await tab.page.keyboard.press('Escape');
  await tab.page.mouse.click(5, 5);
  await dialog().getByText('abcde-ada').waitFor();
  const download = tab.page.waitForEvent('download');
  await dialog().getByRole('button', { name: 'Save passwords as CSV' }).click();
  expect((await download).suggestedFilename()).toBe('passwords.csv');
  // The file may be there before the dialog may be closed.
  await expect
    .poll(async () => {
      await tab.page.keyboard.press('Escape');
      return dialog().count();
    })
    .toBe(0);
});

test('base images that only hosts offer are named', async () => {
  await tab.page.goto(`${server.address}admin/base-images`);
  await tab.page.getByText('Hosts also offer, by their own configuration: plain:12.').waitFor();
});

test('registries are permitted, changed and forbidden', async () => {
  await tab.page.goto(`${server.address}admin/base-images`);
  const registries = tab.page.getByRole('list', { name: 'Registries' });
  await button('Permit a registry').click();
  await dialog().getByLabel('Registry', { exact: true }).fill('hub.example:5000');
  await dialog().getByLabel('Other servers').fill('auth.example');
  await dialog().getByText('DCM would accept this.').waitFor();
  await dialog().getByRole('button', { name: 'Permit a registry' }).click();
  await registries.getByText('pull and push · with auth.example').waitFor();
  await button('Change hub.example:5000').click();
  await dialog().getByLabel('Users may pull, but not push').check();
  await dialog().getByRole('button', { name: 'Change', exact: true }).click();
  await registries.getByText('pull only · with auth.example').waitFor();
  await button('Forbid hub.example:5000').click();
  await dialog().getByText('DCM would accept this.').waitFor();
  await dialog().getByRole('button', { name: 'Forbid', exact: true }).click();
  await expect.poll(() => registries.getByRole('listitem').count()).toBe(1);
  await registries.getByText('registry.lab.example').waitFor();
});

test('the details of an audit entry have a button to close them', async () => {
  await tab.page.goto(`${server.address}admin/audit`);
  await tab.page.getByRole('row', { name: 'suspend-account' }).press('Enter');
  await dialog().getByRole('button', { name: 'Close' }).click();
  await expect.poll(() => dialog().count()).toBe(0);
});

test('the dialogs of administrators show beforehand what would be rejected', async () => {
  await tab.page.goto(`${server.address}admin/groups`);
  await button('Actions for students').click();
  await tab.page.getByRole('menuitem', { name: 'Remove the group' }).click();
  await dialog().getByText('DCM would reject this:').waitFor();
  await dialog().getByText('The group students has 1 member.').waitFor();
  await dialog().getByText('Rule: The group has members (group-in-use)').waitFor();
  await actionOfBob('Hand over');
  expect(await dialog().getByText('DCM would').count()).toBe(0);
  await tab.page.goto(`${server.address}admin/hosts`);
  await button('Actions for n1').click();
  await tab.page.getByRole('menuitem', { name: 'Cordon', exact: true }).click();
  await dialog().getByText('DCM would accept this.').waitFor();
});

test('rejections and records in quarantine appear in the open overview', async () => {
  await tab.page.goto(`${server.address}admin`);
  await tab.page.getByText('No request was rejected.').waitFor();
  await tab.page.getByText('All records were processed.').waitFor();
  await tab.page.getByText('https://id.lab.example').waitFor();
  server.world.record('grant-preset', 'refused');
  server.world.setAside('dcm.intents-17@4711');
  await tab.page.getByText('bob · grant-preset').waitFor();
  await tab.page.getByText('dcm.intents-17@4711').waitFor();
});

test('an account is bound to another sign-in, and moved to another host', async () => {
  await actionOfBob('Change the sign-in');
  await dialog().getByText('bob is bound to no sign-in yet.').waitFor();
  await dialog().getByLabel('Bind to').selectOption('subject');
  await dialog().getByLabel('Subject (claim sub)').fill('5f1c');
  await dialog().getByRole('button', { name: 'Change the sign-in' }).click();
  await tab.page.getByText('Change the sign-in bob: done').waitFor();
  await actionOfBob('Move to another host');
  await dialog().getByText('lose all files outside of the home directories').waitFor();
  await dialog().getByLabel('New host').selectOption('n1');
  await dialog().getByRole('button', { name: 'Move to another host' }).click();
  await tab.page.getByText('Move to another host bob: requested, in progress').waitFor();
  const changes = server.world.requests.map(({ method, path }) => `${method} ${path}`);
  expect(changes).toEqual(['PUT /v1/users/bob/sign-in', 'PUT /v1/users/bob/home-host']);
});
