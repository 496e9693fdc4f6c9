import { expect, test } from 'vitest';
import type { ContainerStats } from '../api/model';
import { StatsStore } from './stats';

const measured: ContainerStats = {
  at: '2026-11-25T15:00:00Z',
  cpus: 0,
  memoryBytes: 1024,
  memoryLimitBytes: 2048,
  networkReceivedBytes: 0,
  networkSentBytes: 0,
  blockReadBytes: 0,
  blockWrittenBytes: 0,
  pids: 1,
};
/** What Docker reports if it cannot read the container's cgroups. */
const zeros: ContainerStats = { ...measured, at: '0001-01-01T00:00:00Z', memoryBytes: 0, memoryLimitBytes: 0, pids: 0 };

test('zeros of a host that cannot measure are no measurement', () => {
  const store = new StatsStore();
  store.add('web', measured);
  store.add('web', zeros);
  expect(store.latest('web')).toBeUndefined();
  expect(store.unavailable('web')).toBe(true);
  expect(store.recent('web')).toEqual([measured]);
});

test('an idle container is measured', () => {
  const store = new StatsStore();
  store.add('web', zeros);
  store.add('web', measured);
  expect(store.unavailable('web')).toBe(false);
  expect(store.latest('web')).toEqual(measured);
});
