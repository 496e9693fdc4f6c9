import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, createContext, useContext, useEffect, useState, useSyncExternalStore } from 'react';
import type { Session } from '../api/model';
import { outcomes } from '../operations/outcomes';
import { session as signedIn } from '../session/session';
import { CacheUpdater } from './CacheUpdater';
import { ChangeFeed, type LiveState } from './ChangeFeed';
import { LiveConnection, type Socket } from './LiveConnection';
import { subprotocol } from './protocol';

interface Live {
  connection: LiveConnection;
  feed: ChangeFeed;
  updater: CacheUpdater;
}

const LiveContext = createContext<Live | undefined>(undefined);

/** Keeps one live connection while the page is open. */
export function LiveProvider({ session, children }: { session: Session; children: ReactNode }) {
  const cache = useQueryClient();
  const [live] = useState(() => createLive(cache, session));
  useEffect(() => {
    live.feed.start();
    const retry = () => live.connection.retryNow();
    addEventListener('online', retry);
    // An answer with 401 may have ended the session before the connection knows.
    const unsubscribe = signedIn.subscribe(() => live.connection.stop());
    return () => {
      unsubscribe();
      removeEventListener('online', retry);
      live.feed.stop();
    };
  }, [live]);
  return <LiveContext value={live}>{children}</LiveContext>;
}

export function useLive(): Live {
  const live = useContext(LiveContext);
  if (!live) throw new Error('useLive needs a LiveProvider.');
  return live;
}

export function useLiveState(): LiveState {
  const { feed } = useLive();
  return useSyncExternalStore(feed.subscribe, feed.state);
}

/** How often lists are read again while changes do not arrive, in milliseconds. */
const pollMs = 10_000;

export function usePollInterval(): number | false {
  const { feed } = useLive();
  const kind = useSyncExternalStore(feed.subscribe, () => feed.state().kind);
  return kind === 'live' || kind === 'connecting' ? false : pollMs;
}

function createLive(cache: QueryClient, session: Session): Live {
  const after = (ms: number, task: () => void) => {
    const timer = setTimeout(task, ms);
    return () => clearTimeout(timer);
  };
  const connection = new LiveConnection({
    connect: openSocket,
    after,
    random: Math.random,
    sessionEnded: (reason) => signedIn.end(reason),
  });
  const updater = new CacheUpdater(cache, session.account, (intent) => outcomes.changed(intent));
  const path = session.role === 'administrator' ? '/v1/changes?scope=all' : '/v1/changes';
  const clock = { now: () => Date.now(), after, random: Math.random };
  return { connection, updater, feed: new ChangeFeed(connection, updater, clock, path) };
}

function openSocket(): Socket {
  const address = new URL('/console/live', location.href);
  address.protocol = location.protocol === 'https:' ? 'wss:' : 'ws:';
  return new WebSocket(address, subprotocol) as Socket;
}
