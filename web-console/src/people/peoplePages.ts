import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { call } from '../api/call';
import { refreshMs } from '../api/lists';
import type { Quota, User } from '../api/model';
import { send } from '../api/send';
import { keys } from '../live/CacheUpdater';

/** Which accounts are shown, in which order; empty texts select all. */
export interface PeopleFilter {
  q: string;
  state: string;
  group: string;
  /** The id of a column, with `-` before it for descending order. */
  sort: string;
}

export interface PeoplePages {
  people: User[];
  quotas: Map<string, Quota>;
  /** The number of matching accounts on all pages. */
  total: number;
  /** The cursor of what is not loaded yet. */
  next: string | undefined;
}

interface AccountQuota {
  account: string;
  quota: Quota;
}

/** The names of a page must fit into the address of a request. */
const pageSize = 100;

/** The columns of usage, by which the server sorts quotas. */
const usageColumns: Record<string, string> = {
  containers: 'containers',
  cpus: 'cpus',
  memory: 'memoryMiB',
  homes: 'homeMiB',
};

/** The columns of accounts, by which the server sorts accounts. */
const accountColumns: readonly string[] = ['name', 'displayName', 'state', 'group', 'role', 'expires'];

/** The states that can be selected. Accounts that were removed are in no list. */
export const selectableStates = ['active', 'suspended', 'removing'] as const;

/** The filter without what the page does not offer: the server would reject a state or order of an old address. */
export function offered(filter: PeopleFilter): PeopleFilter {
  const column = filter.sort.replace(/^-/, '');
  return {
    ...filter,
    state: selectableStates.some((state) => state === filter.state) ? filter.state : '',
    sort: accountColumns.includes(column) || Object.hasOwn(usageColumns, column) ? filter.sort : 'name',
  };
}

/**
 * The accounts that match, with their usage; the server filters and sorts them, and `pages` of them are loaded. The more
 * pages, the less often they are read again.
 */
export function usePeoplePages(filter: PeopleFilter, pages: number) {
  return useQuery({
    queryKey: [...keys.users, 'pages', filter, pages],
    queryFn: ({ signal }) => loadPages(filter, pages, signal),
    placeholderData: keepPreviousData,
    staleTime: 5_000,
    refetchInterval: refreshMs * pages,
  });
}

/** The name by which the server sorts quotas; undefined if the order is one of accounts. */
export function usageSort(sort: string): string | undefined {
  const descending = sort.startsWith('-');
  const column = usageColumns[descending ? sort.slice(1) : sort];
  return column && (descending ? `-${column}` : column);
}

/** Loads this number of pages. An account whose place changes meanwhile can be on two of them; it is listed once. */
export async function loadPages(filter: PeopleFilter, pages: number, signal: AbortSignal): Promise<PeoplePages> {
  const loaded: PeoplePages = { people: [], quotas: new Map(), total: 0, next: undefined };
  const names = new Set<string>();
  for (let page = 0; page < pages; page++) {
    const { people, quotas, total, next } = await loadPage(filter, loaded.next, signal);
    loaded.people.push(...people.filter(({ name }) => !names.has(name)));
    people.forEach(({ name }) => names.add(name));
    quotas.forEach((quota, name) => loaded.quotas.set(name, quota));
    loaded.total = total;
    loaded.next = next;
    if (next === undefined) break;
  }
  return loaded;
}

/** The service of the column by which the list is sorted selects the page; the other one completes it. */
async function loadPage(filter: PeopleFilter, cursor: string | undefined, signal: AbortSignal): Promise<PeoplePages> {
  const { sort, ...which } = filter;
  const byUsage = usageSort(sort);
  if (byUsage !== undefined) {
    const query = { ...which, sort: byUsage, cursor, limit: pageSize };
    const page = await send(call('get', '/v1/quotas', { query }), { signal });
    const names = page.items.map(({ account }) => account);
    const users = await usersOf(names, signal);
    const byName = new Map(users.map((user) => [user.name, user]));
    const people = names.flatMap((name) => byName.get(name) ?? []);
    return { people, quotas: quotaMap(page.items), total: page.total, next: page.next };
  }
  const query = { ...which, sort, cursor, limit: pageSize };
  const page = await send(call('get', '/v1/users', { query }), { signal });
  const names = page.items.map(({ name }) => name);
  const quotas = await quotasOf(names, signal).catch(() => []); // the table then shows the usage as unknown
  return { people: page.items, quotas: quotaMap(quotas), total: page.total, next: page.next };
}

async function usersOf(names: readonly string[], signal: AbortSignal): Promise<User[]> {
  if (names.length === 0) return [];
  return (await send(call('get', '/v1/users', { query: { names: names.join(',') } }), { signal })).items;
}

async function quotasOf(names: readonly string[], signal: AbortSignal): Promise<AccountQuota[]> {
  if (names.length === 0) return [];
  return (await send(call('get', '/v1/quotas', { query: { names: names.join(',') } }), { signal })).items;
}

function quotaMap(items: readonly AccountQuota[]): Map<string, Quota> {
  return new Map(items.map(({ account, quota }) => [account, quota]));
}
