const storageKey = 'reloaded-at';
const pauseMs = 10_000;

/** An open tab whose server was upgraded cannot load the parts of its version any more; it loads the new version, once. */
export function reloadAfterUpgrade(): void {
  addEventListener('vite:preloadError', (event) => {
    const last = Number(sessionStorage.getItem(storageKey) ?? 0);
    if (Date.now() - last < pauseMs) return;
    event.preventDefault();
    sessionStorage.setItem(storageKey, String(Date.now()));
    location.reload();
  });
}
