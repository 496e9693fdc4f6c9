// What 500 live tabs of several accounts cost the API gateway and projection-service, while one account's container is renamed again and again.
import { readFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { renameAndAwait } from './events.js';
import { signIn } from './signIn.js';

const tabs = 500;
const seconds = 20;
/** The unit of /proc/PID/stat on Linux. */
const ticksPerSecond = 100;

/** @type {(browser: import('playwright-core').Browser, active: import('playwright-core').BrowserContext, plan: import('./console.js').Plan) => Promise<Record<string, number>>} */
export async function measureTabs(browser, active, { address, container, others, gateway, projection }) {
  const contexts = [active];
  for (const account of others) contexts.push(await signIn(browser, address, account));
  const cookies = await Promise.all(contexts.map((context) => cookieHeader(context, address)));
  const page = await active.newPage();
  await page.goto(address);
  await page.getByText('Live ·').waitFor();
  const sockets = await Promise.all(
    Array.from({ length: tabs - 1 }, (_, index) => openTab(address, cookies[index % cookies.length] ?? '')),
  );
  const [cpuBefore, began] = [await cpuOf([gateway, projection]), performance.now()];
  for (let round = 0; performance.now() - began < seconds * 1000; round++) {
    await renameAndAwait(page, container, `of-many-${round}`);
    await pause(500);
  }
  const elapsed = (performance.now() - began) / 1000;
  const figures = {
    '500-tabs-cores': ((await cpuOf([gateway, projection])) - cpuBefore) / elapsed,
    '500-tabs-MiB': await residentMiB(gateway),
  };
  for (const socket of sockets) socket.terminate();
  return figures;
}

/** @type {(context: import('playwright-core').BrowserContext, address: string) => Promise<string>} */
async function cookieHeader(context, address) {
  const cookies = await context.cookies(address);
  return cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
}

/** A live connection that follows changes, as a tab has it. @type {(address: string, cookie: string) => Promise<WebSocket>} */
function openTab(address, cookie) {
  const url = new URL('live', address);
  url.protocol = 'ws:';
  const socket = new WebSocket(url, 'dcm-console-1', { headers: { Cookie: cookie, Origin: new URL(address).origin } });
  return new Promise((resolve, reject) => {
    socket.on('error', reject);
    socket.on('open', () => socket.send(JSON.stringify({ type: 'open', channel: 'c', path: '/v1/changes' })));
    socket.on('message', () => resolve(socket));
  });
}

/** @type {(pids: number[]) => Promise<number>} */
async function cpuOf(pids) {
  const seconds = await Promise.all(pids.map(cpuSeconds));
  return seconds.reduce((sum, each) => sum + each, 0);
}

/** @type {(pid: number) => Promise<number>} */
async function cpuSeconds(pid) {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
  // After the name in parentheses: state is the third field, utime and stime the 14th and 15th.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
}

/** @type {(pid: number) => Promise<number>} */
async function residentMiB(pid) {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024;
}
