import { expect, test } from 'vitest';
import { objectOf } from './columns';

const entry = { id: 'a1', at: '2026-11-25T15:00:00Z', actor: 'account/alice', result: 'done' as const };

test('the object of an action is the container in its parameters', () => {
  expect(objectOf({ ...entry, account: 'alice', request: { handle: '31001' } })).toBe('31001');
  expect(objectOf({ ...entry, account: 'alice', request: { image: 'debian-ssh:13', name: 'web' } })).toBe('web');
});

test('the object of an action on a host is the host', () => {
  expect(objectOf({ ...entry, subject: 'host/n1', request: { name: 'other' } })).toBe('host/n1');
  expect(objectOf(entry)).toBeUndefined();
});
