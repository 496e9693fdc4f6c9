import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';

interface Requests {
  /** Sends a request and then reads the query again, also if the request failed. */
  run: (request: () => Promise<void>) => Promise<void>;
  /** Why the last request failed. */
  error: unknown;
}

/** Sends requests of the console that are not operations of the API, and that change what the query `key` shows. */
export function useRequest(key: readonly string[]): Requests {
  const cache = useQueryClient();
  const [error, setError] = useState<unknown>();
  const run = async (request: () => Promise<void>) => {
    setError(undefined);
    try {
      await request();
    } catch (failure) {
      setError(failure);
    }
    await cache.invalidateQueries({ queryKey: key });
  };
  return { run, error };
}
