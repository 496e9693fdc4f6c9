import type { Problem } from '../api/model';
import { reconnectDelay } from './backoff';
import { Listeners } from './Listeners';
import type { LiveConnection } from './LiveConnection';

/** How current the page is. */
export type LiveState =
  | { kind: 'connecting' }
  | { kind: 'live'; at: number }
  /** `since` is when the page was last current. */
  | { kind: 'behind'; since: number | undefined; problem: Problem | undefined }
  /** The server does not offer changes; the lists are read again periodically. */
  | { kind: 'unsupported' };

export interface ChangeReceiver {
  changed: (name: string, data: object) => void;
  /** Changes may have been missed: everything must be read again. */
  reset: () => void;
  /** The changes continue without a gap. What could not be read meanwhile must be read again. */
  resumed: () => void;
  /** The user may not follow these changes any more. */
  forbidden: () => void;
}

export interface Clock {
  now: () => number;
  after: (ms: number, task: () => void) => () => void;
  random: () => number;
}

/** The server sends a heartbeat every 5 s. */
const silenceMs = 12_000;
const unsupportedRetryMs = 60_000;

/** Follows GET /v1/changes, and knows how current the page is. */
export class ChangeFeed {
  private current: LiveState = { kind: 'connecting' };
  private lastEventId: string | undefined;
  private lastReceivedAt: number | undefined;
  private failures = 0;
  private close: () => void = () => undefined;
  private cancelWatch: () => void = () => undefined;
  private readonly listeners = new Listeners();
  private readonly connection: Pick<LiveConnection, 'open'>;
  private readonly receiver: ChangeReceiver;
  private readonly clock: Clock;
  private readonly path: string;

  constructor(connection: Pick<LiveConnection, 'open'>, receiver: ChangeReceiver, clock: Clock, path: string) {
    this.connection = connection;
    this.receiver = receiver;
    this.clock = clock;
    this.path = path;
  }

  readonly state = (): LiveState => this.current;

  readonly subscribe = this.listeners.subscribe;

  start(): void {
    this.watch();
    this.close = this.connection.open(
      this.path,
      {
        event: (name, data, id) => this.receive(name, data, id),
        lost: () => this.markOutdated(undefined),
        closed: (problem) => this.reopenLater(problem),
      },
      this.lastEventId,
    );
  }

  stop(): void {
    this.cancelWatch();
    this.close();
  }

  private receive(name: string, data: unknown, id: string | undefined): void {
    const resumed = this.lastEventId !== undefined;
    if (id) this.lastEventId = id;
    this.failures = 0;
    this.lastReceivedAt = this.clock.now();
    this.watch();
    switch (name) {
      case 'heartbeat':
        break;
      case 'ready':
        // What was read before the server was ready may miss a change.
        if (resumed) this.receiver.resumed();
        else this.receiver.reset();
        break;
      case 'reset':
        this.receiver.reset();
        break;
      default:
        if (typeof data === 'object' && data !== null) this.receiver.changed(name, data);
    }
    this.show({ kind: 'live', at: this.lastReceivedAt });
  }

  private reopenLater(problem: Problem | null): void {
    if (problem === null && this.failures === 0) {
      // The server ends the stream when the access token expires. Reopen it without showing that.
      this.failures = 1;
      this.start();
      return;
    }
    if (problem?.code === 'forbidden') this.receiver.forbidden();
    const unsupported = problem?.status === 404;
    if (unsupported) this.show({ kind: 'unsupported' });
    else this.markOutdated(problem ?? undefined);
    const delay = unsupported ? unsupportedRetryMs : reconnectDelay(++this.failures, this.clock.random());
    this.cancelWatch();
    const cancel = this.clock.after(delay, () => this.start());
    this.close = cancel;
  }

  private watch(): void {
    this.cancelWatch();
    this.cancelWatch = this.clock.after(silenceMs, () => this.markOutdated(undefined));
  }

  private markOutdated(problem: Problem | undefined): void {
    if (this.current.kind === 'unsupported') return;
    this.show({ kind: 'behind', since: this.lastReceivedAt, problem });
  }

  private show(state: LiveState): void {
    this.current = state;
    this.listeners.notify();
  }
}
