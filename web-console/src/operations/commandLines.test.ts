import { expect, test } from 'vitest';
import { commandLines, curlLine, sshLine } from './commandLines';

const gateway = { host: 'dcm.lab.example', port: 2222 };

test('a word with spaces is quoted for the own shell and for the gateway', () => {
  expect(sshLine(gateway, 'alice', ['commit', 'web', 'tools', '-m', 'with numpy'])).toBe(
    `ssh -p 2222 alice@dcm.lab.example commit web tools -m ''\\''with numpy'\\'''`,
  );
});

test('simple words are not quoted', () => {
  expect(sshLine(gateway, 'alice', ['create', 'debian-ssh:13', '-p', '53/udp'])).toBe(
    'ssh -p 2222 alice@dcm.lab.example create debian-ssh:13 -p 53/udp',
  );
});

test('curl gets the method, the body and the query', () => {
  expect(curlLine('http://dcm', { method: 'delete', path: '/v1/containers/31000', query: { force: true } })).toBe(
    `curl -H "$T" -X DELETE 'http://dcm/v1/containers/31000?force=true'`,
  );
  expect(curlLine('http://dcm', { method: 'post', path: '/v1/images', body: { name: "it's" } })).toBe(
    `curl -H "$T" -H 'Content-Type: application/json' -d '{"name":"it'\\''s"}' http://dcm/v1/images`,
  );
  const table = { method: 'post', path: '/v1/bulk/users', contentType: 'text/csv', body: 'name\nada\n' } as const;
  expect(curlLine('http://dcm', table)).toBe(
    `curl -H "$T" -H 'Content-Type: text/csv' --data-binary 'name\nada\n' http://dcm/v1/bulk/users`,
  );
  expect(curlLine('http://dcm', { method: 'post', path: '/v1/containers/web/stop' })).toBe(
    'curl -H "$T" -X POST http://dcm/v1/containers/web/stop',
  );
});

test('a download is saved as a file by both commands', () => {
  const archive = {
    title: 'Download tools:1',
    shell: ['image', 'export', 'tools:1'],
    call: { method: 'get', path: '/v1/images/tools%3A1/archive' },
    file: 'tools-1.tar',
  } as const;
  expect(commandLines(archive, 'http://dcm', 'alice', gateway)).toEqual([
    'ssh -p 2222 alice@dcm.lab.example image export tools:1 > tools-1.tar',
    'curl -H "$T" http://dcm/v1/images/tools%3A1/archive -o tools-1.tar',
  ]);
});

test('a session in a container asks for a terminal, and the API has none', () => {
  const connect = { title: 'Open terminal', shell: ['connect', 'web'], interactive: true };
  expect(commandLines(connect, 'http://dcm', 'alice', gateway)).toEqual([
    'ssh -p 2222 -t alice@dcm.lab.example connect web',
  ]);
  expect(commandLines(connect, 'http://dcm', 'alice', undefined)).toEqual([]);
});
