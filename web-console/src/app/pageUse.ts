let used = false;

/** Notices the first click or key on this page. Called once, when the page is loaded. */
export function watchPageUse(): void {
  for (const type of ['pointerdown', 'keydown']) {
    addEventListener(
      type,
      (event) => {
        used ||= event.isTrusted;
      },
      { capture: true },
    );
  }
}

/** Whether the person has used this page since it was loaded. A link on another site loads a page that was not used. */
export function pageWasUsed(): boolean {
  return used;
}
