import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect } from 'react';
import { call } from '../api/call';
import { problemOf } from '../api/problem';
import { newIdempotencyKey, send } from '../api/send';
import { keys } from '../live/CacheUpdater';
import { useLive } from '../live/live';
import { isPending, type Operation } from './Operation';
import { notices } from './notices';
import { outcomes } from './outcomes';

const checkMs = 5_000;

/** Asks for outcomes that do not arrive as changes. Used once, by the frame of all pages. */
export function useOutcomeChecks(): void {
  useEffect(() => {
    const timer = setInterval(() => {
      const ask = (id: string) => send(call('get', '/v1/intents/{id}', { path: { id } }));
      outcomes.check(checkMs, ask).catch(() => undefined); // asked again at the next interval
    }, checkMs);
    return () => clearInterval(timer);
  }, []);
}

/**
 * Sends operations. The result is the server's answer; it fails if the operation is rejected. An outcome that follows later is
 * shown as a notice.
 */
export function usePerform(): <A = unknown>(operation: Operation, idempotencyKey?: string) => Promise<A> {
  const cache = useQueryClient();
  const { feed } = useLive();
  return useCallback(
    async <A>(operation: Operation, idempotencyKey = newIdempotencyKey()): Promise<A> => {
      const answer = await send(operation.call, { idempotencyKey });
      if (!isPending(answer)) {
        if (!operation.readOnly) notices.finish(notices.start(operation));
      } else {
        const notice = notices.start(operation);
        void outcomes.of(answer.intent).then(({ status, problem }) => {
          notices.finish(notice, status === 'failed' ? (problem ?? { code: 'failed', detail: '' }) : undefined);
          if (feed.state().kind !== 'live') void cache.invalidateQueries({ queryKey: keys.live });
        });
      }
      if (feed.state().kind !== 'live' || !isPending(answer)) void cache.invalidateQueries({ queryKey: keys.live });
      return answer as A;
    },
    [cache, feed],
  );
}

/** Sends an operation at once, without a dialog; a rejection is shown as a notice. */
export function useRun(): (operation: Operation) => Promise<void> {
  const perform = usePerform();
  return useCallback(
    async (operation: Operation) => {
      try {
        await perform(operation);
      } catch (error) {
        notices.fail(operation, problemOf(error));
      }
    },
    [perform],
  );
}

/** Runs `task` for each item, at most `width` at a time: browsers have six connections to a server. */
export async function eachLimited<T>(
  items: readonly T[],
  width: number,
  task: (item: T) => Promise<void>,
): Promise<void> {
  const queue = [...items];
  const worker = async () => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) await task(item);
  };
  await Promise.all(Array.from({ length: width }, worker));
}
