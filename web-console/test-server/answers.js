// The answers of the API to the console's requests.
import { text } from './problems.js';

/** @typedef {{ status: number, json?: unknown, lines?: unknown[] }} Answer With lines, one document a line. */
/** @typedef {import('./world.js').World} World */

/** @type {(world: World, method: string, url: URL, headers: import('node:http').IncomingHttpHeaders, body: string) => Answer} */
export function answer(world, method, url, headers, body) {
  const path = url.pathname.replace(/^\/console/, '');
  if (!world.signedIn) return problem(401, 'unauthenticated', text.signedOut);
  if (method !== 'GET' && headers['x-dcm-console'] !== '1') return problem(403, 'cross-site-request', text.crossSite);
  if (method === 'GET') return read(world, path, url);
  const key = headers['idempotency-key'];
  world.requests.push({ method, path, key: Array.isArray(key) ? key[0] : key });
  return change(world, method, path, url, body);
}

/** @type {(world: World, path: string, url: URL) => Answer} */
function read(world, path, url) {
  const at = '2026-11-25T15:00:00Z';
  /** @type {Record<string, unknown>} */
  const documents = {
    '/sessions': { items: world.sessions },
    '/terminals': { items: world.terminals.list() },
    '/session': { account: 'alice', role: world.role, name: 'Alice L.' },
    '/v1/containers': { items: world.containers, total: world.containers.length },
    '/v1/images': { items: world.images },
    '/v1/ports': {
      items: world.containers.map(({ id, handle, name }) => ({
        address: '192.0.2.11',
        port: 8000 + handle - 31000,
        protocol: 'tcp',
        container: id,
        handle,
        name,
        since: at,
      })),
    },
    '/v1/intents': { items: world.intents },
    '/v1/me': { ...world.users[0], warnings: ['Your account ends in 20 days.'] },
    '/v1/me/quota': world.quota,
    '/v1/presets': { items: [{ name: 'big', version: 2, description: 'Much memory', options: {}, until: at }] },
    '/v1/about': {
      version: '0.1.0',
      sshGateway: { host: 'localhost', port: 2222 },
      defaults: { cpus: 1, memoryMiB: 1024 },
      features: [],
    },
    '/v1/users': { items: world.users, total: world.users.length },
    '/v1/users/bob': world.users[2],
    '/v1/users/mia': world.users[1],
    '/v1/quotas/mia': world.quota,
    '/v1/holdings/mia': { account: 'mia', containers: [], images: [] },
    '/v1/quotas': { items: [{ account: 'alice', quota: world.quota }], total: 1 },
    '/v1/quotas/bob': world.quota,
    '/v1/holdings/bob': {
      account: 'bob',
      containers: [{ id: '7e11', handle: 31077, name: 'lab', state: 'running', host: 'n1' }],
      images: [{ name: 'lab:1', host: 'n1' }],
    },
    '/v1/issuer': {
      issuer: 'https://id.lab.example',
      audience: 'dcm',
      nameClaim: 'preferred_username',
      tokenTypes: ['at+jwt'],
      managed: true,
      state: 'reachable',
    },
    '/v1/registries': { items: world.registries },
    '/v1/catalog/registries': { items: world.registries },
    '/v1/hosts': { items: world.hosts, total: world.hosts.length },
    '/v1/quarantine': { items: world.quarantine },
    '/v1/audit': auditPage(world, url),
    '/v1/catalog/groups': {
      items: [{ name: 'students', description: 'OS', quota: { cpus: 2 }, grants: [], members: ['bob'] }],
    },
    '/v1/catalog/presets': {
      items: [
        {
          name: 'big',
          version: 2,
          description: 'Much memory',
          options: { memoryMiB: 32768, tmpfs: [{ target: '/scratch', sizeMiB: 4096 }] },
          retired: false,
          changedAt: at,
          grantedTo: [{ group: 'students' }],
        },
      ],
    },
    '/v1/catalog/images': {
      items: [
        {
          name: 'debian-ssh:13',
          version: 1,
          source: { kind: 'recipe', reference: 'debian-ssh' },
          description: 'Debian with an SSH server',
          groups: ['everybody'],
          retired: false,
          changedAt: at,
          hosts: [{ host: 'n1', stage: 'ready' }],
        },
      ],
    },
  };
  if (path in documents) return { status: 200, json: documents[path] };
  if (path.endsWith('/top')) {
    const process = { pid: 48211, parentPid: 1, uid: 0, cpuPercent: 0.1, memoryPercent: 0.2, elapsed: '01:12:33' };
    return { status: 200, json: { processes: [{ ...process, command: 'sshd: /usr/sbin/sshd -D' }] } };
  }
  if (path.endsWith('/history')) {
    return {
      status: 200,
      json: { items: [{ sequence: 1, at, what: 'created', actor: 'account/alice', container: '', name: '' }] },
    };
  }
  if (path.startsWith('/v1/intents/')) {
    return {
      status: 200,
      json: { intent: path.slice(12), status: 'done', steps: [{ sequence: 1, at, what: 'placed' }] },
    };
  }
  return problem(404, 'not-found', `No such resource: ${path}`);
}

/** The newest entries first; the cursor is the number of entries that are left out. @type {(world: World, url: URL) => object} */
function auditPage(world, url) {
  const from = Number(url.searchParams.get('cursor') ?? 0);
  const to = from + Number(url.searchParams.get('limit') ?? 100);
  const result = url.searchParams.get('result');
  const items = world.audit
    .filter((entry) => !result || entry.result === result)
    .toReversed()
    .slice(from, to);
  return to < world.audit.length ? { items, next: String(to) } : { items };
}

/** @type {(world: World, method: string, path: string, url: URL, body: string) => Answer} */
function change(world, method, path, url, body) {
  if (method === 'POST' && path === '/v1/containers') return create(world, url, body);
  if (method === 'POST' && path === '/v1/images') return commit(world, url, body);
  if (method === 'POST' && path === '/v1/bulk/users') return importTable(url, body);
  if (url.searchParams.get('dryRun') === 'true') return dryRun(method, path);
  if (path.startsWith('/sessions')) return endSessions(world, path.slice('/sessions/'.length));
  if (path === '/v1/images/imports') return { status: 202, json: { intent: 'i-import', status: 'accepted' } };
  if (path === '/v1/uploads/i-import') return upload(world, body);
  if (path === '/v1/uploads/i-import/credentials') return credentials(world, body);
  if (path === '/v1/pushes') return push(body);
  if (path.startsWith('/v1/catalog/registries/')) return changeRegistry(world, method, path, body);
  if (path.startsWith('/terminals')) return changeTerminals(world, method, path, body);
  const [, handle = '', operation] = /^\/v1\/containers\/([^/]+)(?:\/(\w+))?$/.exec(path) ?? [];
  const container = world.container(handle);
  if (!container) return { status: 200, json: {} };
  if (method === 'DELETE') world.remove(container);
  else if (operation === 'stop') world.stop(container);
  else if (operation === 'start') world.change(container, { state: 'running' });
  else if (operation === 'rename') return problem(409, 'name-taken', text.nameTaken);
  return { status: 200, json: { intent: `i-${world.requests.length}`, status: 'done', container: container.id } };
}

/** A group with members cannot be removed. @type {(method: string, path: string) => Answer} */
function dryRun(method, path) {
  return method === 'DELETE' && path.startsWith('/v1/catalog/groups/')
    ? problem(409, 'group-in-use', text.groupInUse, { numbers: { members: 1 } })
    : { status: 200, json: { events: ['changed'] } };
}

/** The host has read the archive, and the import is done. @type {(world: World, body: string) => Answer} */
function upload(world, body) {
  world.uploaded = body;
  const [image] = world.images;
  if (image) {
    const imported = { ...image, ref: 'lab:1', name: 'lab', tag: '1', base: false };
    world.images.push(imported);
    world.publish('image', imported);
  }
  world.finish('i-import', 'import-image');
  return { status: 204 };
}

/** The host cannot be reached with the password "wrong". @type {(world: World, body: string) => Answer} */
function credentials(world, body) {
  if (body.includes('wrong')) return problem(503, 'host-unreachable', text.hostUnreachable);
  return upload(world, body);
}

/** @type {(world: World, method: string, path: string, body: string) => Answer} */
function changeRegistry(world, method, path, body) {
  const name = decodeURIComponent(path.slice('/v1/catalog/registries/'.length));
  world.registries = world.registries.filter((registry) => registry.name !== name);
  if (method === 'DELETE') return { status: 204 };
  /** @type {unknown} */
  const json = JSON.parse(body);
  const request = /** @type {{ hosts: string[], pullOnly: boolean, plainHttp: boolean }} */ (json);
  const registry = { ...request, name, changedAt: '2026-11-25T15:00:00Z' };
  world.registries = [...world.registries, registry];
  return { status: 200, json: registry };
}

/** The answer has one JSON document a line. @type {(body: string) => Answer} */
function push(body) {
  /** @type {unknown} */
  const json = JSON.parse(body);
  const { to, password } = /** @type {{ to: string, password?: string }} */ (json);
  const last =
    password === 'secret'
      ? { reference: to, digest: 'sha256:60303ae2' }
      : { problem: { status: 401, code: 'registry-denied', title: 'Denied', detail: text.wrongPassword } };
  return { status: 200, lines: [{ step: 'Layer 1 of 2 is pushed.' }, last] };
}

/** Without an id, all others end. @type {(world: World, id: string) => Answer} */
function endSessions(world, id) {
  const left = world.sessions.filter((session) => session.current || (id && session.id !== id));
  const found = left.length < world.sessions.length;
  world.sessions = left;
  return found || !id ? { status: 204 } : problem(404, 'not-found', 'You have no other browser session with this id.');
}

/** @type {(world: World, method: string, path: string, body: string) => Answer} */
function changeTerminals(world, method, path, body) {
  if (method === 'DELETE') {
    return world.terminals.end(path.slice('/terminals/'.length))
      ? { status: 204 }
      : problem(404, 'not-found', 'You have no such terminal.');
  }
  /** @type {unknown} */
  const json = JSON.parse(body);
  const request = /** @type {{ container: string, user: string }} */ (json);
  const container = world.container(request.container);
  if (!container) return problem(404, 'unknown-container', 'You have no such container.');
  return { status: 201, json: world.terminals.open(container, request.user) };
}

/** @type {(world: World, url: URL, body: string) => Answer} */
function create(world, url, body) {
  /** @type {unknown} */
  const json = JSON.parse(body);
  const request = /** @type {{ name?: string, cpus?: number }} */ (json);
  if ((request.cpus ?? 1) > 8) {
    return problem(409, 'quota-exceeded', text.quota, { numbers: { asked: request.cpus, limit: 8, used: 2 } });
  }
  if (url.searchParams.get('dryRun') === 'true') {
    return {
      status: 200,
      json: {
        containers: [{ host: 'n1' }],
        quota: { containers: { used: 4, limit: 10, left: 6 }, running: { used: 2 } },
      },
    };
  }
  const container = world.create(request.name ?? 'chosen');
  return { status: 201, json: { intent: 'i-create', status: 'done', container: container.id, name: container.name } };
}

/** @type {(world: World, url: URL, body: string) => Answer} */
function commit(world, url, body) {
  /** @type {unknown} */
  const json = JSON.parse(body);
  const request = /** @type {{ name: string }} */ (json);
  if (world.images.some(({ name }) => name === request.name)) {
    return problem(409, 'name-taken', text.imageExists(request.name));
  }
  if (url.searchParams.get('dryRun') === 'true') {
    return {
      status: 200,
      json: {
        containers: [],
        change: { operation: 'commit', image: `${request.name}:latest`, host: 'n1' },
        quota: { containers: { used: 3, limit: 10, left: 7 }, images: { used: 2, limit: 20, left: 18 } },
      },
    };
  }
  const [image] = world.images;
  if (image) world.images.push({ ...image, ref: `${request.name}:latest`, name: request.name, tag: 'latest' });
  return { status: 201, json: { intent: 'i-commit', status: 'done', name: `${request.name}:latest` } };
}

/** A name with a capital letter is rejected. @type {(url: URL, body: string) => Answer} */
function importTable(url, body) {
  const dryRun = url.searchParams.get('dryRun') === 'true';
  const items = body
    .split('\n')
    .map((line, index) => ({ line: index + 1, name: line.split(/[,;]/)[0] ?? '' }))
    .filter(({ line, name }) => line > 1 && name)
    .map((row) =>
      /[A-Z]/.test(row.name)
        ? { ...row, action: 'refuse', changes: [text.badName] }
        : { ...row, action: 'open', changes: [], ...(!dryRun && { oneTimePassword: `abcde-${row.name}` }) },
    );
  return { status: 200, json: { dryRun, items } };
}

/** @type {(status: number, code: string, detail: string, more?: object) => Answer} */
function problem(status, code, detail, more = {}) {
  return {
    status,
    json: { type: `/problems/${code}`, title: text.titles[code] ?? code, status, code, detail, ...more },
  };
}
