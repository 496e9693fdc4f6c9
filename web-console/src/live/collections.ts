// How a change of one resource is applied to a list of resources.
import type { AuditEntry, Container, Host, Image, Intent, PortPublication, QuarantinedRecord } from '../api/model';

/** The resources that lists hold, by the name of their event. */
export interface Resources {
  container: Container;
  image: Image;
  port: PortPublication;
  intent: Intent;
  host: Host;
  audit: AuditEntry;
  quarantine: QuarantinedRecord;
}

export type ResourceName = keyof Resources;
/** For administrators, the account that owns the resource. */
export type Owned<T> = T & { account?: string };
export type Tombstone = { removed: true; account?: string } & Record<string, unknown>;
export type Change<T> = Owned<T> | Tombstone;

const keyFields: { [N in ResourceName]: (keyof Resources[N] & string)[] } = {
  container: ['id'],
  image: ['ref'],
  port: ['address', 'port', 'protocol'],
  intent: ['intent'],
  host: ['name'],
  audit: ['id'],
  quarantine: ['position'],
};

export function isResource(name: string): name is ResourceName {
  return name in keyFields;
}

export function isTombstone(change: object): change is Tombstone {
  return (change as { removed?: unknown }).removed === true;
}

/** Applies a change: replaces, adds or removes. Returns the same list if nothing changes. */
export function applyChange<N extends ResourceName>(
  name: N,
  list: Owned<Resources[N]>[],
  change: Change<Resources[N]>,
): Owned<Resources[N]>[] {
  if (isTombstone(change)) {
    const left = list.filter((item) => !names(change, item));
    return left.length === list.length ? list : left;
  }
  const index = list.findIndex((item) => sameKey(name, item, change));
  const before = list[index];
  if (!before) return [change, ...list];
  return isOlder(change, before) ? list : list.with(index, change);
}

/** A tombstone names an item if all its fields are those of the item. The account is not in a user's own items. */
function names(tombstone: Tombstone, item: object): boolean {
  const fields = Object.entries(tombstone).filter(([field]) => field !== 'removed' && field !== 'account');
  return fields.length > 0 && fields.every(([field, value]) => (item as Record<string, unknown>)[field] === value);
}

function sameKey<N extends ResourceName>(name: N, one: Resources[N], other: Resources[N]): boolean {
  return keyFields[name].every((field) => one[field] === other[field]);
}

/** A list that was read after the event may already contain a newer state. */
function isOlder(change: object, present: object): boolean {
  const [one, other] = [change, present] as { sequence?: number }[];
  return one?.sequence !== undefined && other?.sequence !== undefined && one.sequence < other.sequence;
}
