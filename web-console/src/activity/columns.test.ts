import { expect, test } from 'vitest';
import type { Intent } from '../api/model';
import { targetName } from './columns';
import { requestName } from './requestName';

const intent: Intent = {
  intent: 'i1',
  account: 'alice',
  actor: 'account/alice',
  request: 'stop-container',
  status: 'done',
  requestedAt: '2026-11-25T15:00:00Z',
};
const names = new Map([
  ['5d60', 'web'],
  ['31001', 'web'],
]);

test('a container has one name, however it was named in the request', () => {
  expect(targetName({ ...intent, target: '31001' }, names)).toBe('web');
  expect(targetName({ ...intent, target: '31001', container: '5d60' }, names)).toBe('web');
  expect(targetName({ ...intent, container: '5d60' }, names)).toBe('web');
});

test('a container that does not exist any more is named as in the request', () => {
  expect(targetName({ ...intent, target: 'old', container: '7e11' }, names)).toBe('old');
});

test('requests have plain names', () => {
  expect(requestName('stop-container')).toBe('Stop a container');
  expect(requestName('of-a-newer-version')).toBe('of a newer version');
});
