import { expect, test } from 'vitest';
import { pushResult } from './pushResult';

function answer(...parts: string[]): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start: (controller) => {
      for (const part of parts) controller.enqueue(new TextEncoder().encode(part));
      controller.close();
    },
  });
}

test('steps are reported, and the last line has the digest', async () => {
  const steps: string[] = [];
  const body = answer(
    '{"step": "Lay',
    'er 1"}\n{"step": "Layer 2"}\n',
    '{"reference": "r/x:1", "digest": "sha256:0"}\n',
  );
  expect(await pushResult(body, (step) => steps.push(step))).toBe('sha256:0');
  expect(steps).toEqual(['Layer 1', 'Layer 2']);
});

test('a problem in the last line fails', async () => {
  const body = answer('{"problem": {"code": "registry-denied", "detail": "Wrong password."}}\n');
  await expect(pushResult(body, () => undefined)).rejects.toThrow('Wrong password.');
});

test('after a connection that breaks, the result is unknown', async () => {
  const body = new ReadableStream<Uint8Array>({
    pull: (controller) => controller.error(new TypeError('network error')),
  });
  await expect(pushResult(body, () => undefined)).rejects.toThrow('Nothing is known');
});

test('without a last line, the result is unknown', async () => {
  await expect(pushResult(answer('{"step": "Layer 1"}\n'), () => undefined)).rejects.toThrow('Nothing is known');
});
