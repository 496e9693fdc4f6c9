// A server for the browser tests: it serves the built console as the gateway does, with its content security policy, and
// answers its requests from a small fixed world. Operations change the world, and changes are sent to open tabs.
import { createReadStream, existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import path from 'node:path';
import { WebSocketServer } from 'ws';
import { answer } from './answers.js';
import { createWorld } from './world.js';

const files = path.resolve(import.meta.dirname, '../target/classes/META-INF/console');
const nonce = 'dGVzdC1ub25jZQ';
const types = { '.js': 'text/javascript', '.css': 'text/css', '.html': 'text/html' };

const policy = [
  "default-src 'none'",
  "script-src 'self'",
  `style-src 'self' 'nonce-${nonce}'`,
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
].join('; ');

/** Starts the server on a free port. @type {(options?: { role?: 'user' | 'administrator', changes?: boolean }) => Promise<TestServer>} */
export async function startServer(options = {}) {
  const world = createWorld(options.role ?? 'administrator', options.changes ?? true);
  const server = createServer((request, response) => void handle(world, request, response));
  const sockets = new WebSocketServer({ server, handleProtocols: () => 'dcm-console-1' });
  sockets.on('connection', (socket, request) => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    const [, terminal] = /^\/console\/terminals\/(\w+)$/.exec(url.pathname) ?? [];
    if (terminal) world.terminals.attach(socket, terminal, url.searchParams.get('offset'));
    else world.connect(socket);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return {
    address: `http://127.0.0.1:${address.port}/console/`,
    world,
    dropConnections: () => sockets.clients.forEach((socket) => socket.terminate()),
    stop: () => {
      sockets.clients.forEach((socket) => socket.terminate());
      server.closeAllConnections();
      server.close();
    },
  };
}

/** @typedef {{ address: string, world: import('./world.js').World, dropConnections: () => void, stop: () => void }} TestServer */

/** @type {(world: import('./world.js').World, request: import('node:http').IncomingMessage, response: import('node:http').ServerResponse) => Promise<void>} */
async function handle(world, request, response) {
  const url = new URL(request.url ?? '/', 'http://localhost');
  if (/^\/console\/(v1\/|sessions?|sign-out|terminals)/.test(url.pathname)) {
    const chunks = [];
    for await (const chunk of request) chunks.push(/** @type {Buffer} */ (chunk));
    const body = Buffer.concat(chunks).toString();
    const { status, json, lines } = answer(world, request.method ?? 'GET', url, request.headers, body);
    const type = status >= 400 ? 'application/problem+json' : 'application/json';
    response.writeHead(status, { 'Content-Type': type, 'Cache-Control': 'no-store' });
    const documents = lines?.map((line) => `${JSON.stringify(line)}\n`).join('');
    response.end(documents ?? (json === undefined ? '' : JSON.stringify(json)));
    return;
  }
  sendFile(url.pathname.replace(/^\/console\//, ''), response);
}

/** A path that is not a file is one of the console's pages. @type {(name: string, response: import('node:http').ServerResponse) => void} */
function sendFile(name, response) {
  const file = path.join(files, name);
  response.setHeader('Content-Security-Policy', policy);
  const extension = /** @type {keyof typeof types} */ (path.extname(file));
  if (name && file.startsWith(files) && extension in types && existsSync(file)) {
    response.writeHead(200, { 'Content-Type': types[extension] });
    createReadStream(file).pipe(response);
    return;
  }
  response.writeHead(200, { 'Content-Type': 'text/html' });
  response.end(readFileSync(path.join(files, 'index.html'), 'utf8').replaceAll('__STYLE_NONCE__', nonce));
}
