// How long a page takes until its content is there.
const warmUp = 3;
const titles = ['Images', 'Ports', 'Activity', 'You', 'Containers'];

/** The first row of the containers, from the request for the page on; without the browser's cache. */
const observeFirstRow = `
  window.firstRow = new Promise((resolve) => {
    new MutationObserver((_, observer) => {
      if (!document.querySelector('[role=row][data-index]')) return;
      observer.disconnect();
      requestAnimationFrame(() => resolve(performance.now()));
    }).observe(document, { childList: true, subtree: true });
  });`;

/** Clicks a link of the navigation, and measures until the frame after the page has its title. */
const changePage = `(title) => new Promise((resolve) => {
  const link = [...document.querySelectorAll('nav a')].find(({ textContent }) => textContent === title);
  const began = performance.now();
  const check = () => {
    if (document.querySelector('h1')?.textContent !== title) requestAnimationFrame(check);
    else requestAnimationFrame(() => resolve(performance.now() - began));
  };
  link.click();
  check();
})`;

/** @type {(browser: import('playwright-core').Browser, session: Awaited<ReturnType<import('playwright-core').BrowserContext['storageState']>>, plan: import('./console.js').Plan) => Promise<Record<string, number[]>>} */
export async function measurePages(browser, session, { address, rounds }) {
  const firstContent = [];
  for (let round = 0; round < rounds + warmUp; round++) {
    const context = await browser.newContext({ storageState: session });
    await context.addInitScript({ content: observeFirstRow });
    const page = await context.newPage();
    await page.goto(address);
    const ms = Number(await page.evaluate('window.firstRow'));
    if (round >= warmUp) firstContent.push(ms);
    await context.close();
  }
  return { 'first-content': firstContent, 'page-change': await measureChanges(browser, session, address, rounds) };
}

/** @type {(browser: import('playwright-core').Browser, session: Awaited<ReturnType<import('playwright-core').BrowserContext['storageState']>>, address: string, rounds: number) => Promise<number[]>} */
async function measureChanges(browser, session, address, rounds) {
  const context = await browser.newContext({ storageState: session });
  const page = await context.newPage();
  await page.goto(address);
  await page.getByText('Live ·').waitFor();
  const durations = [];
  for (let round = 0; round < rounds + 1; round++) {
    for (const title of titles) {
      const ms = Number(await page.evaluate(`(${changePage})(${JSON.stringify(title)})`));
      // In the first round, the browser loads the pages' scripts.
      if (round > 0) durations.push(ms);
    }
  }
  await context.close();
  return durations;
}
