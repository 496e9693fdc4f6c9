import type { Call } from '../api/call';
import type { Intent, Page } from '../api/model';
import { send } from '../api/send';
import { isTombstone, type Change } from '../live/collections';
import { useList } from '../live/useList';
import { useSession } from '../session/SessionContext';

export interface IntentFilter {
  container: string;
  status: string;
}

const pageSize = 100;

/** The user's requests, newest first; `pages` of them are loaded. */
export function useIntents({ container, status }: IntentFilter, pages: number) {
  const { account } = useSession();
  return useList({
    name: 'intent',
    filter: [account, container, status, pages],
    load: (cursor, signal) => send(list(container, status, cursor), { signal }),
    pages,
    select: (change) => selectIntent(change, account, { container, status }),
  });
}

function list(container: string, status: string, cursor: string | undefined): Call<Page<Intent>> {
  return { method: 'get', path: '/v1/intents', query: { container, status, cursor, limit: pageSize } };
}

/** A request that no longer matches the filter is removed from the list. */
export function selectIntent(
  change: Change<Intent>,
  account: string,
  filter: IntentFilter,
): Change<Intent> | undefined {
  if (isTombstone(change)) return change;
  if (change.account !== account) return undefined;
  if (filter.container && change.container !== filter.container && change.target !== filter.container) return undefined;
  return filter.status && change.status !== filter.status ? { removed: true, intent: change.intent } : change;
}
