import { useState } from 'react';

const storageKey = 'terminal-screen-reader';

/** Whether terminals offer their output to a screen reader, as stored in this browser. */
export function useScreenReaderSupport(): [on: boolean, choose: (on: boolean) => void] {
  const [on, setOn] = useState(() => localStorage.getItem(storageKey) === 'true');
  const choose = (next: boolean) => {
    localStorage.setItem(storageKey, String(next));
    setOn(next);
  };
  return [on, choose];
}
