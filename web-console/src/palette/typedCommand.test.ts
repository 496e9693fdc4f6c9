import { expect, test } from 'vitest';
import type { Container } from '../api/model';
import { readCommand } from './typedCommand';

const container = (name: string, handle: number) => ({ id: `id-${name}`, name, handle }) as Container;
const web = container('web', 31001);
const db = container('db', 31002);
const read = (line: string) => readCommand(line, [web, db]);

test('create fills in the form', () => {
  expect(
    read(`create tools:1 --name shop --cpus=2 --memory 512 -p 8080 -p 53/udp -e A=1 -e 'B=x y' -- sh -c 'echo hi'`),
  ).toEqual({
    kind: 'create',
    fields: {
      image: 'tools:1',
      name: 'shop',
      cpus: '2',
      memoryMiB: '512',
      ports: '8080 53/udp',
      environment: 'A=1\nB=x y',
      command: "sh -c 'echo hi'",
    },
  });
});

test('create with an option that the form does not have is copied', () => {
  expect(read('create tools:1 --dry-run')).toEqual({ kind: 'copy', words: ['create', 'tools:1', '--dry-run'] });
});

test('a change of several containers names each', () => {
  expect(read('stop web 31002')).toEqual({ kind: 'change', change: 'stop', containers: [web, db] });
});

test('a command about an unknown container, and one without a page, are copied', () => {
  expect(read('stop web other')?.kind).toBe('copy');
  expect(read('logs web --follow')?.kind).toBe('copy');
  expect(read('rm web db')?.kind).toBe('copy');
});

test('what the palette finds by its words is no command line', () => {
  expect(read('stop web')).toBeUndefined();
  expect(read('images')).toBeUndefined();
  expect(read('my tools')).toBeUndefined();
  expect(read("create 'tools")).toBeUndefined();
});
