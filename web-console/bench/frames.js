// The time between frames while a table with 1,000 containers receives 50 changes per second. So many containers need the test
// server in place of an engine; the browser does the same.
import { containerOf } from '../test-server/documents.js';
import { startServer } from '../test-server/server.js';

const rows = 1000;
const changesPerSecond = 50;
const seconds = 10;

const measure = `(ms) => new Promise((resolve) => {
  const frames = [];
  let last = performance.now();
  const began = last;
  const frame = (now) => {
    frames.push(now - last);
    last = now;
    if (now - began < ms) requestAnimationFrame(frame);
    else resolve(frames.slice(1));
  };
  requestAnimationFrame(frame);
})`;

/** In milliseconds. @type {(browser: import('playwright-core').Browser) => Promise<number[]>} */
export async function measureFrames(browser) {
  const server = await startServer();
  const { world } = server;
  world.containers = Array.from({ length: rows }, (_, index) => containerOf(index + 1));
  const page = await browser.newPage();
  await page.goto(server.address);
  await page.getByText(`${rows} rows`).waitFor();
  let changes = 0;
  const timer = setInterval(() => {
    // Every other change is in a visible row.
    const at = changes++ % 2 === 0 ? changes % 20 : (changes * 37) % rows;
    const container = world.containers[at];
    if (container) world.change(container, { state: container.state === 'running' ? 'paused' : 'running' });
  }, 1000 / changesPerSecond);
  try {
    return /** @type {number[]} */ (await page.evaluate(`(${measure})(${seconds * 1000})`));
  } finally {
    clearInterval(timer);
    await page.close();
    server.stop();
  }
}
