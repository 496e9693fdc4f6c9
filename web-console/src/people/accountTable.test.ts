import { expect, test } from 'vitest';
import { readAccountTable, readCsv } from './accountTable';
import { endOfDay, lastDayOf } from './operations';

test('a table with quoted values is read', () => {
  expect(readCsv('name,displayName\r\nada,"L., ""Ada"""\n\n')).toEqual([
    ['name', 'displayName'],
    ['ada', 'L., "Ada"'],
  ]);
});

test('a row becomes an account, without its empty values', () => {
  const table = readAccountTable('name,group,expiresAt\nada,students,2027-09-30\nbob,,\n');
  expect(table).toEqual({
    rows: [{ name: 'ada', group: 'students', expiresAt: endOfDay('2027-09-30') }, { name: 'bob' }],
  });
});

test.each([
  ['', 'no rows'],
  ['name\n', 'no rows'],
  ['displayName\nAda', '“name”'],
  ['name,shoeSize\nada,40', 'shoeSize'],
])('%j is rejected with the reason', (csv, reason) => {
  const table = readAccountTable(csv);
  expect('wrong' in table && table.wrong).toContain(reason);
});

test('the last day of an account is the day that was chosen', () => {
  expect(lastDayOf(endOfDay('2027-09-30'))).toBe('2027-09-30');
});
