// The user's sign-ins in browsers, which are at the gateway. They are part of the console, not of the API.
import { useQuery } from '@tanstack/react-query';
import { fetchConsole } from '../api/send';
import { text } from '../messages/messages';

export interface BrowserSessionEntry {
  id: string;
  /** Whether it is the session of this page. */
  current: boolean;
  /** Whether a tab is open. */
  open: boolean;
  address: string;
  userAgent: string;
  startedAt: string;
  lastUsedAt: string;
}

export const browserSessionsKey = ['browser-sessions'] as const;
const address = '/console/sessions';
const refreshMs = 10_000;

export function useBrowserSessions() {
  return useQuery({
    queryKey: browserSessionsKey,
    queryFn: async ({ signal }) => {
      const response = await fetchConsole(address, { signal, headers: { Accept: 'application/json' } });
      return (await response.json()) as { items: BrowserSessionEntry[] };
    },
    refetchInterval: refreshMs,
  });
}

/** Ends one session, or all except that of this page. Their tabs are closed and their terminals disconnected at once. */
export async function endBrowserSession(id?: string): Promise<void> {
  await fetchConsole(id === undefined ? address : `${address}/${id}`, { method: 'DELETE' });
}

// Browsers name others for compatibility, so the first match counts.
const browsers = { 'Edg/': 'Edge', 'OPR/': 'Opera', 'Firefox/': 'Firefox', 'Chrome/': 'Chrome', 'Safari/': 'Safari' };
const systems = {
  Android: 'Android',
  iPhone: 'iOS',
  iPad: 'iOS',
  Windows: 'Windows',
  'Mac OS X': 'macOS',
  Linux: 'Linux',
};

/** Such as “Firefox, Linux”; what the browser states if it is not known. */
export function browserName(userAgent: string): string {
  const known = [browsers, systems].flatMap(
    (names) => Object.entries(names).find(([mark]) => userAgent.includes(mark))?.[1] ?? [],
  );
  return known.join(', ') || userAgent || text.you.sessions.unknownBrowser;
}
