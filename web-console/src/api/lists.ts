// The lists of the API, and single resources that pages show.
import { useQuery } from '@tanstack/react-query';
import { keys } from '../live/CacheUpdater';
import { usePollInterval } from '../live/live';
import { own, useList } from '../live/useList';
import { useSession } from '../session/SessionContext';
import { type Call, call } from './call';
import type { About, Container, Page } from './model';
import { send } from './send';

export const pageSize = 500;

export function useContainers() {
  const { account } = useSession();
  return useList({
    name: 'container',
    filter: ['own'],
    load: (cursor, signal) => send(call('get', '/v1/containers', { query: { cursor, limit: pageSize } }), { signal }),
    select: own(account),
  });
}

/** For administrators: the containers of all accounts. */
export function useAllContainers() {
  return useList({
    name: 'container',
    filter: ['all'],
    load: (cursor, signal) => send(allContainers(cursor), { signal }),
    select: (change) => change,
  });
}

function allContainers(cursor: string | undefined): Call<Page<Container>> {
  return { method: 'get', path: '/v1/containers', query: { scope: 'all', cursor, limit: pageSize } };
}

export function useImages() {
  const { account } = useSession();
  return useList({
    name: 'image',
    load: (_, signal) => send(call('get', '/v1/images'), { signal }),
    select: own(account),
  });
}

export function usePorts() {
  const { account } = useSession();
  return useList({
    name: 'port',
    load: (_, signal) => send(call('get', '/v1/ports'), { signal }),
    select: own(account),
  });
}

export function useHosts() {
  return useList({
    name: 'host',
    load: (cursor, signal) => send(call('get', '/v1/hosts', { query: { cursor, limit: pageSize } }), { signal }),
    select: (change) => change,
  });
}

/** No change reports the limits of a group. */
export function useQuota() {
  return useLiveQuery(keys.quota, call('get', '/v1/me/quota'), minuteMs);
}

/** No change reports the account's warnings, such as that a host is about to be drained. */
export function useAccount() {
  return useLiveQuery(keys.account, call('get', '/v1/me'), minuteMs);
}

export function useGrantedPresets() {
  return useLiveQuery(keys.grantedPresets, call('get', '/v1/presets'));
}

export function useAbout() {
  const about: Call<About> = { method: 'get', path: '/v1/about' };
  return useQuery({
    queryKey: ['about'],
    queryFn: ({ signal }) => send(about, { signal }),
    staleTime: Infinity,
  });
}

/** How often a page reads again what no change reports, in milliseconds. */
export const refreshMs = 10_000;
const minuteMs = 60_000;

/** A query whose answer is read again when changes were missed; with `refresh`, also periodically. */
export function useLiveQuery<Answer>(queryKey: readonly unknown[], request: Call<Answer>, refresh?: number) {
  const poll = usePollInterval();
  const refetchInterval = poll === false ? (refresh ?? false) : Math.min(poll, refresh ?? poll);
  return useQuery({
    queryKey,
    queryFn: ({ signal }) => send(request, { signal }),
    staleTime: 5_000,
    refetchInterval,
  });
}
