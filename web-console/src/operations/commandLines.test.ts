import { expect, test } from 'vitest';
import { importOperation, pushCommands } from '../images/operations';
import type { Image } from '../api/model';
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

test('an archive is the input of the shell, and a second request uploads it', () => {
  expect(commandLines(importOperation('lab:1', '', 'my lab.tar'), 'http://dcm', 'alice', gateway)).toEqual([
    `ssh -p 2222 alice@dcm.lab.example image import lab:1 < 'my lab.tar'`,
    `curl -H "$T" -H 'Content-Type: application/json' -d '{"name":"lab","tag":"1"}' http://dcm/v1/images/imports`,
    `curl -H "$T" -H 'Content-Type: application/x-tar' -T 'my lab.tar' http://dcm/v1/uploads/INTENT`,
  ]);
});

test('the password at a registry is read from a file, and sent by a second request', () => {
  const login = { reference: 'r.example/lab:1', username: 'al', password: 'secret' };
  expect(commandLines(importOperation('lab', '', login), 'http://dcm', 'alice', gateway)).toEqual([
    'ssh -p 2222 alice@dcm.lab.example image pull r.example/lab:1 lab --username al --password-stdin < PASSWORD-FILE',
    `curl -H "$T" -H 'Content-Type: application/json' -d '{"name":"lab","from":"r.example/lab:1"}' http://dcm/v1/images/imports`,
    `curl -H "$T" -X PUT -H 'Content-Type: application/json' -d '{"username":"al","password":"…"}' http://dcm/v1/uploads/INTENT/credentials`,
  ]);
  const [push] = commandLines(pushCommands({ ref: 'lab:1' } as Image, login), 'http://dcm', 'alice', gateway);
  expect(push).toMatch(/ --password-stdin < PASSWORD-FILE$/);
});

test('an anonymous import from a registry sends empty credentials', () => {
  const anonymous = { reference: 'r.example/lab:1', username: '', password: '' };
  const lines = commandLines(importOperation('lab:1:2', '', anonymous), 'http://dcm', 'alice', gateway);
  expect(lines[0]).not.toContain('<');
  expect(lines[1]).toContain('"tag":"1:2"');
  expect(lines[2]).toContain("-d '{}' http://dcm/v1/uploads/INTENT/credentials");
});
