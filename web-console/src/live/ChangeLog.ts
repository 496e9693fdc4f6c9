import { type Change, type ResourceName, type Resources, applyChange, type Owned } from './collections';

interface Entry {
  number: number;
  name: ResourceName;
  change: Change<Resources[ResourceName]>;
}

/**
 * The most recent changes, in the order of their arrival. An answer to a query may be older than a change that arrived while the
 * query ran; the changes since its start are applied to it.
 */
export class ChangeLog {
  private entries: Entry[] = [];
  private count = 0;
  private readonly capacity: number;

  constructor(capacity = 5000) {
    this.capacity = capacity;
  }

  /** The position before the next change. */
  position(): number {
    return this.count;
  }

  add<N extends ResourceName>(name: N, change: Change<Resources[N]>): void {
    this.entries.push({ number: ++this.count, name, change });
    if (this.entries.length > this.capacity) this.entries = this.entries.slice(this.capacity / 2);
  }

  /** Whether all changes after `position` are still here. */
  containsAllAfter(position: number): boolean {
    return (this.entries[0]?.number ?? this.count + 1) <= position + 1;
  }

  /** `list` with the changes after `position` that `select` keeps. */
  applySince<N extends ResourceName>(
    position: number,
    name: N,
    list: Owned<Resources[N]>[],
    select: (change: Change<Resources[N]>) => Change<Resources[N]> | undefined,
  ): Owned<Resources[N]>[] {
    return this.entries
      .filter((entry) => entry.number > position && entry.name === name)
      .map((entry) => select(entry.change as Change<Resources[N]>))
      .filter((change) => change !== undefined)
      .reduce((result, change) => applyChange(name, result, change), list);
  }
}
