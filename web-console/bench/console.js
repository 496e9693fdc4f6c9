// node bench/console.js: measures the console in Chromium. ./dcm bench console starts it, writes what it needs to standard input
// as JSON, and reads durations in milliseconds and other numbers from standard output.
import { text } from 'node:stream/consumers';
import { launchBrowser } from '../browser-test/browser.js';
import { measureEcho } from './echo.js';
import { measureEvents } from './events.js';
import { measureFrames } from './frames.js';
import { measurePages } from './pages.js';
import { signIn } from './signIn.js';
import { measureTabs } from './tabs.js';

/** @typedef {{ name: string, password: string }} Account */
/**
 * `account` has a container, to which the command `ssh` opens a terminal. The `others` share the tabs; a session has up to 40.
 * `gateway` and `projection` are the ids of processes.
 * @typedef {{ address: string, rounds: number, container: string, ssh: string[], account: Account, others: Account[], gateway: number, projection: number }} Plan
 */

/** @type {unknown} */
const input = JSON.parse(await text(process.stdin));
const plan = /** @type {Plan} */ (input);
const browser = await launchBrowser();
try {
  const context = await signIn(browser, plan.address, plan.account);
  const pages = await measurePages(browser, await context.storageState(), plan);
  const samples = {
    ...pages,
    'event-on-screen': await measureEvents(context, plan),
    ...(await measureEcho(context, plan)),
    'frame-1000-rows': await measureFrames(browser),
  };
  const figures = await measureTabs(browser, context, plan);
  process.stdout.write(JSON.stringify({ samples, figures }));
} finally {
  await browser.close();
}
