import { type Call, call } from '../api/call';
import type { AuditEntry, Page } from '../api/model';
import { send } from '../api/send';
import { type Change, isTombstone } from '../live/collections';
import { useList } from '../live/useList';
import { text } from '../messages/messages';
import type { Operation } from '../operations/Operation';

/** Empty fields match every entry. */
export interface AuditFilter {
  account: string;
  /** The name of an account, or an actor as in the answer. */
  actor: string;
  action: string;
  result: string;
  /** An instant. */
  since: string;
}

const pageSize = 200;
const largestPage = 1000;

/** The entries that match the filter, newest first; `pages` of them are loaded, with `size` entries each. */
export function useAudit(filter: AuditFilter, pages: number, size = pageSize) {
  return useList({
    name: 'audit',
    filter: [filter, pages, size],
    load: (cursor, signal) => send(list(filter, cursor, size), { signal }),
    pages,
    keepPrevious: true,
    select: (change) => selectEntry(change, filter),
  });
}

/** The order of the server. An entry that was changed now can be an old one. */
export function newestFirst(entries: readonly AuditEntry[]): AuditEntry[] {
  return entries.toSorted((one, other) => Date.parse(other.at) - Date.parse(one.at) || (one.id < other.id ? 1 : -1));
}

/** How the shell and the API list the entries that match the filter. */
export function listOperation(filter: AuditFilter): Operation {
  const words = Object.entries(filter).flatMap(([name, value]) => (value ? [`--${name}`, value as string] : []));
  return {
    title: text.audit.exportOf,
    shell: ['audit', '--json', '--limit', String(largestPage), ...words],
    call: list(filter, undefined, largestPage),
    file: 'audit.json',
  };
}

/** All entries that match the filter. */
export async function loadAll(filter: AuditFilter): Promise<AuditEntry[]> {
  const entries: AuditEntry[] = [];
  let cursor: string | undefined;
  do {
    const page = await send(list(filter, cursor, largestPage));
    entries.push(...page.items);
    cursor = page.next;
  } while (cursor !== undefined);
  return entries;
}

function list(filter: AuditFilter, cursor: string | undefined, limit: number): Call<Page<AuditEntry>> {
  return call('get', '/v1/audit', { query: { ...filter, cursor, limit } });
}

/** Decides as the query does. An entry that no longer matches, because its result is another one, is removed from the list. */
export function selectEntry(change: Change<AuditEntry>, filter: AuditFilter): Change<AuditEntry> | undefined {
  if (isTombstone(change)) return change;
  const matches =
    (!filter.account || change.account === filter.account) &&
    (!filter.actor || change.actor === fullActor(filter.actor)) &&
    (!filter.action || change.action === filter.action) &&
    (!filter.since || Date.parse(change.at) >= Date.parse(filter.since));
  if (!matches) return undefined;
  return filter.result && change.result !== filter.result ? { removed: true, id: change.id } : change;
}

function fullActor(actor: string): string {
  return actor.includes('/') || actor === 'admission' || actor === 'installation' ? actor : `account/${actor}`;
}
