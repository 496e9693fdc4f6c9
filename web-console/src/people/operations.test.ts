import { afterEach, expect, test, vi } from 'vitest';
import { passwordTable } from './ImportedPasswords';
import { endOfDay, lastDayOf } from './operations';

afterEach(() => vi.unstubAllEnvs());

test('the last day of an account is the day that was chosen', () => {
  expect(lastDayOf(endOfDay('2027-09-30'))).toBe('2027-09-30');
  expect(lastDayOf(undefined)).toBe('');
});

test.each(['America/New_York', 'Europe/Berlin'])('a day ends at midnight in UTC, also in %s', (zone) => {
  vi.stubEnv('TZ', zone);
  expect(endOfDay('2026-10-25')).toBe('2026-10-26T00:00:00.000Z');
  expect(lastDayOf('2026-10-26T00:00:00Z')).toBe('2026-10-25');
});

test('the table of passwords has the accounts that got one', () => {
  const item = { line: 2, action: 'open' as const, changes: [] };
  const items = [
    { ...item, name: 'ada', oneTimePassword: 'abcde-fghij' },
    { ...item, name: 'bob' },
  ];
  expect(passwordTable({ items })).toBe('name,oneTimePassword\nada,abcde-fghij\n');
  expect(passwordTable({ items: [{ ...item, name: 'bob' }] })).toBeUndefined();
});
