import { expect, test } from 'vitest';
import type { Container } from '../api/model';
import { changeOperation } from './operations';
import { planBulk } from './planBulk';

const container = (name: string, state: Container['state']) =>
  ({ id: `id-${name}`, handle: 31001, name, state }) as Container;

test('containers whose state does not allow a change are skipped with the reason', () => {
  const plan = planBulk('stop', [container('a', 'running'), container('b', 'stopped'), container('c', 'paused')]);
  expect(plan.included.map(({ name }) => name)).toEqual(['a', 'c']);
  expect(plan.skipped.map(({ reason }) => reason)).toEqual([
    'b is stopped. Only a running or paused container can be stopped.',
  ]);
});

test('the server decides about a container whose state is unknown', () => {
  expect(planBulk('start', [container('a', 'unreachable')]).skipped).toEqual([]);
});

test('a running container is removed by force, a stopped one is not', () => {
  expect(changeOperation('remove', container('a', 'running')).call.query).toEqual({ force: true });
  expect(changeOperation('remove', container('a', 'stopped')).call.query).toEqual({ force: false });
});
