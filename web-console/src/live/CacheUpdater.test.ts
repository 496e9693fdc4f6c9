import { QueryClient } from '@tanstack/react-query';
import { expect, test } from 'vitest';
import { selectIntent } from '../activity/useIntents';
import type { Intent, IntentSteps } from '../api/model';
import { CacheUpdater, type List, keys } from './CacheUpdater';

/** As GET /v1/intents/{id} shows a request, and GET /v1/changes its changes. */
const stopped: IntentSteps = {
  intent: 'i2',
  kind: 'stop-container',
  status: 'done',
  actor: 'account/alice',
  target: 'web',
  container: 'c1',
  steps: [],
  recordedAt: '2026-11-25T15:00:00Z',
  decidedAt: '2026-11-25T15:00:01Z',
  endedAt: '2026-11-25T15:00:02Z',
  sequence: 7,
};
/** As GET /v1/intents lists it. */
const entry: Intent = {
  intent: 'i2',
  account: 'alice',
  actor: 'account/alice',
  request: 'stop-container',
  status: 'done',
  target: 'web',
  container: 'c1',
  requestedAt: '2026-11-25T15:00:00Z',
  decidedAt: '2026-11-25T15:00:01Z',
  finishedAt: '2026-11-25T15:00:02Z',
};

/** The list of alice's requests after a change. */
function listAfter(change: object, filter = { container: '', status: '' }): Intent[] | undefined {
  const cache = new QueryClient();
  const key = keys.list('intent', 'alice');
  cache.getQueryCache().build(cache, { queryKey: key, meta: { select: selectOf(filter) } });
  cache.setQueryData<List<Intent>>(key, { items: [] });
  new CacheUpdater(cache, 'alice', () => undefined).changed('intent', change);
  return cache.getQueryData<List<Intent>>(key)?.items;
}

function selectOf(filter: { container: string; status: string }) {
  return (change: Parameters<typeof selectIntent>[0]) => selectIntent(change, 'alice', filter);
}

test("a user's own request, which a change reports without the account, appears in the list", () => {
  expect(listAfter(stopped)).toEqual([entry]);
});

test("an administrator's list has the administrator's requests only", () => {
  expect(listAfter({ account: 'alice', ...stopped })).toEqual([entry]);
  expect(listAfter({ account: 'bob', ...stopped })).toEqual([]);
});

test('a request that does not match the filter is left out', () => {
  expect(listAfter(stopped, { container: 'c1', status: 'done' })).toEqual([entry]);
  expect(listAfter(stopped, { container: 'c2', status: '' })).toEqual([]);
  expect(listAfter(stopped, { container: '', status: 'rejected' })).toEqual([]);
});

test('a request whose kind is not known yet is not listed', () => {
  expect(listAfter({ ...stopped, kind: undefined })).toEqual([]);
});
