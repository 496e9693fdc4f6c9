// Whether the user is still signed in. Only the gateway knows; its answers with 401 end the session here.

import { Listeners } from '../live/Listeners';

export class SessionState {
  private reason: string | undefined;
  private readonly listeners = new Listeners();

  /** Why the session ended; undefined while it lasts. */
  readonly endReason = (): string | undefined => this.reason;

  readonly subscribe = this.listeners.subscribe;

  end(reason: string): void {
    if (this.reason !== undefined) return;
    this.reason = reason;
    this.listeners.notify();
  }
}

export const session = new SessionState();
