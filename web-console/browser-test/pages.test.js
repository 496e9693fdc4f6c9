import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startServer } from '../test-server/server.js';
import { launchBrowser, openTab, violations } from './browser.js';

/** @type {import('playwright-core').Browser} */
let browser;
/** @type {import('../test-server/server.js').TestServer} */
let server;

beforeAll(async () => {
  browser = await launchBrowser();
  server = await startServer();
});

afterAll(async () => {
  await browser.close();
  server.stop();
});

const pages = [
  ['', 'Containers'],
  ['new?image=debian-ssh:13', 'New container'],
  ['containers/31001', 'web-1'],
  ['containers/31001/terminal', 'web-1'],
  ['containers/31001/logs', 'web-1'],
  ['containers/31001/usage', 'web-1'],
  ['containers/31001/history', 'web-1'],
  ['containers/31001/settings', 'web-1'],
  ['images', 'Images'],
  ['ports', 'Ports'],
  ['activity', 'Activity'],
  ['you', 'You'],
  ['admin', 'Overview'],
  ['admin/people', 'People'],
  ['admin/containers', 'All containers'],
  ['admin/people/bob', 'bob'],
  ['admin/groups', 'Groups'],
  ['admin/presets', 'Presets'],
  ['admin/base-images', 'Base images'],
  ['admin/hosts', 'Hosts'],
  ['admin/audit', 'Audit'],
];

// A window of 1280 pixels at a zoom of 200 % has 640.
describe.each(
  /** @type {const} */ ([
    ['light', 1280],
    ['light', 640],
    ['dark', 360],
  ]),
)('in the %s theme at a width of %i pixels', (theme, width) => {
  test.each(pages)('/console/%s is accessible and fits', async (path, title) => {
    const tab = await openTab(browser, { theme, width });
    await tab.page.goto(server.address + path);
    await tab.page.getByRole('heading', { level: 1, name: title }).waitFor();
    await tab.page.getByText('Live ·').waitFor();
    await expect.poll(() => tab.page.getByText('Loading…').count()).toBe(0);
    expect(await violations(tab.page)).toEqual([]);
    const overflow = await tab.page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(overflow).toBe(0);
    expect(tab.problems).toEqual([]);
    await tab.close();
  });
});

test.each([
  ['', 'Actions for web-1', 'Remove'],
  ['', 'Actions for web-1', 'Create image'],
  ['images', 'Actions for tools:1', 'Flatten'],
  ['admin/people', 'Actions for bob', 'Hand over'],
  ['admin/people', 'Actions for bob', 'Remove'],
  ['admin/groups', 'Actions for students', 'Change the group'],
  ['admin/presets', 'Actions for big', 'Change the preset'],
  ['admin/hosts', 'Actions for n1', 'Drain'],
])('the dialog of /console/%s %s %s is accessible', async (path, menu, action) => {
  const tab = await openTab(browser);
  await tab.page.goto(server.address + path);
  await tab.page.getByRole('button', { name: menu }).click();
  await tab.page.getByRole('menuitem', { name: action, exact: true }).click();
  await tab.page.getByRole('dialog').waitFor();
  expect(await violations(tab.page)).toEqual([]);
  expect(tab.problems).toEqual([]);
  await tab.close();
});

test('the palette is accessible in a low window, and shows the entry that has the focus', async () => {
  const tab = await openTab(browser);
  await tab.page.setViewportSize({ width: 1280, height: 300 });
  await tab.page.goto(server.address);
  await tab.page.getByText('Live ·').waitFor();
  await tab.page.keyboard.press('Control+k');
  const dialog = tab.page.getByRole('dialog');
  await dialog.getByRole('menuitem').first().waitFor();
  expect(await violations(tab.page)).toEqual([]);
  const entries = await dialog.getByRole('menuitem').count();
  for (let n = 0; n < entries; n++) {
    await tab.page.keyboard.press('ArrowUp');
    const visible = () =>
      dialog.locator('[data-focused]').evaluate((entry) => {
        const { x, y, width, height } = entry.getBoundingClientRect();
        return [y + 2, y + height - 2].every((at) => entry.contains(document.elementFromPoint(x + width / 2, at)));
      });
    await expect.poll(visible).toBe(true);
  }
  await tab.close();
});
