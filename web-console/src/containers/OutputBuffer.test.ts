import { expect, test } from 'vitest';
import { OutputBuffer } from './OutputBuffer';

test('control sequences are left out, also if they arrive in parts', () => {
  const buffer = new OutputBuffer();
  buffer.add('a\u001b[3');
  buffer.add('1mred\u001b[0m\u001b]0;title\u0007 end\r\n');
  expect(buffer.text()).toBe('ared end\n');
});

test('the beginning of a long output is dropped at the end of a line', () => {
  const buffer = new OutputBuffer();
  for (let i = 0; i < 100_000; i++) buffer.add(`line ${i}\n`);
  expect(buffer.text().length).toBeLessThanOrEqual(512 * 1024);
  expect(buffer.text()).toMatch(/^line \d+\n/);
  expect(buffer.text().endsWith('line 99999\n')).toBe(true);
});
