import { expect, test } from 'vitest';
import type { Container } from '../api/model';
import { ChangeLog } from './ChangeLog';

const container = (id: string, sequence: number) => ({ id, sequence }) as Container;

test('changes that arrive while a list is read are applied to it', () => {
  const log = new ChangeLog();
  log.add('container', container('old', 1));
  const position = log.position();
  log.add('container', container('a', 2));
  log.add('container', { removed: true, id: 'b' });
  const read = [container('a', 1), container('b', 1)];
  expect(log.applySince(position, 'container', read, (change) => change)).toEqual([container('a', 2)]);
});

test('changes that do not concern the list are left out', () => {
  const log = new ChangeLog();
  log.add('container', container('a', 2));
  expect(log.applySince(0, 'container', [], () => undefined)).toEqual([]);
});

test('a full log knows that it no longer reaches back', () => {
  const log = new ChangeLog(4);
  for (let i = 0; i < 6; i++) log.add('container', container(`c${i}`, 1));
  expect(log.containsAllAfter(0)).toBe(false);
  expect(log.containsAllAfter(log.position())).toBe(true);
});
