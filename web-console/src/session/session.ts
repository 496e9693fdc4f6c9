// Whether the user is still signed in. Only the gateway knows; its answers with 401 end the session here.

type Listener = () => void;

export class SessionState {
  private reason: string | undefined;
  private readonly listeners = new Set<Listener>();

  /** Why the session ended; undefined while it lasts. */
  readonly endReason = (): string | undefined => this.reason;

  readonly subscribe = (listener: Listener): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  end(reason: string): void {
    if (this.reason !== undefined) return;
    this.reason = reason;
    this.listeners.forEach((listener) => listener());
  }
}

export const session = new SessionState();
