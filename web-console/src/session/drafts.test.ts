import { afterEach, expect, test, vi } from 'vitest';
import { draftKey, removeDrafts } from './drafts';

afterEach(() => vi.unstubAllGlobals());

test('sign-out removes the drafts of all accounts, and nothing else', () => {
  const entries: Record<string, unknown> = {
    [draftKey('alice', 'add-key')]: '{}',
    [draftKey('bob', 'new-container')]: '{}',
    theme: 'dark',
  };
  Object.defineProperty(entries, 'removeItem', { value: (key: string) => Reflect.deleteProperty(entries, key) });
  vi.stubGlobal('sessionStorage', entries);
  removeDrafts();
  expect(Object.keys(entries)).toEqual(['theme']);
});

test('accounts have drafts of their own', () => {
  expect(draftKey('alice', 'add-key')).not.toBe(draftKey('bob', 'add-key'));
});
