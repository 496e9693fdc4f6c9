import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { startServer } from '../test-server/server.js';
import { launchBrowser, openTab, violations } from './browser.js';

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

const screen = () => tab.page.getByRole('group', { name: 'Terminal in web-1' });
const button = (/** @type {string} */ name) => tab.page.getByRole('button', { name, exact: true });

async function openTerminal() {
  await tab.page.goto(`${server.address}containers/31001/terminal`);
  await button('New terminal').click();
  await tab.page.getByText('Connected.').waitFor();
  await screen().getByText('$', { exact: true }).waitFor();
}

async function enter(/** @type {string} */ line) {
  await tab.page.keyboard.type(line);
  await tab.page.keyboard.press('Enter');
}

test('what is typed reaches the shell, and a reload keeps the terminal', async () => {
  await openTerminal();
  await enter('hello');
  await screen().getByText('you typed hello').waitFor();
  await tab.page.reload();
  await screen().getByText('you typed hello').waitFor();
  await enter('again');
  await screen().getByText('you typed again').waitFor();
  expect(server.world.terminals.list()).toHaveLength(1);
});

test('a lost connection is made again, and no output is shown twice', async () => {
  await openTerminal();
  await enter('before');
  await screen().getByText('you typed before').waitFor();
  server.dropConnections();
  await tab.page.getByText('The connection was lost.').waitFor();
  await tab.page.getByText('Connected.').waitFor();
  await enter('after');
  await screen().getByText('you typed after').waitFor();
  expect(await screen().getByText('you typed before').count()).toBe(1);
});

test('true colours, links and a new size violate no policy', async () => {
  await openTerminal();
  await enter('colours');
  await screen().getByText('true colour').waitFor();
  await enter('size');
  await screen()
    .getByText(/^\d+x\d+/)
    .waitFor();
  const before = server.world.terminals.terminals.values().next().value?.size;
  await tab.page.setViewportSize({ width: 700, height: 700 });
  await expect.poll(() => server.world.terminals.terminals.values().next().value?.size).not.toBe(before);
  expect(await violations(tab.page)).toEqual([]);
});

test('all rows of the screen are visible, and its frame has the colour of the page', async () => {
  await openTerminal();
  for (const height of [600, 700, 705, 710]) {
    await tab.page.setViewportSize({ width: 900, height });
    await expect
      .poll(() =>
        screen().evaluate((box) => {
          const last = box.querySelector('.xterm-rows > div:last-child')?.getBoundingClientRect();
          const room = box.getBoundingClientRect().bottom - (last?.bottom ?? Infinity);
          return room >= 0 && room < 2 * (last?.height ?? 0);
        }),
      )
      .toBe(true);
  }
  const [frame, page] = await screen().evaluate((box) =>
    [box.querySelector('.xterm-viewport') ?? box, document.body].map((each) => getComputedStyle(each).backgroundColor),
  );
  expect(frame).toBe(page);
});

test('a pasted text arrives as it is', async () => {
  await openTerminal();
  await tab.page.evaluate(() => {
    const data = new DataTransfer();
    data.setData('text/plain', 'one two');
    document.activeElement?.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true }));
  });
  await screen().getByText('one two').waitFor();
});

test('the keyboard can leave the terminal', async () => {
  await openTerminal();
  await tab.page.keyboard.press('Control+k');
  expect(await tab.page.getByRole('dialog').count()).toBe(0);
  await tab.page.keyboard.press('Control+F6');
  await expect
    .poll(() =>
      tab.page
        .getByRole('status')
        .filter({ hasText: 'Connected.' })
        .evaluate((each) => each === document.activeElement),
    )
    .toBe(true);
  await tab.page.keyboard.press('Tab');
  await expect.poll(() => button('End terminal').evaluate((each) => each === document.activeElement)).toBe(true);
});

test.each(/** @type {const} */ (['click', 'dblclick']))(
  'a %s on the button before the list is known opens one terminal',
  async (click) => {
    /** @type {Record<string, () => void>} */
    const answer = {};
    const permitted = Object.fromEntries(
      ['GET', 'POST'].map((method) => [method, new Promise((resolve) => (answer[method] = () => resolve(undefined)))]),
    );
    await tab.page.route('**/console/terminals', async (route) => {
      await permitted[route.request().method()];
      await route.continue();
    });
    await tab.page.goto(`${server.address}containers/31001/terminal`);
    await button('New terminal')[click]();
    const listed = tab.page.waitForResponse(
      (response) => response.request().method() === 'GET' && response.url().endsWith('/console/terminals'),
    );
    answer.GET?.();
    await (await listed).finished();
    await tab.page.getByText('Opening a terminal').waitFor();
    answer.POST?.();
    await tab.page.getByText('Connected.').waitFor();
    await expect.poll(() => button('New terminal').isEnabled()).toBe(true);
    expect(server.world.terminals.list()).toHaveLength(1);
  },
);

test('the second click of a double click opens and ends nothing, even if a terminal is open by then', async () => {
  await openTerminal();
  for (const name of ['New terminal', 'End terminal']) {
    await expect.poll(() => button(name).isEnabled()).toBe(true);
    await button(name).hover();
    await tab.page.mouse.down({ clickCount: 2 });
    await tab.page.mouse.up({ clickCount: 2 });
  }
  await enter('exit');
  await button('Open a new terminal').click();
  await tab.page.getByText('Connected.').waitFor();
  expect(server.world.terminals.opened).toBe(2);
});

test('a double click on the button of an ended terminal opens one terminal', async () => {
  await openTerminal();
  await enter('exit');
  await button('Open a new terminal').dblclick();
  await tab.page.getByText('Connected.').waitFor();
  await expect.poll(() => button('New terminal').isEnabled()).toBe(true);
  expect(server.world.terminals.opened).toBe(2);
});

test('a link to the page opens and takes over nothing before a click', async () => {
  await tab.page.goto(`${server.address}containers/31001/terminal`);
  await button('New terminal').waitFor();
  await tab.page.reload();
  await button('New terminal').waitFor();
  expect(server.world.terminals.list()).toHaveLength(0);
  await openTerminal();
  const other = await openTab(browser);
  await other.page.goto(`${server.address}containers/31001/terminal`);
  await other.page.getByRole('button', { name: 'Show it here' }).click();
  await tab.page.getByText('Ended: The terminal was opened in another tab.').waitFor();
  await other.close();
});

test('the end of the shell is shown with its reason', async () => {
  await openTerminal();
  await enter('exit');
  await tab.page.getByText('Ended: The shell ended with exit code 0.').waitFor();
  await button('Open a new terminal').click();
  await tab.page.getByText('Connected.').waitFor();
});

test('a stopped container can be started from its terminal', async () => {
  await openTerminal();
  const container = server.world.container('web-1');
  if (container) server.world.stop(container);
  await button('Start and reconnect').click();
  await tab.page.getByText('Connected.').waitFor();
});

test('another tab takes the terminal over, and it can be taken back', async () => {
  await openTerminal();
  const other = await openTab(browser);
  await other.page.goto(tab.page.url());
  await other.page.getByText('Connected.').waitFor();
  await tab.page.getByText('Ended: The terminal was opened in another tab.').waitFor();
  await button('Show it here').click();
  await tab.page.getByText('Connected.').waitFor();
  await other.close();
});

test('terminals are listed, entered and ended', async () => {
  await openTerminal();
  await tab.page.goto(`${server.address}you`);
  await tab.page.getByRole('link', { name: 'root in web-1' }).click();
  await tab.page.getByText('Connected.').waitFor();
  await tab.page.goto(`${server.address}you`);
  await button('End terminal of root in web-1').click();
  await tab.page.getByText('You have no terminal.').waitFor();
});
