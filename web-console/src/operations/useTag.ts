import { useQuery } from '@tanstack/react-query';
import { addressOf, type Call } from '../api/call';
import { sendTagged } from '../api/send';

/** Matches no state of a resource. */
const outdated = '"outdated"';

/**
 * The tag of what `read` returns when a form is opened. With it in If-Match, the server rejects the change if another administrator has
 * changed the resource meanwhile. Undefined while it is not known, and for a resource that does not exist yet.
 *
 * `isShown` compares the answer with what the form was filled with, which may be older. If it differs, the server rejects the change, too.
 */
export function useTag<Answer>(
  read: Call<Answer> | undefined,
  isShown: (now: Answer) => boolean = () => true,
): string | undefined {
  const query = useQuery({
    queryKey: ['tag', read && addressOf(read)],
    queryFn: async ({ signal }) => {
      if (!read) return '';
      const { body, tag } = await sendTagged(read, { signal });
      return isShown(body) ? (tag ?? '') : outdated;
    },
    enabled: read !== undefined,
    gcTime: 0,
    staleTime: Infinity,
  });
  return query.data || undefined;
}
