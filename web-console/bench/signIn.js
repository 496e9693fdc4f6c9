/** A browser profile with a session of the console. @type {(browser: import('playwright-core').Browser, address: string, account: import('./console.js').Account) => Promise<import('playwright-core').BrowserContext>} */
export async function signIn(browser, address, { name, password }) {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(address);
  await page.fill('#username', name);
  await page.fill('#password', password);
  await page.click('#kc-login');
  await page.getByText('Live ·').waitFor();
  await page.close();
  return context;
}
