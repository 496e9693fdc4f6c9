import { expect, test } from 'vitest';
import type { AuditEntry } from '../api/model';
import { newestFirst, selectEntry } from './useAudit';

const none = { account: '', actor: '', action: '', result: '', since: '' };
const entry: AuditEntry = {
  id: 'i1',
  at: '2026-11-25T15:00:00Z',
  actor: 'account/admin',
  account: 'bob',
  action: 'suspend-account',
  result: 'done',
};

test.each([
  [none, true],
  [{ ...none, account: 'bob' }, true],
  [{ ...none, account: 'alice' }, false],
  [{ ...none, actor: 'admin' }, true],
  [{ ...none, actor: 'account/admin' }, true],
  [{ ...none, actor: 'admission' }, false],
  [{ ...none, action: 'resume-account' }, false],
  [{ ...none, since: '2026-11-25T15:00:00.000Z' }, true],
  [{ ...none, since: '2026-11-25T15:00:00.001Z' }, false],
])('the filter %j keeps an entry: %s', (filter, kept) => {
  expect(selectEntry(entry, filter)).toBe(kept ? entry : undefined);
});

test('an entry with another result leaves the list', () => {
  expect(selectEntry(entry, { ...none, result: 'accepted' })).toEqual({ removed: true, id: 'i1' });
});

test('entries are in the order of their times, also with and without fractions of seconds', () => {
  const earlier = { ...entry, id: 'i0', at: '2026-11-25T14:59:59.9Z' };
  const later = { ...entry, id: 'i2', at: '2026-11-25T15:00:00.5Z' };
  expect(newestFirst([earlier, later, entry])).toEqual([later, entry, earlier]);
});
