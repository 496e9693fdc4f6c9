import { expect, test } from 'vitest';
import { connectionProblem, explanationOf } from './problem';

test('only codes of the server have an explanation', () => {
  expect(explanationOf({ code: 'quota-exceeded' })).toBe('/problems/quota-exceeded');
  expect(explanationOf({ code: 'status-502' })).toBeUndefined();
  expect(explanationOf(connectionProblem('offline'))).toBeUndefined();
});
