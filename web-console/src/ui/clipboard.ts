/** Copies a text. Pages without TLS have no clipboard API; they copy a selection. */
export async function copyText(value: string): Promise<void> {
  // The type says that it always exists, which holds for pages with TLS only.
  const clipboard = navigator.clipboard as Clipboard | undefined;
  if (clipboard) {
    await clipboard.writeText(value);
    return;
  }
  const field = document.createElement('textarea');
  field.value = value;
  field.className = 'off-screen';
  document.body.append(field);
  field.select();
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- the only way without TLS
  document.execCommand('copy');
  field.remove();
}
