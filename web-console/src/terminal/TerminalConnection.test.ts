import { beforeEach, expect, test } from 'vitest';
import { TerminalConnection, type TerminalSocket, type TerminalState } from './TerminalConnection';

class FakeSocket implements TerminalSocket {
  onmessage: TerminalSocket['onmessage'] = null;
  onclose: TerminalSocket['onclose'] = null;
  readonly sent: unknown[] = [];
  closed = false;
  readonly offset: number | undefined;

  constructor(offset: number | undefined) {
    this.offset = offset;
  }

  send(data: string | Uint8Array<ArrayBuffer>): void {
    this.sent.push(typeof data === 'string' ? JSON.parse(data) : new TextDecoder().decode(data));
  }

  close(): void {
    this.closed = true;
  }

  receive(frame: object): void {
    this.onmessage?.({ data: JSON.stringify(frame) });
  }

  print(text: string): void {
    this.onmessage?.({ data: new TextEncoder().encode(text).buffer });
  }

  drop(code = 1006): void {
    this.onclose?.({ code, reason: 'gone' });
  }
}

let sockets: FakeSocket[];
let tasks: (() => void)[];
let states: TerminalState[];
let screen: string;
let pending: (() => void)[];
let ended: string[];
let connection: TerminalConnection;

beforeEach(() => {
  sockets = [];
  tasks = [];
  states = [];
  screen = '';
  pending = [];
  ended = [];
  connection = new TerminalConnection(
    {
      connect: (offset) => {
        const socket = new FakeSocket(offset);
        sockets.push(socket);
        return socket;
      },
      after: (_, task) => {
        tasks.push(task);
        return () => {
          tasks = tasks.filter((each) => each !== task);
        };
      },
      random: () => 0,
      sessionEnded: (reason) => ended.push(reason),
    },
    {
      write: (bytes, done) => {
        screen += new TextDecoder().decode(bytes);
        pending.push(done);
      },
      reset: () => (screen = ''),
      size: () => ({ columns: 80, rows: 24 }),
    },
    (state) => states.push(state),
  );
});

const newest = () => sockets.at(-1) as FakeSocket;
const kinds = () => states.map(({ kind }) => kind);
const typed = (text: string) => connection.input(new TextEncoder().encode(text));

function attach(offset = 0, end = 0, anew = true): void {
  newest().receive({ type: 'attached', offset, end, anew });
}

function process(): void {
  pending.splice(0).forEach((done) => done());
}

test('a terminal is connected when the server says so, and learns the size', () => {
  typed('early');
  attach();
  typed('ls');
  expect(kinds()).toEqual(['connecting', 'connected']);
  expect(newest().sent).toEqual([{ type: 'resize', columns: 80, rows: 24 }, 'ls']);
});

test('the server learns what is on the screen', () => {
  attach();
  newest().print('hello');
  expect(newest().sent).not.toContainEqual({ type: 'processed', offset: 5 });
  process();
  expect(newest().sent).toContainEqual({ type: 'processed', offset: 5 });
});

test('after a loss, the output continues without repetition', () => {
  attach();
  newest().print('hello');
  process();
  newest().drop();
  expect(kinds().at(-1)).toBe('reconnecting');
  tasks.at(-1)?.();
  expect(newest().offset).toBe(5);
  attach(5, 8, false);
  newest().print(' you');
  expect(screen).toBe('hello you');
  typed('x');
  expect(newest().sent).toContain('x');
});

test('a tab that missed too much begins with an empty screen', () => {
  attach();
  newest().print('hello');
  newest().drop();
  tasks.at(-1)?.();
  attach(300_000, 300_004, true);
  newest().print('late');
  expect(screen).toBe('late');
});

test('answers of the screen to repeated output do not reach the program', () => {
  attach(0, 5, true);
  newest().print('query');
  typed('answer');
  expect(newest().sent).not.toContain('answer');
  process();
  typed('typed');
  expect(newest().sent).toContain('typed');
});

test('a long paste is sent in parts', () => {
  attach();
  typed('x'.repeat(20_000));
  expect(
    newest()
      .sent.slice(1)
      .map((part) => (part as string).length),
  ).toEqual([8192, 8192, 3616]);
});

test('heartbeats are answered, and a silent connection is replaced', () => {
  attach();
  newest().receive({ type: 'heartbeat' });
  expect(newest().sent).toContainEqual({ type: 'alive' });
  tasks.at(-1)?.();
  expect(newest().closed).toBe(true);
  expect(kinds().at(-1)).toBe('reconnecting');
});

test('the end of the terminal is final', () => {
  attach();
  newest().receive({ type: 'ended', reason: 'exited', detail: 'The shell ended.' });
  newest().drop(4410);
  connection.retryNow();
  expect(states.at(-1)).toEqual({ kind: 'ended', end: { reason: 'exited', detail: 'The shell ended.' } });
  expect(sockets).toHaveLength(1);
  expect(tasks).toEqual([]);
});

test('the end of the session ends the terminal and is reported', () => {
  attach();
  newest().receive({ type: 'session-ended', reason: 'account-suspended', detail: 'Please talk to us' });
  expect(ended).toEqual(['Please talk to us']);
  expect(kinds().at(-1)).toBe('ended');
});

test('a tab that is closed connects no more', () => {
  attach();
  connection.close();
  newest().drop();
  expect(newest().closed).toBe(true);
  expect(kinds()).toEqual(['connecting', 'connected']);
  expect(tasks).toEqual([]);
});
