// The documents with which a test begins.

const at = '2026-11-25T15:00:00Z';

/** @type {(number: number, part?: object) => import('./world.js').TestContainer} */
export function containerOf(number, part = {}) {
  const handle = 31000 + number;
  return {
    id: `5d60be7410595a${String(number).padStart(2, '0')}`,
    handle,
    name: `web-${number}`,
    state: 'running',
    since: at,
    image: 'debian-ssh:13',
    imageDigest: 'sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
    host: 'n1',
    ssh: {
      address: '192.0.2.10',
      port: handle,
      command: `ssh -p ${handle} root@192.0.2.10`,
      userCommand: `ssh -p ${handle} alice@192.0.2.10`,
      hostKey: 'SHA256:abc',
    },
    ports: [{ address: '192.0.2.11', port: 8000 + number, protocol: 'tcp' }],
    cpus: 1,
    memoryMiB: 1024,
    pids: 1024,
    command: ['sleep', '1000'],
    environment: { MODE: 'test' },
    labels: { 'user.course': 'os' },
    createdAt: at,
    startedAt: at,
    sequence: 3,
    ...part,
  };
}

export const containers = [
  containerOf(1),
  containerOf(2, { state: 'stopped', exitCode: 137, outOfMemory: true }),
  containerOf(3, { state: 'lost', reason: 'The host n2 was removed.' }),
];

export const images = [
  {
    ref: 'debian-ssh:13',
    name: 'debian-ssh',
    tag: '13',
    state: 'ready',
    base: true,
    sizeBytes: 180_000_000,
    layers: 3,
    usedBy: [{ id: '5d60be7410595a01', name: 'web-1', handle: 31001 }],
  },
  { ref: 'plain:12', name: 'plain', tag: '12', state: 'ready', base: true, usedBy: [] },
  {
    ref: 'tools:1',
    name: 'tools',
    tag: '1',
    state: 'ready',
    base: false,
    sizeBytes: 250_000_000,
    ownBytes: 70_000_000,
    layers: 61,
    warning: 'The image has 61 layers. Flatten it.',
    createdAt: at,
    message: 'with my tools',
    fromContainer: { id: '5d60be7410595a01', name: 'web-1' },
    usedBy: [],
  },
];

export const intents = [
  {
    intent: '01a21359-470c-779a-a8e2-e13d6dfe8dfe',
    account: 'alice',
    actor: 'account/alice',
    request: 'create-container',
    target: 'web-9',
    status: 'rejected',
    requestedAt: at,
    decidedAt: at,
    finishedAt: at,
    problem: {
      code: 'quota-exceeded',
      detail: 'Your account can have 10 containers and has 10. Remove one.',
      numbers: { asked: 1, limit: 10, used: 10 },
    },
  },
];

const limited = { used: 3, limit: 10, from: 'built-in' };

export const quota = {
  containers: limited,
  running: { used: 1, from: 'built-in' },
  cpus: { used: 2.5, limit: 8, from: 'group', group: 'students' },
  memoryMiB: { used: 3072, limit: 16384, from: 'everybody' },
  pids: { used: 3072, from: 'built-in' },
  ports: { used: 3, limit: 100, from: 'account' },
  images: { used: 1, limit: 20, from: 'built-in' },
  imageMiB: { used: 67, limit: 51200, from: 'built-in' },
  homeMiB: { used: 40, limit: 51200, from: 'built-in', keptBy: 'filesystem' },
};

/** @type {(name: string, part?: object) => object} */
const user = (name, part = {}) => ({
  name,
  displayName: `${name} L.`,
  role: 'user',
  keys: [{ fingerprint: 'SHA256:Zq8nFv0WmXr3bT5yKc1LdHs7uGj9PoEi2AaRtYvNwQk', line: 'ssh-ed25519 AAAA laptop' }],
  openedAt: at,
  grants: [{ preset: 'big', grantedBy: 'admin', grantedAt: at, note: 'for a thesis' }],
  quota: { cpus: 4 },
  ...part,
});

export const users = [
  user('alice', { role: 'administrator' }),
  user('mia', { removal: { endedAt: at, steps: [] } }),
  user('bob', { suspendedSince: at, suspensionReason: 'Please talk to us', group: 'students' }),
];

export const host = {
  name: 'n1',
  status: 'live',
  lastSeen: at,
  engineVersion: '28.1',
  workerVersion: '0.1.0',
  labels: ['gpu'],
  aliases: ['192.0.2.10'],
  sshPorts: '31000-31999',
  cpus: 16,
  memoryMiB: 65536,
  maxContainers: 200,
  use: { containers: 3, running: 1, cpus: 3, memoryMiB: 3072, ports: 3 },
  findings: [{ check: 'quota', level: 'warning', detail: 'Homes have no quota.', remedy: 'Use btrfs.' }],
};

/** @param {string} id @param {boolean} current @param {string} address @param {string} userAgent */
const session = (id, current, address, userAgent) => ({
  id,
  current,
  open: current,
  address,
  userAgent,
  startedAt: at,
  lastUsedAt: at,
  expiresAt: at,
});

export const sessions = [
  session('b1', true, '192.0.2.7', 'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0'),
  session('b2', false, '192.0.2.8', 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/141.0.0.0 Safari/537.36'),
  session('b3', false, '192.0.2.9', 'Mozilla/5.0 (iPhone; CPU iPhone OS 26_0) Version/26.0 Safari/604.1'),
];
