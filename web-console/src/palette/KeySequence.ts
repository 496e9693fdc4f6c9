const timeoutMs = 1000;

/** Recognises keys that are typed one after the other, such as "g c". */
export class KeySequence {
  private readonly bindings: ReadonlyMap<string, () => void>;
  private typed = '';
  private lastAt = 0;

  constructor(bindings: Iterable<readonly [keys: string, action: () => void]>) {
    this.bindings = new Map(bindings);
  }

  /** Returns whether the key completed or continued a sequence. */
  press(key: string, at: number): boolean {
    const continued = this.typed && at - this.lastAt <= timeoutMs ? `${this.typed} ${key}` : key;
    this.lastAt = at;
    for (const candidate of continued === key ? [key] : [continued, key]) {
      const action = this.bindings.get(candidate);
      if (action) {
        this.typed = '';
        action();
        return true;
      }
      if ([...this.bindings.keys()].some((keys) => keys.startsWith(`${candidate} `))) {
        this.typed = candidate;
        return true;
      }
    }
    this.typed = '';
    return false;
  }
}
