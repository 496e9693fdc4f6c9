/** More than this, in bytes, could exceed what the server keeps for a program that does not read. */
const mostPasted = 128 * 1024;

/**
 * Removes control characters, except tab and line ends. A page could put them into the clipboard to end the bracketed paste, so that a
 * shell executes the rest at once.
 */
export function withoutControls(text: string): string {
  return text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/g, '');
}

export type PasteDecision = 'paste' | 'ask' | 'too-long';

/** Whether a text is pasted. Without bracketed paste, a shell executes each line at once. */
export function decidePaste(text: string, bracketed: boolean): PasteDecision {
  if (new TextEncoder().encode(text).length > mostPasted) return 'too-long';
  return !bracketed && /[\r\n]/.test(text) ? 'ask' : 'paste';
}
