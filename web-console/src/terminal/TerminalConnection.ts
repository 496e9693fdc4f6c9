import { reconnectDelay } from '../live/backoff';
import { type TabFrame, type TerminalFrame, readTerminalFrame } from './protocol';

/** What a WebSocket does here, so that tests can replace it. */
export interface TerminalSocket {
  send(data: string | Uint8Array<ArrayBuffer>): void;
  close(): void;
  onmessage: ((event: { data: unknown }) => void) | null;
  onclose: ((event: { code: number; reason: string }) => void) | null;
}

/** What shows the output. */
export interface Screen {
  /** Calls `done` when the bytes are on the screen. */
  write(bytes: Uint8Array, done: () => void): void;
  /** Clears everything, after what was written before. */
  reset(): void;
  size(): ScreenSize;
}

export interface ScreenSize {
  columns: number;
  rows: number;
}

export interface Environment {
  /** Connects; `offset` is the end of the output that is on the screen. */
  connect: (offset: number | undefined) => TerminalSocket;
  /** Runs `task` once after `ms`; the result cancels it. */
  after: (ms: number, task: () => void) => () => void;
  random: () => number;
  sessionEnded: (reason: string) => void;
}

export type TerminalState =
  { kind: 'connecting' } | { kind: 'connected' } | { kind: 'reconnecting' } | { kind: 'ended'; end: TerminalEnd };

export interface TerminalEnd {
  /** A fixed word, such as `exited`. */
  reason: string;
  detail: string;
}

const silenceMs = 15_000;
const sessionEndedCode = 4401;
/** The server sends at most 128 KiB that are not processed. */
const reportEvery = 32 * 1024;
const largestMessage = 8 * 1024;

/** Shows one terminal of the server in this tab. Reconnects after a loss, and continues where the output was interrupted. */
export class TerminalConnection {
  private readonly environment: Environment;
  private readonly screen: Screen;
  private readonly changed: (state: TerminalState) => void;
  private socket: TerminalSocket | undefined;
  private attached = false;
  private attempts = 0;
  private received: number | undefined;
  private processed = 0;
  private reported = 0;
  /** Output before this offset was answered by an earlier tab: a program must not receive the screen's answers again. */
  private replayEnd = 0;
  private over = false;
  private cancelTimer: () => void = () => undefined;

  constructor(environment: Environment, screen: Screen, changed: (state: TerminalState) => void) {
    this.environment = environment;
    this.screen = screen;
    this.changed = changed;
    changed({ kind: 'connecting' });
    this.connect();
  }

  /** Sends what the person typed or pasted, and what the screen answers to programs. */
  input(bytes: Uint8Array<ArrayBuffer>): void {
    if (!this.attached || this.processed < this.replayEnd) return;
    for (let from = 0; from < bytes.length; from += largestMessage) {
      this.socket?.send(bytes.slice(from, from + largestMessage));
    }
  }

  resize({ columns, rows }: ScreenSize): void {
    if (this.attached) this.send({ type: 'resize', columns, rows });
  }

  /** Connects at once instead of waiting. */
  retryNow(): void {
    if (this.socket || this.over) return;
    this.cancelTimer();
    this.connect();
  }

  /** Leaves the terminal; at the server, it goes on for a while. */
  close(): void {
    this.over = true;
    this.cancelTimer();
    this.socket?.close();
  }

  private connect(): void {
    const socket = this.environment.connect(this.received);
    this.socket = socket;
    socket.onmessage = ({ data }) => {
      if (this.over) return;
      this.watch(socket);
      if (data instanceof ArrayBuffer) this.show(new Uint8Array(data));
      else if (typeof data === 'string') this.receive(readTerminalFrame(data));
    };
    socket.onclose = ({ code, reason }) => this.lose(socket, code, reason);
    this.watch(socket);
  }

  private receive(frame: TerminalFrame | undefined): void {
    switch (frame?.type) {
      case 'attached':
        this.attach(frame.offset, frame.end, frame.anew);
        return;
      case 'ended':
        this.end({ reason: frame.reason, detail: frame.detail });
        return;
      case 'heartbeat':
        this.send({ type: 'alive' });
        return;
      case 'session-ended':
        this.environment.sessionEnded(frame.detail ?? frame.reason);
        this.end({ reason: frame.reason, detail: frame.detail ?? frame.reason });
        return;
      case undefined:
        return;
    }
  }

  private attach(offset: number, end: number, anew: boolean): void {
    this.attempts = 0;
    this.attached = true;
    if (anew) {
      this.screen.reset();
      this.processed = offset;
      this.replayEnd = end;
    }
    this.received = offset;
    this.reported = offset;
    this.changed({ kind: 'connected' });
    this.resize(this.screen.size());
  }

  private show(bytes: Uint8Array): void {
    const end = (this.received ?? 0) + bytes.length;
    this.received = end;
    this.screen.write(bytes, () => {
      this.processed = end;
      if (end - this.reported >= reportEvery || end === this.received) this.report();
    });
  }

  private report(): void {
    if (!this.attached || this.processed <= this.reported) return;
    this.reported = this.processed;
    this.send({ type: 'processed', offset: this.processed });
  }

  private lose(socket: TerminalSocket, code: number, reason: string): void {
    if (this.socket !== socket) return;
    this.socket = undefined;
    this.attached = false;
    this.cancelTimer();
    if (this.over) return;
    if (code === sessionEndedCode) {
      this.environment.sessionEnded(reason);
      this.end({ reason: 'session-ended', detail: reason });
      return;
    }
    this.changed({ kind: 'reconnecting' });
    const delay = reconnectDelay(++this.attempts, this.environment.random());
    this.cancelTimer = this.environment.after(delay, () => this.connect());
  }

  /** A connection without heartbeats is dead, even if the browser has not noticed. */
  private watch(socket: TerminalSocket): void {
    this.cancelTimer();
    this.cancelTimer = this.environment.after(silenceMs, () => {
      socket.close();
      this.lose(socket, 0, '');
    });
  }

  private end(end: TerminalEnd): void {
    if (this.over) return;
    this.changed({ kind: 'ended', end });
    this.close();
  }

  private send(frame: TabFrame): void {
    this.socket?.send(JSON.stringify(frame));
  }
}
