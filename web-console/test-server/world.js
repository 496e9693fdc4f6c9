// What the test server knows. Its documents have the form that docs/openapi.json describes.
import { containerOf, containers, host, images, intents, quota, sessions, users } from './documents.js';
import { TestTerminals } from './terminals.js';

/** @typedef {import('ws').WebSocket} WebSocket */
/** @typedef {{ type: string, channel: string, path: string, lastEventId?: string }} Frame */
/** @typedef {{ id: string, handle: number, name: string, state: string, sequence: number } & Record<string, unknown>} TestContainer */

export class World {
  /** @param {'user' | 'administrator'} role @param {boolean} changes whether the server offers the stream of changes */
  constructor(role, changes) {
    this.role = role;
    this.changes = changes;
    this.signedIn = true;
    this.terminals = new TestTerminals();
    this.sessions = [...sessions];
    /** @type {TestContainer[]} */
    this.containers = containers.map((container) => ({ ...container }));
    this.images = [...images];
    /** @type {object[]} */
    this.intents = [...intents];
    this.audit = [auditEntry('01a2', 'suspend-account')];
    this.quota = quota;
    /** @type {{ position: string, at: string, key: string, reason: string, releasable: boolean }[]} */
    this.quarantine = [];
    /** The content of the last uploaded archive. */
    this.uploaded = '';
    this.users = users;
    /** @type {{ name: string, hosts: string[], pullOnly: boolean, plainHttp: boolean, changedAt: string }[]} */
    this.registries = [
      { name: 'registry.lab.example', hosts: [], pullOnly: false, plainHttp: false, changedAt: '2026-11-25T15:00:00Z' },
    ];
    this.hosts = [host];
    /** All changes so far; the id of one is its number. @type {{ name: string, data: object }[]} */
    this.events = [];
    /** @type {Map<WebSocket, string[]>} channels of changes by connection */
    this.followers = new Map();
    /** @type {{ method: string, path: string, key: string | undefined }[]} */
    this.requests = [];
  }

  /** @param {WebSocket} socket */
  connect(socket) {
    this.followers.set(socket, []);
    const heartbeat = setInterval(() => this.beat(socket), 1000);
    socket.on('close', () => {
      clearInterval(heartbeat);
      this.followers.delete(socket);
    });
    socket.on('message', (data) => {
      if (!Buffer.isBuffer(data)) return;
      /** @type {unknown} */
      const frame = JSON.parse(data.toString());
      this.receive(socket, /** @type {Frame} */ (frame));
    });
  }

  /** @param {WebSocket} socket @param {Frame} frame */
  receive(socket, { type, channel, path, lastEventId }) {
    const channels = this.followers.get(socket) ?? [];
    if (type === 'close') {
      this.followers.set(
        socket,
        channels.filter((each) => each !== channel),
      );
    } else if (path.startsWith('/v1/changes')) {
      if (!this.changes) {
        send(socket, {
          type: 'closed',
          channel,
          problem: { status: 404, code: 'not-found', detail: 'No such resource.' },
        });
        return;
      }
      channels.push(channel);
      const from = lastEventId === undefined ? this.events.length : Number(lastEventId);
      this.event(socket, channel, from, 'ready', {});
      this.events.slice(from).forEach(({ name, data }, i) => this.event(socket, channel, from + i + 1, name, data));
    } else if (path.includes('/logs')) {
      send(socket, { type: 'text', channel, data: 'first line\nsecond \u001b[31mred\u001b[0m line\n' });
    } else if (path.includes('stats')) {
      this.sendStats(socket, channel, path);
    }
  }

  /** @param {WebSocket} socket @param {string} channel @param {string} path */
  sendStats(socket, channel, path) {
    for (const container of this.containers.filter(
      ({ id, state }) => state === 'running' && (path.startsWith('/v1/stats') || path.includes(id)),
    )) {
      send(socket, {
        type: 'line',
        channel,
        data: {
          container: container.id,
          at: new Date().toISOString(),
          cpus: 0.25,
          memoryBytes: 128 * 1024 * 1024,
          memoryLimitBytes: 1024 * 1024 * 1024,
          networkReceivedBytes: 1000,
          networkSentBytes: 2000,
          blockReadBytes: 3000,
          blockWrittenBytes: 4000,
          pids: 7,
        },
      });
    }
  }

  /** @param {WebSocket} socket */
  beat(socket) {
    send(socket, { type: 'heartbeat', at: new Date().toISOString() });
    for (const channel of this.followers.get(socket) ?? []) {
      this.event(socket, channel, this.events.length, 'heartbeat', {});
    }
  }

  /** Sends a change of alice's resources to all tabs. @param {string} name @param {object} document */
  publish(name, document) {
    // Only administrators see whose it is.
    const data = this.role === 'administrator' ? { account: 'alice', ...document } : { ...document };
    this.events.push({ name, data });
    for (const [socket, channels] of this.followers) {
      for (const channel of channels) this.event(socket, channel, this.events.length, name, data);
    }
  }

  /** @param {WebSocket} socket @param {string} channel @param {number} id @param {string} event @param {object} data */
  event(socket, channel, id, event, data) {
    send(socket, { type: 'event', channel, event, id: `${id}`, data });
  }

  /** @param {string} handle */
  container(handle) {
    return this.containers.find(({ id, name, handle: port }) => [id, name, String(port)].includes(handle));
  }

  /** @param {TestContainer} container @param {object} part */
  change(container, part) {
    Object.assign(container, part, { sequence: container.sequence + 1 });
    this.publish('container', container);
  }

  /** A request is done, wherever it was made. @param {string} kind @param {string} target */
  request(kind, target) {
    this.finish(`i-${this.intents.length}`, kind, target);
  }

  /** @param {string} intent @param {string} kind @param {string} [target] */
  finish(intent, kind, target) {
    const [actor, status] = ['account/alice', 'done'];
    const at = new Date().toISOString();
    const end = { intent, actor, status, target };
    const entry = { account: 'alice', request: kind, requestedAt: at, decidedAt: at, finishedAt: at };
    this.intents.push({ ...end, ...entry });
    this.publish('intent', { ...end, kind, steps: [], recordedAt: at, decidedAt: at, endedAt: at });
  }

  /** Somebody did something. @param {string} action @param {string} result */
  record(action, result = 'done') {
    const entry = { ...auditEntry(`a-${this.audit.length}`, action), at: new Date().toISOString(), result };
    this.audit.push(entry);
    if (this.role === 'administrator') this.publish('audit', entry);
  }

  /** A record could not be processed. @param {string} position */
  setAside(position) {
    const at = '2026-11-25T15:00:00Z';
    const record = { position, at, key: 'owner/bob', reason: 'unknown type', releasable: true };
    this.quarantine.push(record);
    if (this.role === 'administrator') this.publish('quarantine', record);
  }

  /** @param {TestContainer} container */
  stop(container) {
    this.change(container, { state: 'stopped' });
    this.terminals.lose(container.id);
  }

  /** @param {string} name */
  create(name) {
    const container = containerOf(this.containers.length + 1, { name });
    this.containers.push(container);
    this.publish('container', container);
    return container;
  }

  /** @param {TestContainer} container */
  remove(container) {
    this.containers = this.containers.filter((each) => each !== container);
    this.publish('container', { removed: true, id: container.id });
  }
}

/** @param {string} id @param {string} action */
function auditEntry(id, action) {
  return {
    id,
    at: '2026-11-25T15:00:00Z',
    actor: 'account/alice',
    account: 'bob',
    action,
    request: { reason: 'Please talk to us' },
    from: '192.0.2.7',
    result: 'done',
  };
}

/** @type {(role: 'user' | 'administrator', changes: boolean) => World} */
export function createWorld(role, changes) {
  return new World(role, changes);
}

/** @param {WebSocket} socket @param {object} frame */
function send(socket, frame) {
  socket.send(JSON.stringify(frame));
}
