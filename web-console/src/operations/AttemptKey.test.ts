import { expect, test } from 'vitest';
import { AttemptKey } from './AttemptKey';

function create() {
  let n = 0;
  return new AttemptKey(() => `key-${++n}`);
}

test.each([0, 503])('a request whose outcome is unknown (%i) is sent again with its key', (status) => {
  const attempt = create();
  expect(attempt.of('a')).toBe('key-1');
  attempt.failed(status);
  expect(attempt.of('a')).toBe('key-1');
});

test('another request has another key', () => {
  const attempt = create();
  attempt.of('a');
  attempt.failed(0);
  expect(attempt.of('b')).toBe('key-2');
});

test('a request that was rejected or succeeded gets a new key', () => {
  const attempt = create();
  attempt.of('a');
  attempt.failed(409);
  expect(attempt.of('a')).toBe('key-2');
  attempt.succeeded();
  expect(attempt.of('a')).toBe('key-3');
});
