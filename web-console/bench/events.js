// How long a change takes from its event in the log until it is on the screen of an open tab.
const warmUp = 5;

/** Renames a container; the result is when the new name was on the screen, and the intent. */
const rename = `async ([container, name]) => {
  const shown = new Promise((resolve) => {
    const observer = new MutationObserver(() => {
      if (!document.querySelector('[role=grid]').textContent.includes(name)) return;
      observer.disconnect();
      requestAnimationFrame(() => resolve(performance.timeOrigin + performance.now()));
    });
    observer.observe(document.body, { childList: true, subtree: true, characterData: true });
  });
  const answer = await fetch('/console/v1/containers/' + container + '/rename', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'X-DCM-Console': '1' },
    body: JSON.stringify({ name }),
  });
  if (!answer.ok) throw new Error(await answer.text());
  const { intent } = await answer.json();
  const at = await shown;
  const outcome = await fetch('/console/v1/intents/' + intent + '?wait=10');
  return at - Date.parse((await outcome.json()).endedAt);
}`;

/** @type {(page: import('playwright-core').Page, container: string, name: string) => Promise<number>} */
export async function renameAndAwait(page, container, name) {
  return Number(await page.evaluate(`(${rename})(${JSON.stringify([container, name])})`));
}

/** @type {(context: import('playwright-core').BrowserContext, plan: import('./console.js').Plan) => Promise<number[]>} */
export async function measureEvents(context, { address, rounds, container }) {
  const page = await context.newPage();
  await page.goto(address);
  await page.getByText('Live ·').waitFor();
  const durations = [];
  for (let round = 0; round < rounds + warmUp; round++) {
    const ms = await renameAndAwait(page, container, `renamed-${round}`);
    if (round >= warmUp) durations.push(ms);
  }
  await page.close();
  return durations;
}
