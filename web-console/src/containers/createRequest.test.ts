import { expect, test } from 'vitest';
import { type CreateFields, emptyFields, requestOf, shellOf } from './createRequest';

const fields = (part: Partial<CreateFields>): CreateFields => ({ ...emptyFields, image: 'debian-ssh', ...part });

test('empty fields are left out of the request', () => {
  expect(requestOf(fields({}))).toEqual({ image: 'debian-ssh' });
});

test('all fields become parts of the request', () => {
  const request = requestOf(
    fields({
      name: 'web',
      cpus: '0.5',
      memoryMiB: '256',
      ports: '8080, 53/udp',
      environment: 'MODE=test\n\nURL=a=b',
      command: `python3 -m 'http server' 9090`,
      preset: 'big',
      host: 'n1',
      on: 'gpu fast',
    }),
  );
  expect(request).toEqual({
    image: 'debian-ssh',
    name: 'web',
    cpus: 0.5,
    memoryMiB: 256,
    ports: [8080, '53/udp'],
    environment: { MODE: 'test', URL: 'a=b' },
    command: ['python3', '-m', 'http server', '9090'],
    preset: 'big',
    host: 'n1',
    on: ['gpu', 'fast'],
  });
  expect(shellOf(request)).toEqual(
    'create debian-ssh --name web --cpus 0.5 --memory 256 -p 8080 -p 53/udp -e MODE=test -e URL=a=b --preset big --host n1 --on gpu,fast --'
      .split(' ')
      .concat('python3', '-m', 'http server', '9090'),
  );
});

test('several containers have a pattern instead of a name', () => {
  expect(requestOf(fields({ name: 'web', count: '3', namePattern: 'node-{n}' }))).toEqual({
    image: 'debian-ssh',
    count: 3,
    namePattern: 'node-{n}',
  });
});

test.each([
  [{ ports: '70000' }, '70000'],
  [{ ports: '0' }, '0'],
  [{ ports: '80/sctp' }, '80/sctp'],
  [{ environment: 'A=1\nwrong' }, 'Line 2'],
  [{ cpus: 'many' }, 'many'],
  [{ command: 'echo "open' }, 'quote'],
])('%o is rejected with the wrong part', (part, named) => {
  expect(() => requestOf(fields(part))).toThrow(named);
});
