import { expect, test } from 'vitest';
import { formatEnd } from './format';

test('an end at midnight is shown as the day before', () => {
  expect(formatEnd(new Date('2026-12-11T00:00:00').toISOString())).toBe('2026-12-10');
});

test('another end is shown with its time', () => {
  expect(formatEnd(new Date('2026-12-11T01:00:00').toISOString())).toBe('2026-12-11 01:00');
  expect(formatEnd(undefined)).toBe('never');
});
