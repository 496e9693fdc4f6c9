import { afterEach, expect, test, vi } from 'vitest';
import { formatEnd } from './format';

afterEach(() => vi.unstubAllEnvs());

test.each([
  ['America/New_York', '2026-12-10 20:00'],
  ['Europe/Berlin', '2026-12-11 02:00'],
])('an end at midnight in UTC is shown as the day before, another one with its time, also in %s', (zone, local) => {
  vi.stubEnv('TZ', zone);
  expect(formatEnd('2026-12-11T00:00:00Z')).toBe('2026-12-10');
  expect(formatEnd('2026-12-11T01:00:00Z')).toBe(local);
  expect(formatEnd(undefined)).toBe('never');
});
