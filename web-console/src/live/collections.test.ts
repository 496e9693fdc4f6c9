import { expect, test } from 'vitest';
import type { Container } from '../api/model';
import { applyChange } from './collections';

const container = (id: string, sequence: number, state: Container['state'] = 'running') =>
  ({ id, sequence, state, name: `name-${id}` }) as Container;

test('a change replaces the item with the same key', () => {
  const list = [container('a', 1), container('b', 1)];
  expect(applyChange('container', list, container('b', 2, 'stopped'))).toEqual([
    container('a', 1),
    container('b', 2, 'stopped'),
  ]);
});

test('a change of an unknown item adds it', () => {
  expect(applyChange('container', [container('a', 1)], container('b', 1)).map((each) => each.id)).toEqual(['b', 'a']);
});

test('a change that is older than the item changes nothing', () => {
  const list = [container('a', 5)];
  expect(applyChange('container', list, container('a', 4, 'stopped'))).toBe(list);
});

test('a tombstone removes the item that it names', () => {
  const list = [container('a', 1), container('b', 1)];
  expect(applyChange('container', list, { removed: true, id: 'a' })).toEqual([container('b', 1)]);
});

test('a tombstone with an account removes from the list of own items', () => {
  expect(applyChange('container', [container('a', 1)], { removed: true, id: 'a', account: 'alice' })).toEqual([]);
});

test('a tombstone without a key removes nothing', () => {
  const list = [container('a', 1)];
  expect(applyChange('container', list, { removed: true })).toBe(list);
});

test('a tombstone of a container removes all its ports', () => {
  const port = (number: number, id: string) => ({
    address: '192.0.2.1',
    port: number,
    protocol: 'tcp' as const,
    container: id,
    name: 'web',
    since: '',
  });
  const list = [port(80, 'a'), port(81, 'a'), port(82, 'b')];
  expect(applyChange('port', list, { removed: true, container: 'a' })).toEqual([port(82, 'b')]);
});
