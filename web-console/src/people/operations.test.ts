import { expect, test } from 'vitest';
import { passwordTable } from './ImportedPasswords';
import { endOfDay, lastDayOf } from './operations';

test('the last day of an account is the day that was chosen', () => {
  expect(lastDayOf(endOfDay('2027-09-30'))).toBe('2027-09-30');
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
