import { call } from '../api/call';
import { refreshMs, useLiveQuery } from '../api/lists';
import { keys } from '../live/CacheUpdater';

/** All accounts. */
export function usePeople() {
  return useLiveQuery(keys.users, call('get', '/v1/users'), refreshMs);
}

export function usePerson(name: string) {
  return useLiveQuery([...keys.users, name], call('get', '/v1/users/{name}', { path: { name } }), refreshMs);
}

export function useQuotaOf(name: string) {
  return useLiveQuery(['live', 'quotas', name], call('get', '/v1/quotas/{name}', { path: { name } }), refreshMs);
}

export function useHoldings(name: string) {
  return useLiveQuery(['live', 'holdings', name], call('get', '/v1/holdings/{name}', { path: { name } }), refreshMs);
}
