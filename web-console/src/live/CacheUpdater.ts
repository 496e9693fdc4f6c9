import type { QueryClient } from '@tanstack/react-query';
import type { IntentSteps } from '../api/model';
import { ChangeLog } from './ChangeLog';
import type { ChangeReceiver } from './ChangeFeed';
import { type Change, type Owned, type ResourceName, type Resources, applyChange, isResource } from './collections';
import { intentEntry } from './intentEntry';

/** A list in the cache. `next` is the cursor of what is not loaded yet. */
export interface List<T> {
  items: Owned<T>[];
  next?: string | undefined;
  total?: number | undefined;
}

/** Keeps the changes that concern a list, in the form in which the list holds its items. */
export type Select<N extends ResourceName> = (change: Change<Resources[N]>) => Change<Resources[N]> | undefined;

/** The keys of the cache. Those below `live` are kept current by changes. */
export const keys = {
  session: ['session'] as const,
  live: ['live'] as const,
  list: (name: ResourceName, ...filter: unknown[]) => ['live', 'list', name, ...filter] as const,
  quota: ['live', 'quota'] as const,
  account: ['live', 'account'] as const,
  users: ['live', 'users'] as const,
  grantedPresets: ['live', 'granted-presets'] as const,
};

/** Applies changes to the cached answers of queries. */
export class CacheUpdater implements ChangeReceiver {
  readonly log = new ChangeLog();
  private readonly cache: QueryClient;
  private readonly account: string;

  private readonly intentChanged: (intent: IntentSteps) => void;

  constructor(cache: QueryClient, account: string, intentChanged: (intent: IntentSteps) => void) {
    this.cache = cache;
    this.account = account;
    this.intentChanged = intentChanged;
  }

  readonly changed = (name: string, data: object): void => {
    if (name === 'intent') this.changeIntent(data as Owned<IntentSteps>);
    else if (isResource(name)) this.changeLists(name, data as Change<Resources[typeof name]>);
    else if (name === 'quota') this.replaceOwn(keys.quota, data);
    else if (name === 'account') {
      this.replaceOwn(keys.account, data);
      void this.cache.invalidateQueries({ queryKey: keys.users });
      void this.cache.invalidateQueries({ queryKey: keys.grantedPresets });
    }
  };

  readonly reset = (): void => {
    void this.cache.invalidateQueries({ queryKey: keys.live });
  };

  readonly resumed = (): void => {
    void this.cache.invalidateQueries({ queryKey: keys.live, predicate: ({ state }) => state.error !== null });
  };

  /** The user may have another role now. */
  readonly forbidden = (): void => {
    void this.cache.invalidateQueries({ queryKey: keys.session });
  };

  private changeIntent(intent: Owned<IntentSteps>): void {
    this.intentChanged(intent);
    const entry = intentEntry(intent, this.account);
    if (entry) this.changeLists('intent', entry);
  }

  private changeLists<N extends ResourceName>(name: N, change: Change<Resources[N]>): void {
    this.log.add(name, change);
    for (const query of this.cache.getQueryCache().findAll({ queryKey: keys.list(name) })) {
      const select = query.meta?.select as Select<N> | undefined;
      const selected = select?.(change);
      if (!selected) continue;
      this.cache.setQueryData<List<Resources[N]>>(query.queryKey, (list) => {
        if (!list) return list;
        const items = applyChange(name, list.items, selected);
        return items === list.items ? list : { ...list, items };
      });
    }
  }

  /** An administrator also receives the events of other accounts. */
  private replaceOwn(key: readonly string[], data: object): void {
    const { account, ...value } = data as { account?: string; name?: string };
    const owner = account ?? (key === keys.account ? value.name : undefined);
    if (owner !== undefined && owner !== this.account) return;
    const session = this.cache.getQueryData<{ role?: unknown }>(keys.session);
    if (key === keys.account && session && 'role' in value && value.role !== session.role) this.forbidden();
    this.cache.setQueryData<object>(key, (before) => before && value);
  }
}
