import { createContext, useContext } from 'react';
import type { Session } from '../api/model';

export const SessionContext = createContext<Session | undefined>(undefined);

/** Who is signed in. */
export function useSession(): Session {
  const session = useContext(SessionContext);
  if (!session) throw new Error('useSession needs a signed-in page.');
  return session;
}
