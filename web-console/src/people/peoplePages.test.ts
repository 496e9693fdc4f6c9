import { expect, test } from 'vitest';
import { usageSort } from './peoplePages';

test('columns of usage are sorted under the names that the API has for them', () => {
  expect(usageSort('memory')).toBe('memoryMiB');
  expect(usageSort('-homes')).toBe('-homeMiB');
});

test('columns of accounts are no usage', () => {
  expect(usageSort('name')).toBeUndefined();
  expect(usageSort('-displayName')).toBeUndefined();
});
