/** Functions that are called after each change of a state, for `useSyncExternalStore`. */
export class Listeners {
  private readonly all = new Set<() => void>();

  /** Adds a listener. The result removes it. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.all.add(listener);
    return () => this.all.delete(listener);
  };

  notify(): void {
    this.all.forEach((listener) => listener());
  }
}
