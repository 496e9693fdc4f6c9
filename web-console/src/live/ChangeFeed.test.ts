import { expect, test } from 'vitest';
import type { Problem } from '../api/model';
import { ChangeFeed } from './ChangeFeed';
import type { ChannelHandler } from './LiveConnection';

/** A connection and a clock that the test drives. */
class World {
  now = 1_000;
  handler: ChannelHandler = {};
  readonly opened: (string | undefined)[] = [];
  readonly received: string[] = [];
  private tasks: { at: number; task: () => void }[] = [];

  readonly feed = new ChangeFeed(
    {
      open: (_, handler, lastEventId) => {
        this.handler = handler;
        this.opened.push(lastEventId);
        return () => undefined;
      },
    },
    {
      changed: (name) => this.received.push(name),
      reset: () => this.received.push('reset'),
      resumed: () => this.received.push('resumed'),
      forbidden: () => this.received.push('forbidden'),
    },
    {
      now: () => this.now,
      random: () => 1,
      after: (ms, task) => {
        const entry = { at: this.now + ms, task };
        this.tasks.push(entry);
        return () => {
          this.tasks = this.tasks.filter((each) => each !== entry);
        };
      },
    },
    '/v1/changes',
  );

  pass(ms: number): void {
    this.now += ms;
    for (const due of this.tasks.filter(({ at }) => at <= this.now)) {
      this.tasks = this.tasks.filter((each) => each !== due);
      due.task();
    }
  }
}

function liveWorld(): World {
  const world = new World();
  world.feed.start();
  world.handler.event?.('ready', {}, '1');
  return world;
}

test('the page is live from the first event, and what was read before is read again', () => {
  const world = new World();
  world.feed.start();
  expect(world.feed.state()).toEqual({ kind: 'connecting' });
  world.handler.event?.('ready', {}, '1');
  expect(world.feed.state()).toEqual({ kind: 'live', at: 1_000 });
  expect(world.received).toEqual(['reset']);
});

test('without events for a while, the page is not current since the last one', () => {
  const world = liveWorld();
  world.pass(11_000);
  world.handler.event?.('heartbeat', {}, '1');
  world.pass(11_999);
  expect(world.feed.state().kind).toBe('live');
  world.pass(1);
  expect(world.feed.state()).toEqual({ kind: 'behind', since: 12_000, problem: undefined });
});

test('a normal end of the stream reopens it, and only what could not be read is read again', () => {
  const world = liveWorld();
  world.handler.closed?.(null);
  expect(world.feed.state().kind).toBe('live');
  expect(world.opened).toEqual([undefined, '1']);
  world.handler.event?.('ready', {}, '2');
  expect(world.received).toEqual(['reset', 'resumed']);
});

test('a stream that ends again and again is opened with growing delays', () => {
  const world = liveWorld();
  world.handler.closed?.(null);
  world.handler.closed?.(null);
  expect(world.opened).toHaveLength(2);
  expect(world.feed.state().kind).toBe('behind');
  world.pass(1_000);
  expect(world.opened).toHaveLength(3);
});

test('the page says why the server ended the stream', () => {
  const world = liveWorld();
  const problem = { status: 503, code: 'view-unreachable', detail: 'DCM reads its log.' } as Problem;
  world.handler.closed?.(problem);
  expect(world.feed.state()).toEqual({ kind: 'behind', since: 1_000, problem });
});

test('a server without changes is asked again after a minute', () => {
  const world = new World();
  world.feed.start();
  world.handler.closed?.({ status: 404, code: 'not-found', detail: '' } as Problem);
  expect(world.feed.state()).toEqual({ kind: 'unsupported' });
  world.pass(60_000);
  expect(world.opened).toHaveLength(2);
});

test('changes and resets are passed on', () => {
  const world = liveWorld();
  world.handler.event?.('container', { id: 'a' }, '2');
  world.handler.event?.('reset', {}, '3');
  expect(world.received).toEqual(['reset', 'container', 'reset']);
});

test('a user whose role has changed is noticed', () => {
  const world = liveWorld();
  world.handler.closed?.({ status: 403, code: 'forbidden', detail: '' } as Problem);
  expect(world.received).toEqual(['reset', 'forbidden']);
});
