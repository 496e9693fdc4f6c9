import { type UseQueryResult, keepPreviousData, useQuery } from '@tanstack/react-query';
import type { Page } from '../api/model';
import { text } from '../messages/messages';
import { type List, type Select, keys } from './CacheUpdater';
import { type Change, type ResourceName, type Resources } from './collections';
import { useLive, usePollInterval } from './live';

interface ListSource<N extends ResourceName> {
  name: N;
  /** Distinguishes lists of the same resource. */
  filter?: unknown[];
  load: (cursor: string | undefined, signal: AbortSignal) => Promise<Page<Resources[N]>>;
  /** Pages to load; the rest stays at the server. */
  pages?: number;
  /** Shows the list before while another filter or more pages are loaded. */
  keepPrevious?: boolean;
  select: Select<N>;
}

/** A list that is read once and then kept current by changes; it is read again periodically while no changes arrive. */
export function useList<N extends ResourceName>(source: ListSource<N>): UseQueryResult<List<Resources[N]>> {
  const { updater } = useLive();
  const refetchInterval = usePollInterval();
  return useQuery({
    queryKey: keys.list(source.name, ...(source.filter ?? [])),
    queryFn: async ({ signal }) => {
      const position = updater.log.position();
      const list = await loadPages(source, signal);
      if (!updater.log.containsAllAfter(position)) {
        throw new Error(text.live.tooManyChanges);
      }
      return { ...list, items: updater.log.applySince(position, source.name, list.items, source.select) };
    },
    meta: { select: source.select },
    ...(source.keepPrevious && { placeholderData: keepPreviousData }),
    staleTime: Infinity,
    refetchInterval,
  });
}

async function loadPages<N extends ResourceName>(
  source: ListSource<N>,
  signal: AbortSignal,
): Promise<List<Resources[N]>> {
  const items: Resources[N][] = [];
  let cursor: string | undefined;
  let total: number | undefined;
  for (let page = 0; page < (source.pages ?? 100); page++) {
    const answer = await source.load(cursor, signal);
    items.push(...answer.items);
    total ??= answer.total;
    cursor = answer.next;
    if (cursor === undefined) break;
  }
  return { items, next: cursor, total };
}

/** Keeps the changes of the user's own resources. Administrators also receive those of others. */
export function own<T extends object>(account: string): (change: Change<T>) => Change<T> | undefined {
  return (change) => {
    const owner = (change as { account?: string }).account;
    return owner === undefined || owner === account ? change : undefined;
  };
}
