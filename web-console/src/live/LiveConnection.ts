import type { Problem } from '../api/model';
import { reconnectDelay } from './backoff';
import { type ClientFrame, type ServerFrame, readFrame } from './protocol';

/** Receives what one channel carries. */
export interface ChannelHandler {
  /** The channel was requested, at first and after each reconnection. What it carries starts anew. */
  opened?: () => void;
  event?: (name: string, data: unknown, id: string | undefined) => void;
  text?: (data: string) => void;
  line?: (data: unknown) => void;
  /** The server ended the channel; it is not opened again. */
  closed?: (problem: Problem | null) => void;
  /** The connection was lost. The channel is opened again with the next one. */
  lost?: () => void;
}

/** What a WebSocket does here, so that tests can replace it. */
export interface Socket {
  send(text: string): void;
  close(): void;
  onopen: (() => void) | null;
  onmessage: ((event: { data: unknown }) => void) | null;
  onclose: ((event: { code: number; reason: string }) => void) | null;
}

export interface Environment {
  connect: () => Socket;
  /** Runs `task` once after `ms`; the result cancels it. */
  after: (ms: number, task: () => void) => () => void;
  random: () => number;
  sessionEnded: (reason: string) => void;
}

interface Channel {
  path: string;
  handler: ChannelHandler;
  lastEventId?: string;
}

/** The gateway sends a heartbeat every 5 s. */
const silenceMs = 15_000;
const sessionEndedCode = 4401;

/** The only live connection of a tab. It carries channels, and opens them again after a loss. */
export class LiveConnection {
  private readonly channels = new Map<string, Channel>();
  private readonly environment: Environment;
  private socket: Socket | undefined;
  private ready = false;
  private attempts = 0;
  private created = 0;
  private stopped = false;
  private cancelWatch: () => void = () => undefined;
  private cancelRetry: () => void = () => undefined;

  constructor(environment: Environment) {
    this.environment = environment;
  }

  /**
   * Opens a channel for `path`, after the event `lastEventId` if it is given; the result closes it. The connection is made with the
   * first channel, and ends with the last one. After the end of the session, nothing is opened.
   */
  open(path: string, handler: ChannelHandler, lastEventId?: string): () => void {
    if (this.stopped) return () => undefined;
    const name = `c${++this.created}`;
    this.channels.set(name, { path, handler, ...(lastEventId && { lastEventId }) });
    if (this.ready) this.request(name);
    else if (!this.socket && this.attempts === 0) this.connect();
    return () => {
      if (!this.channels.delete(name)) return;
      if (this.ready) this.write({ type: 'close', channel: name });
      if (this.channels.size === 0) this.disconnect();
    };
  }

  /** Connects at once instead of waiting, for example when the browser is online again. */
  retryNow(): void {
    if (this.socket || this.stopped || this.channels.size === 0) return;
    this.cancelRetry();
    this.connect();
  }

  /** Closes the connection forever: the session has ended. */
  stop(): void {
    if (this.stopped) return;
    this.stopped = true;
    this.cancelRetry();
    this.socket?.close();
  }

  private disconnect(): void {
    const socket = this.socket;
    this.socket = undefined;
    this.ready = false;
    this.attempts = 0;
    this.cancelWatch();
    this.cancelRetry();
    socket?.close();
  }

  private connect(): void {
    if (this.stopped) return;
    const socket = this.environment.connect();
    this.socket = socket;
    socket.onopen = () => {
      this.ready = true;
      this.watch();
      for (const name of this.channels.keys()) this.request(name);
    };
    socket.onmessage = (message) => {
      this.watch();
      this.attempts = 0;
      const frame = typeof message.data === 'string' ? readFrame(message.data) : undefined;
      if (frame) this.receive(frame);
    };
    socket.onclose = ({ code, reason }) => this.handleClose(socket, code, reason);
    this.watch();
  }

  private request(name: string): void {
    const channel = this.channels.get(name);
    if (!channel) return;
    channel.handler.opened?.();
    const { path, lastEventId } = channel;
    this.write({ type: 'open', channel: name, path, ...(lastEventId && { lastEventId }) });
  }

  private receive(frame: ServerFrame): void {
    switch (frame.type) {
      case 'heartbeat':
        return;
      case 'session-ended':
        this.endSession(frame.detail ?? frame.reason);
        return;
      case 'event':
        this.receiveEvent(frame);
        return;
      case 'text':
        this.channels.get(frame.channel)?.handler.text?.(frame.data);
        return;
      case 'line':
        this.channels.get(frame.channel)?.handler.line?.(frame.data);
        return;
      case 'closed': {
        const channel = this.channels.get(frame.channel);
        this.channels.delete(frame.channel);
        channel?.handler.closed?.(frame.problem);
        return;
      }
    }
  }

  private receiveEvent(frame: Extract<ServerFrame, { type: 'event' }>): void {
    const channel = this.channels.get(frame.channel);
    if (!channel) return;
    if (frame.id) channel.lastEventId = frame.id;
    channel.handler.event?.(frame.event, frame.data, frame.id);
  }

  private handleClose(socket: Socket, code: number, reason: string): void {
    if (this.socket !== socket) return;
    this.socket = undefined;
    this.ready = false;
    this.cancelWatch();
    if (code === sessionEndedCode) this.endSession(reason);
    for (const channel of [...this.channels.values()]) channel.handler.lost?.();
    if (this.stopped || this.channels.size === 0) {
      this.attempts = 0;
      return;
    }
    const delay = reconnectDelay(++this.attempts, this.environment.random());
    this.cancelRetry = this.environment.after(delay, () => this.connect());
  }

  /** A connection without heartbeats is dead, even if the browser has not noticed. */
  private watch(): void {
    this.cancelWatch();
    this.cancelWatch = this.environment.after(silenceMs, () => {
      const socket = this.socket;
      if (!socket) return;
      socket.close();
      this.handleClose(socket, 0, '');
    });
  }

  private endSession(reason: string): void {
    if (this.stopped) return;
    this.stop();
    this.environment.sessionEnded(reason);
  }

  private write(frame: ClientFrame): void {
    this.socket?.send(JSON.stringify(frame));
  }
}
