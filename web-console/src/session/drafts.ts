import { useCallback, useState } from 'react';

const prefix = 'draft:';

/**
 * The state of a form that survives a new sign-in and a reload of the page, in this tab only. `clear` ends it, when the form
 * was sent or discarded. Never use it for passwords.
 */
export function useDraft<T extends object>(
  name: string,
  initial: () => T,
): [value: T, change: (part: Partial<T>) => void, clear: () => void] {
  const [value, setValue] = useState<T>(() => ({ ...initial(), ...readDraft<T>(name) }));
  const change = useCallback(
    (part: Partial<T>) => {
      setValue((before) => {
        const after = { ...before, ...part };
        sessionStorage.setItem(prefix + name, JSON.stringify(after));
        return after;
      });
    },
    [name],
  );
  const clear = useCallback(() => {
    sessionStorage.removeItem(prefix + name);
  }, [name]);
  return [value, change, clear];
}

export function readDraft<T extends object>(name: string): Partial<T> {
  try {
    const parsed: unknown = JSON.parse(sessionStorage.getItem(prefix + name) ?? '{}');
    return typeof parsed === 'object' && parsed !== null ? parsed : {};
  } catch {
    return {};
  }
}
