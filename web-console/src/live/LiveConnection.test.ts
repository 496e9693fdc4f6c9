import { expect, test } from 'vitest';
import { LiveConnection, type Socket } from './LiveConnection';

/** A socket and a clock that the test drives. */
class World {
  readonly sockets: FakeSocket[] = [];
  readonly ended: string[] = [];
  private tasks: { at: number; task: () => void }[] = [];
  private now = 0;
  readonly connection = new LiveConnection({
    connect: () => {
      const socket = new FakeSocket();
      this.sockets.push(socket);
      return socket;
    },
    after: (ms, task) => {
      const entry = { at: this.now + ms, task };
      this.tasks.push(entry);
      return () => {
        this.tasks = this.tasks.filter((each) => each !== entry);
      };
    },
    random: () => 1,
    sessionEnded: (reason) => this.ended.push(reason),
  });

  get socket(): FakeSocket {
    const socket = this.sockets.at(-1);
    if (!socket) throw new Error('No socket was opened.');
    return socket;
  }

  pass(ms: number): void {
    this.now += ms;
    for (const due of this.tasks.filter(({ at }) => at <= this.now)) {
      this.tasks = this.tasks.filter((each) => each !== due);
      due.task();
    }
  }
}

class FakeSocket implements Socket {
  readonly sent: unknown[] = [];
  closed = false;
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: ((event: { code: number; reason: string }) => void) | null = null;
  send(text: string): void {
    this.sent.push(JSON.parse(text));
  }
  close(): void {
    this.closed = true;
  }
  receive(frame: object): void {
    this.onmessage?.({ data: JSON.stringify(frame) });
  }
}

test('a channel is opened again after a loss, after the last event that was received', () => {
  const world = new World();
  const events: unknown[] = [];
  world.connection.open('/v1/changes', { event: (name) => events.push(name) });
  world.socket.onopen?.();
  expect(world.socket.sent).toEqual([{ type: 'open', channel: 'c1', path: '/v1/changes' }]);
  world.socket.receive({ type: 'event', channel: 'c1', event: 'ready', id: '7', data: {} });
  world.socket.onclose?.({ code: 1006, reason: '' });
  world.pass(500);
  world.socket.onopen?.();
  expect(world.sockets).toHaveLength(2);
  expect(world.socket.sent).toEqual([{ type: 'open', channel: 'c1', path: '/v1/changes', lastEventId: '7' }]);
  expect(events).toEqual(['ready']);
});

test('a connection without heartbeats is replaced', () => {
  const world = new World();
  let lost = 0;
  world.connection.open('/v1/changes', { lost: () => lost++ });
  world.socket.onopen?.();
  world.pass(14_000);
  world.socket.receive({ type: 'heartbeat', at: '' });
  world.pass(14_000);
  expect(lost).toBe(0);
  world.pass(1_000);
  expect(lost).toBe(1);
  expect(world.sockets[0]?.closed).toBe(true);
  world.pass(500);
  expect(world.sockets).toHaveLength(2);
});

test('delays between failed attempts grow', () => {
  const world = new World();
  world.connection.open('/v1/changes', {});
  world.socket.onclose?.({ code: 1006, reason: '' });
  world.pass(500);
  world.socket.onclose?.({ code: 1006, reason: '' });
  world.pass(999);
  expect(world.sockets).toHaveLength(2);
  world.pass(1);
  expect(world.sockets).toHaveLength(3);
});

test('the end of the session ends the connection', () => {
  const world = new World();
  world.connection.open('/v1/changes', {});
  world.socket.onopen?.();
  world.socket.receive({ type: 'session-ended', reason: 'suspended', detail: 'Your account is suspended.' });
  world.socket.onclose?.({ code: 4401, reason: 'suspended' });
  world.pass(60_000);
  world.connection.open('/v1/containers/a/logs', {});
  expect(world.ended).toEqual(['Your account is suspended.']);
  expect(world.sockets).toHaveLength(1);
});

test('a stopped connection closes its socket and is not made again', () => {
  const world = new World();
  world.connection.open('/v1/changes', {});
  world.socket.onopen?.();
  world.connection.stop();
  expect(world.socket.closed).toBe(true);
  world.socket.onclose?.({ code: 1005, reason: '' });
  world.connection.retryNow();
  world.pass(60_000);
  expect(world.sockets).toHaveLength(1);
});

test('a channel that the server closes is not opened again', () => {
  const world = new World();
  const problems: unknown[] = [];
  world.connection.open('/v1/containers/a/logs', { closed: (problem) => problems.push(problem) });
  world.connection.open('/v1/changes', {});
  world.socket.onopen?.();
  world.socket.receive({ type: 'closed', channel: 'c1', problem: null });
  expect(problems).toEqual([null]);
  world.socket.onclose?.({ code: 1006, reason: '' });
  world.pass(500);
  world.socket.onopen?.();
  expect(world.socket.sent).toEqual([{ type: 'open', channel: 'c2', path: '/v1/changes' }]);
});

test('a closed channel receives nothing more', () => {
  const world = new World();
  const received: string[] = [];
  const close = world.connection.open('/v1/logs', { text: (data) => received.push(data) });
  world.socket.onopen?.();
  close();
  world.socket.receive({ type: 'text', channel: 'c1', data: 'late' });
  expect(world.socket.sent.at(-1)).toEqual({ type: 'close', channel: 'c1' });
  expect(received).toEqual([]);
});

test('the connection ends with its last channel, and another channel makes a new one', () => {
  const world = new World();
  const close = world.connection.open('/v1/changes', {});
  const first = world.socket;
  first.onopen?.();
  close();
  expect(first.closed).toBe(true);
  world.connection.open('/v1/changes', {});
  expect(world.sockets).toHaveLength(2);
  first.onclose?.({ code: 1000, reason: '' });
  world.socket.onopen?.();
  expect(world.socket.sent).toEqual([{ type: 'open', channel: 'c2', path: '/v1/changes' }]);
});

test('frames of a newer gateway are ignored', () => {
  const world = new World();
  world.connection.open('/v1/changes', {});
  world.socket.onopen?.();
  expect(() => world.socket.receive({ type: 'weather' })).not.toThrow();
});
