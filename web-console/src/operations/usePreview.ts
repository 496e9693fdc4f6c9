import { useQuery } from '@tanstack/react-query';
import type { Call } from '../api/call';
import type { DryRun } from '../api/model';
import { send } from '../api/send';
import { useSettled } from '../ui/useSettled';

/** Begins the keys of all decisions that are shown. */
export const previewKey = ['preview'];

const pauseMs = 400;

/** Asks the server what it would decide about a call, when the user pauses. Nothing is changed. */
export function usePreview(call: Call | undefined) {
  const settled = useSettled(call && JSON.stringify(call), pauseMs);
  return useQuery({
    queryKey: [...previewKey, settled],
    queryFn: ({ signal }) => send(dryRun(JSON.parse(settled ?? '') as Call), { signal }),
    enabled: settled !== undefined,
    retry: false,
    // The decision depends on what else happens, so it is not kept.
    gcTime: 0,
  });
}

function dryRun(call: Call): Call<DryRun> {
  return { ...call, query: { ...call.query, dryRun: true } } as Call<DryRun>;
}
