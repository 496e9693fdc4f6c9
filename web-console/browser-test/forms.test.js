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

test('a user ends one and then all others of the own browser sessions', async () => {
  await tab.page.goto(`${server.address}you`);
  const sessions = tab.page.getByRole('list', { name: 'Your browser sessions' });
  await sessions.getByText('Firefox, Linux, from 192.0.2.7').waitFor();
  expect(await sessions.getByRole('button').count()).toBe(2);
  await button('End session of Chrome, Windows, from 192.0.2.8').click();
  await expect.poll(() => sessions.getByRole('listitem').count()).toBe(2);
  await button('End all others').click();
  await expect.poll(() => sessions.getByRole('listitem').count()).toBe(1);
  await sessions.getByText('this session').waitFor();
  expect(await button('End all others').count()).toBe(0);
});

test('an archive is uploaded after its import was accepted', async () => {
  await tab.page.goto(`${server.address}images`);
  await button('Import an image').click();
  await dialog().getByLabel('Name', { exact: true }).fill('lab:1');
  const chooser = tab.page.waitForEvent('filechooser');
  await dialog().getByRole('button', { name: 'Choose a file…' }).click();
  const archive = { name: 'lab.tar', mimeType: 'application/x-tar', buffer: Buffer.from('an archive') };
  await (await chooser).setFiles(archive);
  await dialog().getByText('lab.tar, 10 B').waitFor();
  await dialog().getByText('DCM would accept this.').waitFor();
  await dialog().getByRole('button', { name: 'Import', exact: true }).click();
  await tab.page.getByRole('row', { name: 'lab:1' }).waitFor();
  await tab.page.getByText('Import lab:1: done').waitFor();
  expect(server.world.uploaded).toBe('an archive');
  await expect.poll(() => dialog().count()).toBe(0);
});

test('an import from a registry says why its credentials did not arrive', async () => {
  await tab.page.goto(`${server.address}images`);
  await button('Import an image').click();
  await dialog().getByLabel('From', { exact: true }).selectOption('registry');
  await dialog().getByLabel('Image in the registry').fill('registry.lab.example/lab:1');
  await dialog().getByLabel('User name at the registry').fill('alice');
  await dialog().getByLabel('Password or token').fill('wrong');
  await dialog().getByLabel('Name', { exact: true }).fill('lab:1');
  await dialog().getByRole('button', { name: 'Import', exact: true }).click();
  await dialog().getByText('The host n1 does not answer.').waitFor();
  await dialog().getByRole('button', { name: 'Close', exact: true }).click();
  await expect.poll(() => dialog().count()).toBe(0);
});

test('a push shows why the registry rejected it, and then the digest', async () => {
  await tab.page.goto(`${server.address}images`);
  await button('Actions for tools:1').click();
  await tab.page.getByRole('menuitem', { name: 'Push to a registry' }).click();
  await dialog().getByLabel('Image in the registry').fill('registry.lab.example/alice/tools:1');
  await dialog().getByLabel('User name at the registry').fill('alice');
  await dialog().getByLabel('Password or token').fill('wrong');
  await dialog().getByRole('button', { name: 'Push to a registry' }).click();
  await dialog().getByText('The registry rejects the user name or the password.').waitFor();
  await dialog().getByLabel('Password or token').fill('secret');
  await dialog().getByRole('button', { name: 'Push to a registry' }).click();
  await dialog().getByText('sha256:60303ae2').waitFor();
  expect(await tab.page.evaluate(() => Object.values(sessionStorage).join())).not.toContain('secret');
});

test('the settings of the output are in the address', async () => {
  await tab.page.goto(`${server.address}containers/31001/logs?tail=100&wrap=no`);
  await expect.poll(() => tab.page.getByLabel('Lines', { exact: true }).inputValue()).toBe('100');
  expect(await tab.page.getByLabel('Wrap lines').isChecked()).toBe(false);
  await tab.page.getByLabel('Times', { exact: true }).check();
  await tab.page.waitForURL(/tail=100&wrap=no&timestamps=yes/);
  await tab.page.getByLabel('Lines', { exact: true }).selectOption('500');
  await tab.page.getByLabel('Wrap lines').check();
  await tab.page.waitForURL(/logs\?timestamps=yes$/);
});

test('the processes of a running container are listed', async () => {
  await tab.page.goto(`${server.address}containers/31001/usage`);
  await tab.page.getByText('sshd: /usr/sbin/sshd -D').waitFor();
});

test('a menu shows the commands for its entries', async () => {
  await tab.page.goto(server.address);
  await button('Actions for web-1').click();
  await tab.page.getByRole('menuitem', { name: 'Equivalent commands' }).click();
  await dialog().getByText('ssh -p 2222 -t alice@localhost connect web-1 --user root').waitFor();
  await dialog().getByText('ssh -p 2222 alice@localhost stop 31001').waitFor();
  expect(await dialog().getByText('alice@localhost start').count()).toBe(0);
});
