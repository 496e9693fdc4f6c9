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

test('the rejection of a new container gives way to the decision about the changed fields', async () => {
  await tab.page.goto(`${server.address}new`);
  await tab.page.getByLabel('Image', { exact: true }).fill('debian-ssh:13');
  await tab.page.getByLabel('CPUs', { exact: true }).fill('9');
  await button('Create').click();
  await tab.page.getByText('Your account can have 8 CPUs. Ask for fewer.').waitFor();
  await expect.poll(() => server.world.requests.filter(({ key }) => key !== undefined).length).toBe(1);
  await tab.page.getByText('DCM would reject this:').waitFor({ state: 'detached' });
  await tab.page.getByLabel('CPUs', { exact: true }).fill('2');
  await tab.page.getByText('DCM would accept this.').waitFor();
  expect(await tab.page.getByText('Your account can have 8 CPUs.').count()).toBe(0);
});

test('a rejection is shown although a field changed meanwhile, until the next change', async () => {
  await tab.page.goto(`${server.address}new`);
  await tab.page.getByLabel('Image', { exact: true }).fill('debian-ssh:13');
  await tab.page.getByText('DCM would accept this.').waitFor();
  /** @type {() => void} */
  let answer = () => undefined;
  const permitted = new Promise((resolve) => (answer = () => resolve(undefined)));
  await tab.page.route('**/v1/containers', async (route) => {
    if (route.request().method() !== 'POST') return route.continue();
    await permitted;
    return route.continue({ postData: JSON.stringify({ cpus: 9 }) });
  });
  await button('Create').click();
  await tab.page.getByLabel('CPUs', { exact: true }).fill('2');
  answer();
  await tab.page.getByText('Your account can have 8 CPUs. Ask for fewer.').waitFor();
  await tab.page.getByLabel('CPUs', { exact: true }).fill('3');
  await tab.page.getByText('DCM would accept this.').waitFor();
  expect(await tab.page.getByText('Your account can have 8 CPUs.').count()).toBe(0);
});

test('the decision about a new image is asked for again after it was created', async () => {
  await tab.page.goto(`${server.address}containers/31001/settings`);
  await tab.page.getByText('DCM would accept this.').waitFor();
  await button('Create image').click();
  await tab.page.getByText('You have the image web-1 already.').waitFor();
});

test('the reason of a rejection names the request and the rule', async () => {
  await tab.page.goto(`${server.address}activity`);
  await tab.page.getByRole('row', { name: 'Create a container' }).press('Enter');
  await dialog().getByText('Rule: quota-exceeded · Numbers: asked 1, limit 10, used 10').waitFor();
  await dialog().getByRole('definition').getByText('Create a container').waitFor();
});

test('no reconnection is promised to a user who is signed out', async () => {
  await tab.page.goto(`${server.address}new`);
  const image = tab.page.getByLabel('Image', { exact: true });
  await image.waitFor();
  server.world.signedIn = false;
  await image.fill('debian-ssh:13');
  await button('Sign in again').waitFor();
  await tab.page.getByText('Not current: you are signed out.').waitFor();
  server.dropConnections();
  expect(await tab.page.getByText('reconnects automatically').count()).toBe(0);
});

test('the form of the first container asks for a key, shows defaults, and is filled in', async () => {
  server.world.containers = [];
  server.world.users = [{ ...server.world.users[0], keys: [] }];
  await tab.page.goto(server.address);
  await tab.page.getByText('No key. Without one, you cannot log in').waitFor();
  await expect.poll(() => tab.page.getByLabel('Image', { exact: true }).inputValue()).toBe('debian-ssh:13');
  expect(await tab.page.getByLabel('Name', { exact: true }).inputValue()).toBe('web');
  await tab.page.getByText('Empty: 1,024').waitFor();
  await tab.page.getByRole('link', { name: 'Add a key' }).click();
  await tab.page.getByRole('heading', { level: 1, name: 'You' }).waitFor();
});

test('one CPU is one CPU', async () => {
  await tab.page.goto(`${server.address}containers/31001`);
  await tab.page.getByText('1 CPU, 1024 MiB of memory').waitFor();
});
