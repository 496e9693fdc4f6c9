/**
 * The idempotency key of a request that is sent again after its outcome stayed unknown, such as after a lost connection. Another
 * request, and a request whose outcome is known, gets a new key: with the old one, the server would only repeat its answer.
 */
export class AttemptKey {
  private unknown: { request: string; key: string } | undefined;
  private readonly create: () => string;

  constructor(create: () => string) {
    this.create = create;
  }

  /** The key for sending `request` now. */
  of(request: string): string {
    if (this.unknown?.request !== request) this.unknown = { request, key: this.create() };
    return this.unknown.key;
  }

  /** The request was answered. */
  succeeded(): void {
    this.unknown = undefined;
  }

  /** The request failed with this status; 0 if there was no answer. */
  failed(status: number): void {
    if (status > 0 && status < 500) this.unknown = undefined;
  }
}
