import { QueryClient, QueryClientProvider, useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { Router } from 'wouter';
import type { Session } from '../api/model';
import { ProblemError, problemOf } from '../api/problem';
import { fetchConsole } from '../api/send';
import { keys } from '../live/CacheUpdater';
import { LiveProvider } from '../live/live';
import { text } from '../messages/messages';
import { SessionContext } from '../session/SessionContext';
import { SignInAgain } from '../session/SignInAgain';
import { SignOutButton } from '../session/SignOutButton';
import { DialogProvider } from '../ui/Dialogs';
import { ProblemNote } from '../ui/ProblemNote';
import { CrashBoundary } from './CrashBoundary';
import { Frame } from './Frame';

export function App() {
  const [cache] = useState(createCache);
  return (
    <CrashBoundary>
      <QueryClientProvider client={cache}>
        <Router base="/console">
          <SignedIn>
            <DialogProvider>
              <Frame />
            </DialogProvider>
          </SignedIn>
          <SignInAgain />
        </Router>
      </QueryClientProvider>
    </CrashBoundary>
  );
}

function SignedIn({ children }: { children: ReactNode }) {
  const query = useQuery({ queryKey: keys.session, queryFn: readSession, staleTime: Infinity });
  if (query.data) {
    return (
      <SessionContext value={query.data}>
        {/* With another role, the pages and the changes are others. */}
        <LiveProvider key={query.data.role} session={query.data}>
          {children}
        </LiveProvider>
      </SessionContext>
    );
  }
  return (
    <main className="start">
      {query.error ? (
        <>
          <ProblemNote error={query.error} retry={() => void query.refetch()} />
          {/* Someone without an account, or with a suspended one, may want to use another sign-in. */}
          <SignOutButton />
        </>
      ) : (
        <p>{text.session.loading}</p>
      )}
    </main>
  );
}

async function readSession(): Promise<Session> {
  const response = await fetchConsole('/console/session', { headers: { Accept: 'application/json' } });
  return (await response.json()) as Session;
}

function createCache(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        // Do not retry a rejection; retry only if the server did not answer.
        retry: (failures, error) =>
          failures < 2 &&
          !(error instanceof ProblemError && problemOf(error).status < 500 && problemOf(error).status > 0),
        refetchOnWindowFocus: false,
        // Send requests even if the browser reports offline: the server may be on this machine.
        networkMode: 'always',
      },
    },
  });
}
