import { useEffect, useRef } from 'react';
import { useLocation } from 'wouter';
import { personalPages } from '../app/pages';
import { KeySequence } from './KeySequence';

interface Shortcuts {
  openPalette: () => void;
  openKeys: () => void;
}

/** Keys that work on every page, except while the user writes in a field. */
export function useShortcuts({ openPalette, openKeys }: Shortcuts): void {
  const [, navigate] = useLocation();
  const newest = useRef({ openPalette, openKeys, navigate });
  useEffect(() => {
    newest.current = { openPalette, openKeys, navigate };
  });
  useEffect(() => {
    const sequence = new KeySequence([
      ['?', () => newest.current.openKeys()],
      ['/', focusSearch],
      ...personalPages.flatMap((page): [string, () => void][] =>
        page.keys ? [[page.keys, () => newest.current.navigate(page.path)]] : [],
      ),
    ]);
    const onKey = (event: KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
        event.preventDefault();
        newest.current.openPalette();
        return;
      }
      if (event.ctrlKey || event.metaKey || event.altKey || isWriting(event.target)) return;
      if (sequence.press(event.key, event.timeStamp)) event.preventDefault();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
}

function focusSearch(): void {
  document.querySelector<HTMLInputElement>('main input[type=search]')?.focus();
}

function isWriting(target: EventTarget | null): boolean {
  const element = target as HTMLElement | null;
  return element?.closest('input:not([type=checkbox]), textarea, select, [role=dialog], [role=menu]') != null;
}
