import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { loadPages, offered, usageSort } from './peoplePages';

const byName = { q: '', state: '', group: '', sort: 'name' };
const browserFetch = globalThis.fetch;

/** The answers of the server to GET requests, by the beginning of their address; other requests fail. */
let answers: Record<string, unknown>;
let server: Server;

beforeEach(async () => {
  server = createServer((request, response) => {
    const found = Object.keys(answers).find((address) => request.url?.startsWith(address));
    response.writeHead(found ? 200 : 503, { 'Content-Type': 'application/json' });
    response.end(JSON.stringify(found ? answers[found] : { code: 'view-unreachable', detail: 'No answer.' }));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  // Like in a browser, addresses are relative to the page.
  globalThis.fetch = (address, request) => browserFetch(new URL(address as string, origin), request);
});

afterEach(() => {
  globalThis.fetch = browserFetch;
  server.closeAllConnections();
  server.close();
});

test('people are listed while their usage is not available', async () => {
  answers = { '/console/v1/users': { items: [{ name: 'alice' }], total: 1 } };

  const { people, quotas } = await loadPages(byName, 1, new AbortController().signal);

  expect(people.map(({ name }) => name)).toEqual(['alice']);
  expect(quotas.size).toBe(0);
});

test('a list in the order of usage needs the usage', async () => {
  answers = { '/console/v1/users': { items: [{ name: 'alice' }], total: 1 } };

  const loading = loadPages({ ...byName, sort: '-cpus' }, 1, new AbortController().signal);

  await expect(loading).rejects.toThrow('No answer.');
});

test('an account on two pages is listed once', async () => {
  const page = { items: [{ name: 'alice' }, { name: 'bob' }], total: 3, next: 'c' };
  answers = { '/console/v1/users': page };

  const { people, next } = await loadPages(byName, 2, new AbortController().signal);

  expect(people.map(({ name }) => name)).toEqual(['alice', 'bob']);
  expect(next).toBe('c');
});

test('states and columns that the page does not offer are ignored', () => {
  expect(offered({ ...byName, state: 'removed', sort: '-opened' })).toEqual(byName);
  expect(offered({ ...byName, state: 'removing', sort: '-homes' })).toEqual({
    ...byName,
    state: 'removing',
    sort: '-homes',
  });
});

test('columns of usage are sorted under the names that the API has for them', () => {
  expect(usageSort('memory')).toBe('memoryMiB');
  expect(usageSort('-homes')).toBe('-homeMiB');
});

test('columns of accounts are no usage', () => {
  expect(usageSort('name')).toBeUndefined();
  expect(usageSort('-displayName')).toBeUndefined();
});
