import { useQuery } from '@tanstack/react-query';
import type { Call } from '../api/call';
import type { CreateRequest, DryRun } from '../api/model';
import { send } from '../api/send';
import { useSettled } from '../ui/useSettled';

const pauseMs = 400;

/** Asks the server what it would decide about a request, when the user pauses. Nothing is created. */
export function usePreview(request: CreateRequest | undefined) {
  const settled = useSettled(request && JSON.stringify(request), pauseMs);
  return useQuery({
    queryKey: ['preview', settled],
    queryFn: ({ signal }) => send(dryRun(JSON.parse(settled ?? '') as CreateRequest), { signal }),
    enabled: settled !== undefined,
    retry: false,
    // The decision depends on what else happens, so it is not kept.
    gcTime: 0,
  });
}

function dryRun(body: CreateRequest): Call<DryRun> {
  return { method: 'post', path: '/v1/containers', query: { dryRun: true }, body };
}
