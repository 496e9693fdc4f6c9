import { useCallback, useState } from 'react';
import { problemOf } from '../api/problem';
import { newIdempotencyKey } from '../api/send';
import { AttemptKey } from './AttemptKey';
import type { Operation } from './Operation';
import { usePerform } from './useOperations';

interface Submission {
  submit: (operation: Operation, done: (answer: unknown) => void) => Promise<void>;
  busy: boolean;
  /** Why the last attempt failed. */
  error: unknown;
}

/** Sends the operation of a form, once at a time, and keeps why it failed. */
export function useSubmit(): Submission {
  const perform = usePerform();
  const [attempt] = useState(() => new AttemptKey(newIdempotencyKey));
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const submit = useCallback(
    async (operation: Operation, done: (answer: unknown) => void) => {
      setBusy(true);
      setError(undefined);
      try {
        const answer = await perform(operation, attempt.of(JSON.stringify(operation.call)));
        attempt.succeeded();
        done(answer);
      } catch (failure) {
        attempt.failed(problemOf(failure).status);
        setError(failure);
      } finally {
        setBusy(false);
      }
    },
    [attempt, perform],
  );
  return { submit, busy, error };
}
