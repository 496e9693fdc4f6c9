import { readFileSync } from 'node:fs';
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

const row = (/** @type {string} */ name) => tab.page.getByRole('row', { name });

test('a change at the server appears in the open page', async () => {
  await tab.page.goto(server.address);
  await row('web-1').waitFor();
  server.world.create('from-elsewhere');
  await row('from-elsewhere').waitFor();
  const container = server.world.container('from-elsewhere');
  if (container) server.world.remove(container);
  await expect.poll(() => row('from-elsewhere').count()).toBe(0);
});

test('changes during a lost connection are there after the reconnection', async () => {
  await tab.page.goto(server.address);
  const activity = await tab.page.context().newPage();
  await activity.goto(`${server.address}activity`);
  for (const page of [tab.page, activity]) await page.getByText('Live ·').waitFor();
  server.dropConnections();
  server.world.create('meanwhile');
  server.world.request('create-container', 'meanwhile');
  await tab.page.getByText('Not current since').waitFor();
  for (const page of [tab.page, activity]) {
    await page.getByText('Live ·').waitFor();
    await page.getByRole('row', { name: 'meanwhile' }).waitFor();
    expect(await page.getByRole('row', { name: 'meanwhile' }).count()).toBe(1);
  }
});

test.each(/** @type {const} */ (['user', 'administrator']))(
  'a request of a %s that was made elsewhere appears in the open list',
  async (role) => {
    server.stop();
    server = await startServer({ role });
    await tab.page.goto(`${server.address}activity`);
    await tab.page.getByText('Live ·').waitFor();
    server.world.request('stop-container', 'web-1');
    await row('Stop a container').getByText('done').waitFor();
    await row('Stop a container').getByText('account/alice').waitFor();
  },
);

test('an entry of the audit appears in the open page, unless it does not match the filter', async () => {
  await tab.page.goto(`${server.address}admin/audit?action=resume-account`);
  await tab.page.getByText('Live ·').waitFor();
  await row('suspend-account').waitFor();
  server.world.record('reset-password');
  server.world.record('resume-account');
  await row('resume-account').waitFor();
  expect(await row('reset-password').count()).toBe(0);
});

test('the export of the audit contains entries that are not loaded', async () => {
  for (let i = 0; i < 1200; i++) server.world.record('create-container');
  await tab.page.goto(`${server.address}admin/audit`);
  await tab.page.getByText('200 rows').waitFor();
  const download = tab.page.waitForEvent('download');
  await tab.page.getByRole('button', { name: 'Export' }).click();
  const file = await (await download).path();
  expect(readFileSync(file, 'utf8').trim().split('\n')).toHaveLength(1201);
});

test('a server without changes is said to be not live, and lists are read again', async () => {
  server.stop();
  server = await startServer({ changes: false });
  await tab.page.goto(server.address);
  await tab.page.getByText('this server sends no changes').waitFor();
  server.world.create('polled');
  await row('polled').waitFor({ timeout: 15_000 });
});

test('selected and visible containers are stopped, others are skipped with the reason', async () => {
  await tab.page.goto(server.address);
  await row('web-1').getByRole('checkbox').check();
  await row('web-2').getByRole('checkbox').check();
  expect(tab.page.url()).toContain('selected=');
  await tab.page.getByRole('button', { name: 'Stop', exact: true }).click();
  const dialog = tab.page.getByRole('dialog');
  await dialog.getByText('web-2 is stopped. Only a running or paused container can be stopped.').waitFor();
  await dialog.getByRole('button', { name: 'Stop' }).click();
  await row('web-1').getByText('stopped').waitFor();
  expect(server.world.requests.map(({ path }) => path)).toEqual(['/v1/containers/31001/stop']);
  expect(server.world.requests[0]?.key).toMatch(/^[0-9a-f]{32}$/);
});

test('rows that the filter hides are left out of a bulk action', async () => {
  await tab.page.goto(server.address);
  await row('web-1').getByRole('checkbox').check();
  await tab.page.getByRole('searchbox').fill('web-2');
  await tab.page.getByText('1 selected row is hidden by the filter').waitFor();
  expect(await tab.page.getByRole('button', { name: 'Stop', exact: true }).isDisabled()).toBe(true);
});

test('the form of a new container shows the decision and creates it', async () => {
  await tab.page.goto(`${server.address}new`);
  await tab.page.getByLabel('Image', { exact: true }).fill('debian-ssh:13');
  await tab.page.getByLabel('Name', { exact: true }).fill('shop');
  await tab.page.getByText('Left afterwards: 6 containers').waitFor();
  await tab.page.getByLabel('CPUs', { exact: true }).fill('9');
  await tab.page.getByText('Your account can have 8 CPUs. Ask for fewer.').waitFor();
  await tab.page.getByLabel('CPUs', { exact: true }).fill('2');
  await tab.page.getByText('Left afterwards').waitFor();
  await tab.page.getByText('Equivalent commands').click();
  await tab.page.getByText('ssh -p 2222 alice@localhost create debian-ssh:13 --name shop --cpus 2').waitFor();
  await tab.page.getByRole('button', { name: 'Create', exact: true }).click();
  await row('shop').waitFor();
});

test('the form of a new image shows the decision', async () => {
  await tab.page.goto(server.address);
  await tab.page.getByRole('button', { name: 'Actions for web-1' }).click();
  await tab.page.getByRole('menuitem', { name: 'Create image' }).click();
  const dialog = tab.page.getByRole('dialog');
  await dialog.getByText('DCM would accept this. Left afterwards: 18 images').waitFor();
  await dialog.getByLabel('Name', { exact: true }).fill('tools');
  await dialog.getByText('DCM would reject this:').waitFor();
  await dialog.getByText('You have the image tools already.').waitFor();
  expect(server.world.requests.map(({ path }) => path)).toEqual(['/v1/images', '/v1/images']);
});

test('a rejection is shown in the dialog with its rule', async () => {
  await tab.page.goto(server.address);
  await tab.page.getByRole('button', { name: 'Actions for web-1' }).click();
  await tab.page.getByRole('menuitem', { name: 'Rename' }).click();
  await tab.page.getByLabel('New name').fill('web-2');
  await tab.page.getByRole('button', { name: 'Rename' }).click();
  await tab.page.getByText('You have another container with this name').waitFor();
  await tab.page.getByText('Rule: The name is already used (name-taken)').waitFor();
});

test('a half-filled form survives the end of the session', async () => {
  await tab.page.goto(`${server.address}new`);
  await tab.page.getByLabel('Image', { exact: true }).fill('debian-ssh:13');
  server.world.signedIn = false;
  await tab.page.getByLabel('Name', { exact: true }).fill('half');
  const again = tab.page.getByRole('button', { name: 'Sign in again' });
  await again.waitFor();
  server.world.signedIn = true;
  await again.click();
  await expect.poll(() => tab.page.getByLabel('Name', { exact: true }).inputValue()).toBe('half');
});

test('the console works by keyboard', async () => {
  const { keyboard } = tab.page;
  await tab.page.goto(server.address);
  await row('web-1').waitFor();
  await row('web-1').focus();
  await keyboard.press('j');
  await keyboard.press(' ');
  await expect.poll(() => row('web-2').getByRole('checkbox').isChecked()).toBe(true);
  await keyboard.press('k');
  await keyboard.press('Enter');
  await tab.page.getByRole('heading', { level: 1, name: 'web-1' }).waitFor();
  await keyboard.press('g');
  await keyboard.press('i');
  await tab.page.getByRole('heading', { level: 1, name: 'Images' }).waitFor();
  await keyboard.press('Control+k');
  await tab.page.getByRole('dialog').waitFor();
  await keyboard.type('web-1');
  await keyboard.press('Enter');
  await tab.page.getByRole('heading', { level: 1, name: 'web-1' }).waitFor();
  await keyboard.press('?');
  await tab.page.getByRole('dialog', { name: 'Keys' }).waitFor();
});

test('keys act on the focused row after another one has appeared before it', async () => {
  await tab.page.goto(server.address);
  await row('web-1').focus();
  server.world.create('before'); // the list is sorted by name
  await row('before').waitFor();
  await tab.page.keyboard.press(' ');
  await expect.poll(() => row('web-1').getByRole('checkbox').isChecked()).toBe(true);
  expect(await row('before').getByRole('checkbox').isChecked()).toBe(false);
});

test('the last row of a long table has the focus after the key End', async () => {
  for (let number = 100; number < 300; number++) server.world.create(`row-${number}`);
  await tab.page.goto(server.address);
  await row('row-100').focus();
  await tab.page.keyboard.press('End');
  await expect.poll(() => row('web-3').evaluate((each) => each === document.activeElement)).toBe(true);
});

test('the palette takes command lines of the shell', async () => {
  const { keyboard } = tab.page;
  const enter = async (/** @type {string} */ line) => {
    await keyboard.press('Control+k');
    await tab.page.getByRole('dialog').waitFor();
    await keyboard.type(line);
    await keyboard.press('Enter');
  };
  await tab.page.goto(server.address);
  await row('web-1').waitFor();
  await enter('restart 31001 web-2');
  await expect
    .poll(() => server.world.requests.map(({ path }) => path).toSorted())
    .toEqual(['/v1/containers/31001/restart', '/v1/containers/31002/restart']);
  await enter('create debian-ssh:13 --name shop -- sleep 9');
  await tab.page.getByRole('heading', { level: 1, name: 'New container' }).waitFor();
  await expect.poll(() => tab.page.getByLabel('Name', { exact: true }).inputValue()).toBe('shop');
  expect(await tab.page.getByLabel('Image', { exact: true }).inputValue()).toBe('debian-ssh:13');
  expect(await tab.page.getByLabel('Command', { exact: true }).inputValue()).toBe('sleep 9');
});

test('a user without the role sees no administration', async () => {
  server.stop();
  server = await startServer({ role: 'user' });
  await tab.page.goto(`${server.address}admin/people`);
  await tab.page.getByText('There is no page at this address.').waitFor();
  expect(await tab.page.getByRole('link', { name: 'People' }).count()).toBe(0);
});
