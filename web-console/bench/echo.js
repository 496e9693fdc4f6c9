// How long a character takes from its key until it is shown: in the console's terminal, and at OpenSSH's client.
import { spawn } from 'node:child_process';
import { once } from 'node:events';

const warmUp = 10;
const keys = 'abcdefghij';
/** Ctrl-U. */
const deleteLine = '\x15';

/** Resolves with the time of a key until the frame after the screen changed. */
const measureKey = `() => {
  window.echoed = new Promise((resolve) => {
    addEventListener('keydown', () => {
      const began = performance.now();
      const observer = new MutationObserver(() => {
        observer.disconnect();
        requestAnimationFrame(() => resolve(performance.now() - began));
      });
      observer.observe(document.querySelector('.xterm-rows'), { childList: true, subtree: true, characterData: true });
    }, { capture: true, once: true });
  });
}`;

const openTerminal = `async (container) => {
  const answer = await fetch('/console/terminals', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Accept: 'application/json', 'X-DCM-Console': '1' },
    body: JSON.stringify({ container, user: 'root' }),
  });
  if (!answer.ok) throw new Error(await answer.text());
  return (await answer.json()).id;
}`;

/**
 * The console's terminal and OpenSSH take turns.
 * @type {(context: import('playwright-core').BrowserContext, plan: import('./console.js').Plan) => Promise<Record<string, number[]>>}
 */
export async function measureEcho(context, { address, rounds, container, ssh }) {
  const page = await context.newPage();
  await page.goto(address);
  await page.getByText('Live ·').waitFor();
  const terminal = String(await page.evaluate(`(${openTerminal})(${JSON.stringify(container)})`));
  await page.goto(new URL(`containers/${container}/terminal?terminal=${terminal}`, address).href);
  await page.locator('.xterm-rows').getByText('#').waitFor();
  const [program = 'ssh', ...words] = ssh;
  const client = spawn(program, words, { stdio: ['pipe', 'pipe', 'inherit'] });
  // Otherwise, the benchmark would wait without end for the output of a client that could not connect.
  client.once('exit', (code) => client.stdout.destroy(new Error(`${program} ended with ${code}`)));
  await once(client.stdout, 'data');
  /** @type {Record<string, number[]>} */
  const durations = { 'echo-console': [], 'echo-ssh': [] };
  for (let round = 0; round < rounds + warmUp; round++) {
    for (const key of keys) {
      const shown = await typeInPage(page, key);
      const printed = await typeAtClient(client, key);
      if (round < warmUp) continue;
      durations['echo-console']?.push(shown);
      durations['echo-ssh']?.push(printed);
    }
    await typeInPage(page, 'Control+u');
    await typeAtClient(client, deleteLine);
  }
  client.removeAllListeners('exit').kill();
  await page.close();
  return durations;
}

/** @type {(page: import('playwright-core').Page, key: string) => Promise<number>} */
async function typeInPage(page, key) {
  await page.evaluate(`(${measureKey})()`);
  await page.keyboard.press(key);
  return Number(await page.evaluate('window.echoed'));
}

/** @type {(client: import('node:child_process').ChildProcessByStdio<import('node:stream').Writable, import('node:stream').Readable, null>, key: string) => Promise<number>} */
async function typeAtClient(client, key) {
  const began = performance.now();
  client.stdin.write(key);
  await once(client.stdout, 'data');
  return performance.now() - began;
}
