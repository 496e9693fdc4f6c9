import { useSyncExternalStore } from 'react';
import { session } from '../session/session';
import { say, text } from '../messages/messages';
import { formatClock } from '../ui/format';
import type { LiveState } from './ChangeFeed';
import { useLiveState } from './live';

/** Says how current the page is. */
export function LiveStatus() {
  const state = useLiveState();
  const signedOut = useSignedOut();
  return (
    <span className={`live ${state.kind}`} role="status" aria-live="off" title={explanation(state, signedOut)}>
      <span className="dot" aria-hidden />
      {sentence(state)}
    </span>
  );
}

/** Says so across the page if it is not current, and why. */
export function LiveWarning() {
  const state = useLiveState();
  const why = explanation(state, useSignedOut());
  return why ? (
    <p className="warning" role="alert">
      {why}
    </p>
  ) : null;
}

function sentence(state: LiveState): string {
  switch (state.kind) {
    case 'connecting':
      return text.live.connecting;
    case 'live':
      return say(text.live.live, { time: formatClock(state.at) });
    case 'behind':
      return state.since === undefined
        ? text.live.neverCurrent
        : say(text.live.behind, { time: formatClock(state.since) });
    case 'unsupported':
      return text.live.neverCurrent;
  }
}

function useSignedOut(): boolean {
  return useSyncExternalStore(session.subscribe, session.endReason) !== undefined;
}

/** Without a session, the connection is not made again. */
function explanation(state: LiveState, signedOut: boolean): string | undefined {
  if (signedOut) return text.live.signedOut;
  if (state.kind === 'unsupported') return text.live.unsupported;
  if (state.kind === 'behind') {
    return say(text.live.because, { cause: state.problem?.detail ?? text.live.lost });
  }
  return undefined;
}
