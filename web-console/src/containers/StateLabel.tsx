import type { Container } from '../api/model';
import { say, text } from '../messages/messages';
import { formatTime } from '../ui/format';

/** The state of a container and its reason. */
export function StateLabel({ container }: { container: Container }) {
  const { state, since } = container;
  const why = stateReason(container);
  const name = text.containers.states[state];
  return (
    <span className={`state ${state}`} title={`${name}${why ? `: ${why}` : ''} (${formatTime(since)})`}>
      <span className="dot" aria-hidden />
      {name}
      {why && <span className="why">: {why}</span>}
    </span>
  );
}

export function stateReason(container: Container): string | undefined {
  const parts = [
    container.reason,
    container.outOfMemory && text.containers.outOfMemory,
    container.exitCode ? say(text.containers.exitCode, { code: container.exitCode }) : undefined,
  ].filter(Boolean);
  return parts.length > 0 ? parts.join(', ') : undefined;
}
