import { expect, test } from 'vitest';
import { KeySequence } from './KeySequence';

function record() {
  const done: string[] = [];
  const bind = (keys: string): [string, () => void] => [keys, () => done.push(keys)];
  return { done, sequence: new KeySequence([bind('g c'), bind('g i'), bind('n'), bind('?')]) };
}

test('keys that follow one another are one binding', () => {
  const { done, sequence } = record();
  expect(sequence.press('g', 0)).toBe(true);
  expect(sequence.press('i', 500)).toBe(true);
  expect(done).toEqual(['g i']);
});

test('a late key does not continue a sequence', () => {
  const { done, sequence } = record();
  sequence.press('g', 0);
  expect(sequence.press('i', 1500)).toBe(false);
  expect(done).toEqual([]);
});

test('a key that does not continue a sequence can be a binding of its own', () => {
  const { done, sequence } = record();
  sequence.press('g', 0);
  sequence.press('n', 100);
  expect(done).toEqual(['n']);
});
