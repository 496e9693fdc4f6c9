import { expect, test } from 'vitest';
import { Outcomes } from './outcomes';

test('an outcome arrives as a change', async () => {
  const outcomes = new Outcomes(() => 0);
  const outcome = outcomes.of('i1');
  outcomes.changed({ intent: 'i1', status: 'accepted' });
  outcomes.changed({ intent: 'i1', status: 'failed', problem: { code: 'no-host', detail: 'No host.' } });
  expect(await outcome).toEqual({ status: 'failed', problem: { code: 'no-host', detail: 'No host.' } });
});

test('an outcome that arrived before the answer to the request is known', async () => {
  const outcomes = new Outcomes(() => 0);
  outcomes.changed({ intent: 'i1', status: 'done' });
  expect(await outcomes.of('i1')).toEqual({ status: 'done' });
});

test('outcomes that do not arrive are asked for', async () => {
  let now = 0;
  const outcomes = new Outcomes(() => now);
  const outcome = outcomes.of('i1');
  const asked: string[] = [];
  const ask = (intent: string) => {
    asked.push(intent);
    return Promise.resolve({ intent, status: 'done' as const });
  };
  await outcomes.check(5000, ask);
  expect(asked).toEqual([]);
  now = 5000;
  await outcomes.check(5000, ask);
  expect(asked).toEqual(['i1']);
  expect(await outcome).toEqual({ status: 'done' });
});
