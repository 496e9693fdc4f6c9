import { useQuery } from '@tanstack/react-query';
import { addressOf, type Call } from '../api/call';
import { sendTagged } from '../api/send';

/**
 * The tag of what `read` returns when a form is opened. With it in If-Match, the server rejects the change if another administrator has
 * changed the resource meanwhile. Undefined while it is not known, and for a resource that does not exist yet.
 */
export function useTag(read: Call | undefined): string | undefined {
  const query = useQuery({
    queryKey: ['tag', read && addressOf(read)],
    queryFn: ({ signal }) => sendTagged(read ?? { method: 'get', path: '' }, { signal }).then(({ tag }) => tag ?? ''),
    enabled: read !== undefined,
    gcTime: 0,
    staleTime: Infinity,
  });
  return query.data || undefined;
}
