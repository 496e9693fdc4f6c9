import { useCallback, useState } from 'react';
import { useSession } from './SessionContext';

const prefix = 'draft:';

/**
 * The state of a form that survives a new sign-in of the same account and a reload of the page, in this tab only. `clear` ends
 * it, when the form was sent or discarded. Never use it for passwords.
 */
export function useDraft<T extends object>(
  name: string,
  initial: () => T,
): [value: T, change: (part: Partial<T>) => void, clear: () => void] {
  const key = draftKey(useSession().account, name);
  const [value, setValue] = useState<T>(() => ({ ...initial(), ...readDraft<T>(key) }));
  const change = useCallback(
    (part: Partial<T>) => {
      setValue((before) => {
        const after = { ...before, ...part };
        sessionStorage.setItem(key, JSON.stringify(after));
        return after;
      });
    },
    [key],
  );
  const clear = useCallback(() => {
    sessionStorage.removeItem(key);
  }, [key]);
  return [value, change, clear];
}

/** The next user at this tab may have another account, and must not send what this one entered. */
export function draftKey(account: string, name: string): string {
  return `${prefix}${account}:${name}`;
}

/** Removes the drafts of all accounts. */
export function removeDrafts(): void {
  for (const key of Object.keys(sessionStorage)) {
    if (key.startsWith(prefix)) sessionStorage.removeItem(key);
  }
}

function readDraft<T extends object>(key: string): Partial<T> {
  try {
    const parsed: unknown = JSON.parse(sessionStorage.getItem(key) ?? '{}');
    return typeof parsed === 'object' && parsed !== null ? parsed : {};
  } catch {
    return {};
  }
}
