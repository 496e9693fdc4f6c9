import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import { problemOf } from '../api/problem';
import { newIdempotencyKey } from '../api/send';
import { AttemptKey } from './AttemptKey';
import type { Operation } from './Operation';
import { usePerform } from './useOperations';
import { previewKey } from './usePreview';

interface Submission {
  submit: (operation: Operation, done: (answer: unknown) => void) => Promise<void>;
  busy: boolean;
  /** Busy with a request that may change something. */
  changing: boolean;
  /** Why the last attempt failed; undefined as soon as the operation changes after that. */
  error: unknown;
}

/**
 * Sends the operation of a form, once at a time, and keeps why it failed.
 *
 * @param current the operation that the form describes now; undefined while it is incomplete
 */
export function useSubmit(current: Operation | undefined): Submission {
  const perform = usePerform();
  const cache = useQueryClient();
  const [attempt] = useState(() => new AttemptKey(newIdempotencyKey));
  const [sent, setSent] = useState<Operation>();
  const [failed, setFailed] = useState<{ error: unknown; shownWith?: string }>();
  const shown = requestText(current);
  // A field may have changed while the request was under way; the reason is shown all the same.
  if (failed && failed.shownWith === undefined) setFailed({ ...failed, shownWith: shown });
  else if (failed && failed.shownWith !== shown) setFailed(undefined);
  const submit = useCallback(
    async (operation: Operation, done: (answer: unknown) => void) => {
      setSent(operation);
      setFailed(undefined);
      const request = requestText(operation);
      try {
        const answer = await perform(operation, attempt.of(request));
        attempt.succeeded();
        // What the server would decide about the same request has changed.
        void cache.invalidateQueries({ queryKey: previewKey });
        done(answer);
      } catch (failure) {
        attempt.failed(problemOf(failure).status);
        setFailed({ error: failure });
      } finally {
        setSent(undefined);
      }
    },
    [attempt, cache, perform],
  );
  const busy = sent !== undefined;
  return { submit, busy, changing: busy && !sent.readOnly, error: failed?.error };
}

function requestText(operation: Operation | undefined): string {
  return operation ? JSON.stringify(operation.call) : '';
}
